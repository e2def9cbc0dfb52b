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

/* fits[i]: the text has nothing but digits and at most one `point` (0: not even that), and values[i] is the number.
 * What does not fit may still be a number, and its value is anything. */
typedef void rg_digits_function(const rg_digits *digits, char point, double *values, bool *fits);

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
