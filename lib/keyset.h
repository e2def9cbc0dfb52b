/* keyset.h - which keys were seen before, exactly, and where. */
#ifndef RG_KEYSET_H
#define RG_KEYSET_H

#include "rowgate.h"

typedef struct rg_keyset rg_keyset;

/* What is remembered of a key. All but the first two are the caller's to use. */
typedef struct rg_seen {
    size_t key; /* where the key's bytes are, inside the set */
    uint32_t size;
    uint32_t hash;
    uint64_t line;
    uint64_t record;
    uint64_t number;
} rg_seen;

/* A hash that is the same in every run. */
uint64_t rg_hash(rg_text text);

rg_status rg_keyset_open(rg_keyset **set, rg_error *error);
void rg_keyset_close(rg_keyset *set);

/* The entry of `key`, or NULL when it was never added. Valid until the next rg_keyset_add. */
rg_seen *rg_keyset_find(const rg_keyset *set, rg_text key);
/* Add a key that is not there yet; NULL when memory is out. Valid until the next rg_keyset_add. */
rg_seen *rg_keyset_add(rg_keyset *set, rg_text key);

/* All entries, in the order in which they were added. */
size_t rg_keyset_count(const rg_keyset *set);
const rg_seen *rg_keyset_at(const rg_keyset *set, size_t index);

/* The key itself. */
rg_text rg_keyset_key(const rg_keyset *set, const rg_seen *seen);

#endif
