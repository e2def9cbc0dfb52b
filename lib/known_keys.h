/* known_keys.h - by what a record is known again when it comes back changed. */
#ifndef RG_KNOWN_KEYS_H
#define RG_KNOWN_KEYS_H

#include "buffer.h"
#include "layout.h"
#include "memory.h"

#define RG_KEY_KINDS 7 /* in the low bits of a key: of which kind it is */

/* Zero-initialised has no keys. */
typedef struct rg_known_keys {
    rg_arena arena;
    struct rg_known_key_columns *items;
    size_t count;
    size_t used; /* by the record that was looked at last */
    rg_buffer bytes;
    rg_text *values; /* of a record */
    size_t value_capacity;
} rg_known_keys;

/* Those of the template that the file has columns for: the one for people first. */
rg_status rg_known_keys_list(rg_known_keys *keys, const rg_layout *layout, rg_error *error);
/* A hash of the first key that the values, by position in the file, have all of; 0: they have none. */
rg_status rg_known_key(rg_known_keys *keys, const rg_text *values, size_t count, uint64_t *key, rg_error *error);
/* The same of a record. */
rg_status rg_known_key_of(rg_known_keys *keys, const rg_record *record, uint64_t *key, rg_error *error);
/* May the key that was made last be what is wrong with the record? */
bool rg_known_key_is_doubtful(const rg_known_keys *keys, const rg_record *record);
void rg_known_keys_free(rg_known_keys *keys);

#endif
