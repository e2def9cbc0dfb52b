/* fingerprint.c - the hashes by which a record that nobody has touched is known again. */
#include "fingerprint.h"

#include "hash.h"
#include "lines.h"
#include "raw_bytes.h"

rg_status rg_fingerprint_add(uint64_t *content, rg_decoder *decoder, rg_text piece, rg_buffer *room, rg_error *error)
{
    rg_text raw;
    rg_status status = rg_raw_content(decoder, piece, room, &raw, error);
    if (status == RG_OK)
        *content = rg_hash(raw) ^ (*content * 0x9E3779B97F4A7C15u);
    return status;
}

rg_status rg_fingerprint_line(uint32_t *first_line, rg_decoder *decoder, rg_text bytes, rg_buffer *room,
                              rg_error *error)
{
    rg_text raw, line = {bytes.bytes, rg_line_end(bytes, 0)};
    rg_status status = rg_raw_content(decoder, line, room, &raw, error);
    *first_line = status == RG_OK ? rg_hash32(raw) : 0;
    return status;
}

rg_status rg_fingerprint_take(rg_fingerprint *f, rg_decoder *decoder, rg_text bytes, rg_buffer *room, rg_error *error)
{
    f->content = 0;
    rg_status status = rg_fingerprint_line(&f->first_line, decoder, bytes, room, error);
    return status == RG_OK ? rg_fingerprint_add(&f->content, decoder, bytes, room, error) : status;
}
