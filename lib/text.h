/* text.h - slices of text: compare, trim, find, cut. */
#ifndef RG_TEXT_H
#define RG_TEXT_H

#include "rowgate.h"

/* Initialises an rg_text, also a static one. */
#define RG_TEXT(literal)                                                                                               \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }

/* ASCII: what the C library says of characters depends on the locale. */
static inline bool rg_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool rg_is_letter(char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline bool rg_is_hex(char c)
{
    return rg_is_digit(c) || (unsigned char)((c | 0x20) - 'a') < 6;
}

static inline unsigned char rg_lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

rg_text rg_text_of(const char *string);
bool rg_text_equal(rg_text a, rg_text b);
bool rg_text_equal_nocase(rg_text a, rg_text b); /* ASCII letters only */
bool rg_text_begins(rg_text text, rg_text start);
bool rg_is_blank(char c);             /* what libcsv trims: space and tab */
rg_text rg_text_trim(rg_text text);   /* without blanks at the edges */
bool rg_has_blank_edge(rg_text text); /* would that change it? */
/* One item of a list after the other: the next one in `*rest`, trimmed. False when there is none left. */
bool rg_next_item(rg_text *rest, char delimiter, rg_text *item);
/* Where `part` begins in `text`, or NULL. */
const char *rg_text_find(rg_text text, rg_text part);

#endif
