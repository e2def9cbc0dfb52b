/* fingerprint.h - the hashes by which a record that nobody has touched is known again. */
#ifndef RG_FINGERPRINT_H
#define RG_FINGERPRINT_H

#include "decoder.h"

/* Both are of the bytes as they are in the file, without the line end at their end. */
typedef struct rg_fingerprint {
    uint64_t content;    /* of the whole */
    uint32_t first_line; /* of the first physical line */
} rg_fingerprint;

/* Of a record, or of the first piece of one; `decoder` is of its file, `room` for bytes in another encoding. */
rg_status rg_fingerprint_take(rg_fingerprint *fingerprint, rg_decoder *decoder, rg_text bytes, rg_buffer *room,
                              rg_error *error);
/* Of its first line alone. */
rg_status rg_fingerprint_line(uint32_t *first_line, rg_decoder *decoder, rg_text bytes, rg_buffer *room,
                              rg_error *error);
/* Of `content` so far, and a further piece of the record. */
rg_status rg_fingerprint_add(uint64_t *content, rg_decoder *decoder, rg_text piece, rg_buffer *room, rg_error *error);

#endif
