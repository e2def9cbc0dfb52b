/* digits.h - short numbers, many at once. */
#ifndef RG_DIGITS_H
#define RG_DIGITS_H

#include <string.h>

#include "rowgate.h"

#define RG_DIGITS_BLOCK 16 /* numbers that are read at once */
#define RG_MOST_DIGITS 8   /* characters of one */

/* Texts of at most RG_MOST_DIGITS characters. */
typedef struct rg_digits {
    uint64_t words[RG_DIGITS_BLOCK]; /* the bytes as they lie in memory; those behind the text may be anything */
    uint64_t sizes[RG_DIGITS_BLOCK]; /* 0: there is no text */
} rg_digits;

/* What a number must be: digits with at most one `point` among them (0: not even that), from `least` to `most`. */
typedef struct rg_digits_bounds {
    char point;
    double least, most;
} rg_digits_bounds;

/* Returns which texts are such numbers, a bit for each; values[i] is the value. What does not fit may still be a
 * number, written in another way, and its value is anything. */
typedef unsigned rg_digits_function(const rg_digits *digits, rg_digits_bounds bounds, double *values);

rg_digits_function rg_digits_portable;
/* The fastest that this processor has. */
rg_digits_function *rg_digits_choose(void);

/* Add a text. So many bytes are `readable` from the first on; to have eight spares time. */
static inline void rg_digits_add(rg_digits *digits, size_t index, rg_text text, size_t readable)
{
    digits->words[index] = 0;
    digits->sizes[index] = text.size <= RG_MOST_DIGITS ? text.size : 0;
    memcpy(&digits->words[index], text.bytes, readable >= RG_MOST_DIGITS ? RG_MOST_DIGITS : digits->sizes[index]);
}

#endif
