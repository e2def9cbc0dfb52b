/* text.h - UTF-8: validity, lengths, widths, names that people would call the same. */
#ifndef RG_TEXT_H
#define RG_TEXT_H

#include "buffer.h"
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

/* A word whose eight bytes are all the same. */
#define RG_EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

rg_text rg_text_of(const char *string);
bool rg_text_equal(rg_text a, rg_text b);
bool rg_text_equal_nocase(rg_text a, rg_text b); /* ASCII letters only */
bool rg_is_blank(char c);                        /* what libcsv trims: space and tab */
bool rg_is_control(char c);                      /* but tab, CR and LF are none here */
rg_text rg_text_trim(rg_text text);              /* without blanks at the edges */
bool rg_has_blank_edge(rg_text text);            /* would that change it? */
/* One item of a list after the other: the next one in `*rest`, trimmed. False when there is none left. */
bool rg_next_item(rg_text *rest, char delimiter, rg_text *item);

/* Is the value in curly quotes, as word processors make them of straight ones? */
bool rg_text_in_curly_quotes(rg_text text, rg_text *inside);

bool rg_text_is_ascii(rg_text text);
/* Quick look over all bytes: is any not ASCII, is any a control character other than tab, CR and LF? */
void rg_text_scan(rg_text text, bool *has_high, bool *has_control);
/* How many LF it has, and whether the number of quotes is odd. */
size_t rg_text_count(rg_text text, bool *is_quote_open);
/* Where `part` begins in `text`, or NULL. */
const char *rg_text_find(rg_text text, rg_text part);
/* The first character in `text` that nobody can see, or that looks like a blank and is none: what it is called
 * (static), and where; NULL: there is none. */
const char *rg_text_invisible(rg_text text, rg_text *found);
/* Append `text` without such characters: a blank in place of those that look like one, nothing for the others. */
void rg_text_clean(rg_buffer *out, rg_text text);
/* Is there a joiner or non-joiner between two characters above ASCII? Nobody sees those, either, but some scripts, and
 * emoji, are other words without them. */
bool rg_text_has_joiner(rg_text text);
/* "comma", "semicolon": what people call it, or NULL. Static. */
const char *rg_delimiter_name(char delimiter);
/* The size of `line` without its line end. */
size_t rg_line_content(rg_text line);
/* The offset behind the physical line in which offset `at` lies, with its end: LF, CR LF, or CR. */
size_t rg_line_end(rg_text text, size_t at);
/* The number of line ends. */
uint64_t rg_count_lines(rg_text text);

/* The offset of the first byte that is not UTF-8, or `size` when all is well. */
size_t rg_utf8_valid_prefix(rg_text text);
/* The number of characters; a byte that is not UTF-8 counts as one. */
size_t rg_utf8_length(rg_text text);
/* The size in bytes of the character that `text` begins with (1 for a byte that is not UTF-8) and
 * the number of terminal cells it takes; `text` is not empty. */
size_t rg_utf8_next(rg_text text, size_t *cells);

/* The size of what `text` begins with that is ASCII, and that people can see. */
size_t rg_text_visible_prefix(rg_text text);
/* Append the character that `text` begins with in a form that people can see: control bytes and bytes that are
 * not UTF-8 as \x07, invisible characters as \u200B, others as they are. The result and `cells` are as for
 * rg_utf8_next; the cells are those of what was appended. */
size_t rg_text_show(rg_buffer *out, rg_text text, size_t *cells);

/* The same for all of `text`. */
void rg_text_show_all(rg_buffer *out, rg_text text);

/* Replace, in place, what a terminal should not get (control characters, bytes that are not UTF-8) by question marks.
 * Line ends stay where `keep_lines` says so. */
void rg_text_mend(char *text, bool keep_lines);

/* Append `text` with what is not UTF-8 replaced by U+FFFD, for those who take nothing else. */
void rg_text_repair(rg_buffer *out, rg_text text);

/* Append the form in which names are compared: case folded, blanks, NBSP, zero-width characters and
 * a byte order mark removed. */
void rg_text_fold_name(rg_buffer *out, rg_text name);
/* Edit distance of two names with transpositions, in bytes, or `limit` + 1 when it is greater. */
size_t rg_text_distance(rg_text a, rg_text b, size_t limit);
/* The candidate nearest to `name`, or NULL when none is near enough to be meant. */
const char *rg_text_nearest(rg_text name, const char *const *candidates, size_t count);

#endif
