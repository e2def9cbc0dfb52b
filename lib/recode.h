/* recode.h - one encoding: its bytes as UTF-8, and back again. */
#ifndef RG_RECODE_H
#define RG_RECODE_H

#include "buffer.h"
#include "rowgate.h"

typedef struct rg_recoder rg_recoder;

/* `encoding` is a name that iconv knows; RG_BAD_USAGE: it does not. */
rg_status rg_recoder_open(rg_recoder **recoder, const char *encoding, rg_error *error);
void rg_recoder_close(rg_recoder *recoder);

/* No encoding needs more bytes to say what a character is. */
#define RG_LONGEST_UNIT 8
/* iconv wants room for a character at least, and a unit of four bytes for three each. */
#define RG_LEAST_ROOM 16
/* Bytes at the front of `*in` as UTF-8, which is put at `*out`: as much as there is, or as there is room for. All three
 * move on, if there are RG_LONGEST_UNIT bytes or the last ones, and RG_LEAST_ROOM. */
void rg_recoder_decode(rg_recoder *recoder, rg_text *in, char **out, size_t *room);

/* Append the bytes that the text was made of. `*faithful` (may be NULL) is false when it was made of none: the encoding
 * lacks a character in it. */
rg_status rg_recoder_encode(rg_recoder *recoder, rg_text text, rg_buffer *out, bool *faithful, rg_error *error);
/* Can this text be told in the encoding? */
bool rg_recoder_can_encode(rg_recoder *recoder, rg_text text);

/* What the encoding does not define comes through as three bytes, of which this is the first. */
#define RG_ESCAPED_BYTE '\xFE'
/* Does the text begin with such bytes? Then what was it in the input? */
bool rg_escaped_byte(rg_text text, char *byte);

#endif
