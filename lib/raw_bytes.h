/* raw_bytes.h - a text in the bytes that it is in its file. */
#ifndef RG_RAW_BYTES_H
#define RG_RAW_BYTES_H

#include "decoder.h"

/* The bytes of a text in the encoding of the decoder's input. They are the text itself where that is UTF-8; otherwise
 * they live in `room`, which is emptied. */
rg_status rg_raw_bytes(rg_decoder *decoder, rg_text text, rg_buffer *room, rg_text *raw, rg_error *error);
/* The same without the line end at its end. */
rg_status rg_raw_content(rg_decoder *decoder, rg_text text, rg_buffer *room, rg_text *raw, rg_error *error);
/* As rg_raw_bytes, but the bytes are in `out` whatever the encoding. */
rg_status rg_raw_copy(rg_decoder *decoder, rg_text text, rg_buffer *out, rg_error *error);

#endif
