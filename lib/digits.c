/* digits.c - short numbers, many at once: without a branch for each digit, since how many there are is often guessed
 * wrongly. In plain C one after the other, eight digits together; with AVX2 four numbers together.
 *
 * A text is a word with its last character in the highest byte, and zeros before the first. What is before the point
 * moves up, over it: then there are eight digits. Neighbours are joined three times: digits, pairs, fours. */
#include "digits.h"

#include "scan.h"

#if !defined(ROWGATE_PORTABLE) && defined(__x86_64__) && defined(__GNUC__)
#define HAS_AVX2 1
#include <immintrin.h>
#endif

#define HIGH_BITS RG_EACH_BYTE(0x80)

/* By the place of the point; 8: there is none. Digits up to ten to the 15th and this are exact, so is the quotient. */
static const double powers[] = {1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1e0, 1e0};

static uint64_t little_endian(uint64_t word)
{
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap64(word);
}

static bool read_one(uint64_t word, size_t size, char point, double *value)
{
    if (!size)
        return false;
    uint64_t digits = (little_endian(word) ^ RG_EACH_BYTE('0')) << 8 * (RG_MOST_DIGITS - size);
    uint64_t other = digits ^ RG_EACH_BYTE((unsigned char)(point ^ '0'));
    uint64_t points = point ? (other - RG_EACH_BYTE(1)) & ~other & HIGH_BITS : 0;
    unsigned place = points ? (unsigned)__builtin_ctzll(points) / 8 : 8;
    if (points) {
        uint64_t before = (UINT64_C(1) << 8 * place) - 1;
        digits = (digits & ~(before << 8 | 0xFF)) | (digits & before) << 8;
    }
    bool fits = !(((digits + RG_EACH_BYTE(0x76)) | digits) & HIGH_BITS) && (size > 1 || !points);
    digits = (digits & RG_EACH_BYTE(0x0F)) * (1 + (10 << 8)) >> 8;
    digits = (digits & UINT64_C(0x00FF00FF00FF00FF)) * (1 + (100 << 16)) >> 16;
    digits = (digits & UINT64_C(0x0000FFFF0000FFFF)) * (1 + (UINT64_C(10000) << 32)) >> 32;
    *value = (double)(int64_t)digits / powers[place];
    return fits;
}

unsigned rg_digits_portable(const rg_digits *digits, rg_digits_bounds bounds, double *values)
{
    unsigned fits = 0;
    for (size_t i = 0; i < RG_DIGITS_BLOCK; i++)
        if (read_one(digits->words[i], digits->sizes[i], bounds.point, &values[i]) && values[i] >= bounds.least &&
            values[i] <= bounds.most)
            fits |= 1u << i;
    return fits;
}

#ifdef HAS_AVX2
/* The first point of each, and the powers of ten for the digits behind it. */
__attribute__((target("avx2"))) static __m256i close_gap(__m256i digits, char point, __m256d *scale)
{
    const __m256i ones = _mm256_set1_epi64x(-1);
    __m256i points = _mm256_cmpeq_epi8(digits, _mm256_set1_epi8((char)(point ^ '0')));
    __m256i before = _mm256_andnot_si256(points, _mm256_add_epi64(points, ones));
    __m256i to_point = _mm256_or_si256(_mm256_slli_epi64(before, 8), _mm256_set1_epi64x(0xFF));
    __m256i moved = _mm256_slli_epi64(_mm256_and_si256(digits, before), 8);
    __m256i joined = _mm256_or_si256(_mm256_andnot_si256(to_point, digits), moved);
    __m256i none = _mm256_cmpeq_epi64(points, _mm256_setzero_si256());
    unsigned mask = (unsigned)_mm256_movemask_epi8(points);
    *scale =
        _mm256_set_pd(powers[__builtin_ctz(mask >> 24 | 0x100)], powers[__builtin_ctz((mask >> 16 & 0xFF) | 0x100)],
                      powers[__builtin_ctz((mask >> 8 & 0xFF) | 0x100)], powers[__builtin_ctz((mask & 0xFF) | 0x100)]);
    return _mm256_blendv_epi8(joined, digits, none);
}

__attribute__((target("avx2"))) static inline unsigned read_four(const uint64_t *words, const uint64_t *sizes,
                                                                 rg_digits_bounds bounds, double *values)
{
    const __m256i nines = _mm256_set1_epi8(9), ones = _mm256_set1_epi64x(-1);
    __m256i size = _mm256_loadu_si256((const __m256i *)(const void *)sizes);
    __m256i word = _mm256_loadu_si256((const __m256i *)(const void *)words);
    __m256i absent = _mm256_slli_epi64(_mm256_sub_epi64(_mm256_set1_epi64x(RG_MOST_DIGITS), size), 3);
    __m256i digits = _mm256_sllv_epi64(_mm256_xor_si256(word, _mm256_set1_epi8('0')), absent);
    __m256d scale = _mm256_set1_pd(1);
    __m256i least = _mm256_setzero_si256(); /* how many characters are too few */
    if (bounds.point) {
        __m256i points = _mm256_cmpeq_epi8(digits, _mm256_set1_epi8((char)(bounds.point ^ '0')));
        least = _mm256_andnot_si256(_mm256_cmpeq_epi64(points, least), _mm256_set1_epi64x(1));
        digits = close_gap(digits, bounds.point, &scale);
    }
    __m256i are_digits = _mm256_cmpeq_epi64(_mm256_cmpeq_epi8(_mm256_max_epu8(digits, nines), nines), ones);
    __m256i result = _mm256_and_si256(are_digits, _mm256_cmpgt_epi64(size, least));
    __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(10 | 1 << 8));
    __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(100 | 1 << 16));
    __m256i all = _mm256_add_epi64(_mm256_mul_epu32(fours, _mm256_set1_epi64x(10000)), _mm256_srli_epi64(fours, 32));
    __m256i low_halves = _mm256_permutevar8x32_epi32(all, _mm256_setr_epi32(0, 2, 4, 6, 0, 0, 0, 0));
    __m256d numbers = _mm256_cvtepi32_pd(_mm256_castsi256_si128(low_halves));
    numbers = _mm256_div_pd(numbers, scale);
    _mm256_storeu_pd(values, numbers);
    __m256d is_within = _mm256_and_pd(_mm256_cmp_pd(numbers, _mm256_set1_pd(bounds.least), _CMP_GE_OQ),
                                      _mm256_cmp_pd(numbers, _mm256_set1_pd(bounds.most), _CMP_LE_OQ));
    return (unsigned)_mm256_movemask_pd(_mm256_and_pd(is_within, _mm256_castsi256_pd(result)));
}

__attribute__((target("avx2"))) static unsigned avx2(const rg_digits *digits, rg_digits_bounds bounds, double *values)
{
    unsigned fits = 0;
    for (unsigned i = 0; i < RG_DIGITS_BLOCK; i += 4)
        fits |= read_four(digits->words + i, digits->sizes + i, bounds, values + i) << i;
    return fits;
}
#endif

rg_digits_function *rg_digits_choose(void)
{
#ifdef HAS_AVX2
    if (__builtin_cpu_supports("avx2"))
        return avx2;
#endif
    return rg_digits_portable;
}
