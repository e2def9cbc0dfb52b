/* marks.h - the bytes of a CSV text that mean something, found 64 at a time: with AVX2 where the processor has it, with
 * NEON where every processor has it, else in plain C. ROWGATE_PORTABLE leaves nothing but the latter. All of it is here
 * so that it becomes a part of the loop that goes from mark to mark. */
#ifndef RG_MARKS_H
#define RG_MARKS_H

#include <stddef.h>
#include <stdint.h>

#if !defined(ROWGATE_PORTABLE) && defined(__x86_64__) && defined(__GNUC__)
#define RG_HAS_AVX2 1
#include <immintrin.h>
#elif !defined(ROWGATE_PORTABLE) && defined(__aarch64__) && defined(__GNUC__)
#define RG_HAS_NEON 1
#include <arm_neon.h>
#endif

#define RG_MARKS_BLOCK 64

/* Bit i is set where block[i], of RG_MARKS_BLOCK bytes, is the delimiter, a quote, CR or LF. */
typedef uint64_t rg_marks_function(const char *block, char delimiter);

#ifdef RG_HAS_AVX2
__attribute__((target("avx2"))) static inline uint32_t rg_marks_of_32(const char *bytes, char delimiter)
{
    __m256i text = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    __m256i separators = _mm256_or_si256(_mm256_cmpeq_epi8(text, _mm256_set1_epi8(delimiter)),
                                         _mm256_cmpeq_epi8(text, _mm256_set1_epi8('"')));
    __m256i ends = _mm256_or_si256(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('\n')),
                                   _mm256_cmpeq_epi8(text, _mm256_set1_epi8('\r')));
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(separators, ends));
}

__attribute__((target("avx2"))) static inline uint64_t rg_marks_avx2(const char *block, char delimiter)
{
    return rg_marks_of_32(block, delimiter) | (uint64_t)rg_marks_of_32(block + 32, delimiter) << 32;
}
#endif

#ifdef RG_HAS_NEON
/* 0xFF where a byte is one of the four. */
static inline uint8x16_t rg_marks_of_16(const char *bytes, char delimiter)
{
    uint8x16_t text = vld1q_u8((const uint8_t *)bytes);
    uint8x16_t separators = vorrq_u8(vceqq_u8(text, vdupq_n_u8((uint8_t)delimiter)), vceqq_u8(text, vdupq_n_u8('"')));
    uint8x16_t ends = vorrq_u8(vceqq_u8(text, vdupq_n_u8('\n')), vceqq_u8(text, vdupq_n_u8('\r')));
    return vorrq_u8(separators, ends);
}

/* There is no instruction that gathers one bit of each byte: keep one each, and add neighbours three times. */
static inline uint64_t rg_marks_neon(const char *block, char delimiter)
{
    static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t place = vld1q_u8(places), part[4];
    for (size_t i = 0; i < 4; i++)
        part[i] = vandq_u8(rg_marks_of_16(block + 16 * i, delimiter), place);
    uint8x16_t sum = vpaddq_u8(vpaddq_u8(part[0], part[1]), vpaddq_u8(part[2], part[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}
#endif

/* Without branches, which would be guessed wrongly every tenth byte. */
static inline uint64_t rg_marks_portable(const char *block, char delimiter)
{
    uint64_t marks = 0;
    for (size_t i = 0; i < RG_MARKS_BLOCK; i++) {
        char c = block[i];
        marks |= (uint64_t)((c == delimiter) | (c == '"') | (c == '\n') | (c == '\r')) << i;
    }
    return marks;
}

#endif
