/* keyset.h - which keys were seen before, exactly, and where. Keys that are too many for memory go to a temporary
 * file; of each some twenty bytes stay. */
#ifndef RG_KEYSET_H
#define RG_KEYSET_H

#include "rowgate.h"

typedef struct rg_keyset rg_keyset;

/* What is remembered of a key: the caller's to use. */
typedef struct rg_seen {
    uint64_t line;
    uint64_t record;
    uint64_t number;
} rg_seen;

/* A hash that is the same in every run. */
uint64_t rg_hash(rg_text text);

#define RG_KEYSET_MEMORY ((size_t)48 << 20)

/* `memory`: bytes of keys, and what is remembered of them, before a file is used; usually RG_KEYSET_MEMORY. */
rg_status rg_keyset_open(rg_keyset **set, size_t memory, rg_error *error);
void rg_keyset_close(rg_keyset *set);

/* What is remembered of `key`; RG_DONE: it was never put. */
rg_status rg_keyset_find(rg_keyset *set, rg_text key, rg_seen *seen, rg_error *error);
/* Add a key that is new with what `*seen` says: RG_DONE. RG_OK: it is there, and `*seen` is what is remembered. */
rg_status rg_keyset_add(rg_keyset *set, rg_text key, rg_seen *seen, rg_error *error);
/* Add the key, or change what is remembered of it. */
rg_status rg_keyset_put(rg_keyset *set, rg_text key, const rg_seen *seen, rg_error *error);
/* All keys, in the order in which they were added: `*at` is 0 for the first. RG_DONE: there are no more. The key is
 * valid until the next call about the set. */
rg_status rg_keyset_next(rg_keyset *set, uint64_t *at, rg_text *key, rg_seen *seen, rg_error *error);

size_t rg_keyset_count(const rg_keyset *set);
/* How many of them are in the file. */
size_t rg_keyset_count_filed(const rg_keyset *set);

#endif
