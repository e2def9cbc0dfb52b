/* raw_bytes.c - a text in the bytes that it is in its file. */
#include "raw_bytes.h"

#include "lines.h"

rg_status rg_raw_bytes(rg_decoder *decoder, rg_text text, rg_buffer *room, rg_text *raw, rg_error *error)
{
    uint64_t first;
    *raw = text;
    if (!rg_decoder_encoding(decoder, &first))
        return RG_OK;
    rg_buffer_clear(room);
    rg_status status = rg_decoder_encode(decoder, text, room, NULL, error);
    *raw = rg_buffer_text(room);
    return status;
}

rg_status rg_raw_content(rg_decoder *decoder, rg_text text, rg_buffer *room, rg_text *raw, rg_error *error)
{
    text.size = rg_line_content(text);
    return rg_raw_bytes(decoder, text, room, raw, error);
}

rg_status rg_raw_copy(rg_decoder *decoder, rg_text text, rg_buffer *out, rg_error *error)
{
    rg_buffer_clear(out);
    return rg_decoder_encode(decoder, text, out, NULL, error);
}
