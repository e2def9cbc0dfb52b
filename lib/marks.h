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

/* What the bytes of a block are, of RG_MARKS_BLOCK bytes: bit i is about block[i]. */
typedef struct rg_marks {
    uint64_t delimiters, quotes;
    uint64_t ends;   /* CR and LF */
    uint64_t blanks; /* spaces and tabs that are no delimiters */
} rg_marks;

typedef rg_marks rg_marks_function(const char *block, char delimiter);

#ifdef RG_HAS_AVX2
/* Where 64 bytes are `c`. */
__attribute__((target("avx2"))) static inline uint64_t rg_places_avx2(__m256i low, __m256i high, char c)
{
    __m256i all = _mm256_set1_epi8(c);
    uint32_t in_low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all));
    uint32_t in_high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all));
    return in_low | (uint64_t)in_high << 32;
}

__attribute__((target("avx2"))) static inline rg_marks rg_marks_avx2(const char *block, char delimiter)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)block);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
    rg_marks marks = {.delimiters = rg_places_avx2(low, high, delimiter),
                      .quotes = rg_places_avx2(low, high, '"'),
                      .ends = rg_places_avx2(low, high, '\n') | rg_places_avx2(low, high, '\r'),
                      .blanks = rg_places_avx2(low, high, ' ') | rg_places_avx2(low, high, '\t')};
    marks.blanks &= ~marks.delimiters;
    return marks;
}
#endif

#ifdef RG_HAS_NEON
/* There is no instruction that gathers one bit of each byte: keep one each, and add neighbours three times. */
static inline uint64_t rg_gather_neon(uint8x16_t first, uint8x16_t second, uint8x16_t third, uint8x16_t fourth)
{
    static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t place = vld1q_u8(places);
    uint8x16_t sum = vpaddq_u8(vpaddq_u8(vandq_u8(first, place), vandq_u8(second, place)),
                               vpaddq_u8(vandq_u8(third, place), vandq_u8(fourth, place)));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

/* Where 64 bytes are one character or the other. */
static inline uint64_t rg_places_neon(const uint8x16_t text[4], char c, char other)
{
    uint8x16_t found[4];
    for (size_t i = 0; i < 4; i++)
        found[i] = vorrq_u8(vceqq_u8(text[i], vdupq_n_u8((uint8_t)c)), vceqq_u8(text[i], vdupq_n_u8((uint8_t)other)));
    return rg_gather_neon(found[0], found[1], found[2], found[3]);
}

static inline rg_marks rg_marks_neon(const char *block, char delimiter)
{
    uint8x16_t text[4];
    for (size_t i = 0; i < 4; i++)
        text[i] = vld1q_u8((const uint8_t *)block + 16 * i);
    rg_marks marks = {.delimiters = rg_places_neon(text, delimiter, delimiter),
                      .quotes = rg_places_neon(text, '"', '"'),
                      .ends = rg_places_neon(text, '\n', '\r'),
                      .blanks = rg_places_neon(text, ' ', '\t')};
    marks.blanks &= ~marks.delimiters;
    return marks;
}
#endif

/* Without branches, which would be guessed wrongly every tenth byte. */
static inline rg_marks rg_marks_portable(const char *block, char delimiter)
{
    rg_marks marks = {0};
    for (size_t i = 0; i < RG_MARKS_BLOCK; i++) {
        char c = block[i];
        marks.delimiters |= (uint64_t)(c == delimiter) << i;
        marks.quotes |= (uint64_t)(c == '"') << i;
        marks.ends |= (uint64_t)((c == '\n') | (c == '\r')) << i;
        marks.blanks |= (uint64_t)((c == ' ') | (c == '\t')) << i;
    }
    marks.blanks &= ~marks.delimiters;
    return marks;
}

#endif
