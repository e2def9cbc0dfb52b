/* decoder.h - text of any encoding as UTF-8, and back. */
#ifndef RG_DECODER_H
#define RG_DECODER_H

#include "buffer.h"
#include "input.h"

typedef struct rg_decoder rg_decoder;

/* `input` is borrowed. `encoding` is a name that iconv knows; NULL: it is found out. RG_BAD_USAGE: iconv does not
 * know it. */
rg_status rg_decoder_open(rg_decoder **decoder, rg_input *input, const char *encoding, rg_error *error);
void rg_decoder_close(rg_decoder *decoder);

/* The text, in UTF-8; it belongs to the decoder. */
rg_input *rg_decoder_text(rg_decoder *decoder);

/* The encoding as far as it is known by now; NULL: UTF-8. `*first` is the offset in the text of the first character
 * that the encoding has made a difference to. */
const char *rg_decoder_encoding(const rg_decoder *decoder, uint64_t *first);

/* Is an encoding that has shown itself somewhere in the text the one that it probably is? */
bool rg_decoder_is_likely(const rg_decoder *decoder);

/* Append the bytes that a part of the text was made of: where it was UTF-8 its own, else as rg_recoder_encode. */
rg_status rg_decoder_encode(rg_decoder *decoder, rg_text text, rg_buffer *out, bool *faithful, rg_error *error);
/* Can this text, which is from somewhere else, be told in the encoding? */
bool rg_decoder_can_encode(rg_decoder *decoder, rg_text text);

#endif
