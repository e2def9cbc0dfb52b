/* keyset.h - which keys were seen before, exactly, and where. Keys that are too many for memory go to a temporary
 * file; of each some twenty bytes stay. */
#ifndef RG_KEYSET_H
#define RG_KEYSET_H

#include "key_log.h"

typedef struct rg_keyset rg_keyset;

#define RG_KEYSET_MEMORY ((size_t)24 << 20)

/* `memory`: bytes of keys, and what is remembered of them, before a file is used; usually RG_KEYSET_MEMORY.
 * `changes`: rg_keyset_change will be called. */
rg_status rg_keyset_open(rg_keyset **set, size_t memory, bool changes, rg_error *error);
void rg_keyset_close(rg_keyset *set);

/* A key with such a hash (rg_hash32) will be looked for soon: told early enough, it does not wait for memory. */
void rg_keyset_expect(const rg_keyset *set, uint32_t hash);
/* What is remembered of `key`; RG_DONE: it was never added. `*place` (may be NULL) is where that is remembered. */
rg_status rg_keyset_find(rg_keyset *set, rg_text key, rg_seen *seen, uint32_t *place, rg_error *error);
/* Add a key that is new with what `*seen` says: RG_DONE. RG_OK: it is there, and `*seen` is what is remembered. */
rg_status rg_keyset_add(rg_keyset *set, rg_text key, rg_seen *seen, uint32_t *place, rg_error *error);
/* The same for a key whose hash is known. */
rg_status rg_keyset_add_hashed(rg_keyset *set, rg_text key, uint32_t hash, rg_seen *seen, uint32_t *place,
                               rg_error *error);
/* Remember something else at a place, which stays the key's. */
rg_status rg_keyset_change(rg_keyset *set, uint32_t place, const rg_seen *seen, rg_error *error);
/* All keys, in the order in which they were added: `*at` is 0 for the first. RG_DONE: there are no more. The key is
 * valid until the next call about the set. */
rg_status rg_keyset_next(rg_keyset *set, uint32_t *at, rg_text *key, rg_seen *seen, rg_error *error);

size_t rg_keyset_count(const rg_keyset *set);
/* How many of them are in the file. */
size_t rg_keyset_count_filed(const rg_keyset *set);

#endif
