/* keyset.c - which keys were seen before: an open-addressing table of indexes over one array of entries and one
 * of bytes. General hash tables spend several times the memory on each key, and the memory is what bounds the
 * number of records that can be compared. */
#include "keyset.h"

#include <string.h>
#include <xxhash.h>

#include "buffer.h"
#include "error.h"
#include "memory.h"

struct rg_keyset {
    rg_seen *entries;
    size_t count;
    size_t capacity;
    uint32_t *slots;   /* index + 1 of an entry; 0: free */
    size_t slot_count; /* a power of two */
    rg_buffer bytes;
};

rg_status rg_keyset_open(rg_keyset **set, rg_error *error)
{
    *set = rg_alloc(sizeof **set);
    return *set ? RG_OK : rg_fail_memory(error);
}

void rg_keyset_close(rg_keyset *set)
{
    if (!set)
        return;
    rg_free(set->entries);
    rg_free(set->slots);
    rg_buffer_free(&set->bytes);
    rg_free(set);
}

uint64_t rg_hash(rg_text text)
{
    return XXH3_64bits(text.bytes, text.size);
}

static uint32_t hash_of(rg_text key)
{
    return (uint32_t)XXH3_64bits(key.bytes, key.size);
}

static bool is_key(const rg_keyset *set, const rg_seen *seen, rg_text key, uint32_t hash)
{
    return seen->hash == hash && seen->size == key.size &&
           memcmp(set->bytes.bytes + seen->key, key.bytes, key.size) == 0;
}

/* The slot of the key, or the free one where it belongs. There is always a free slot. */
static uint32_t *find_slot(const rg_keyset *set, rg_text key, uint32_t hash)
{
    size_t mask = set->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask)
        if (!set->slots[i] || is_key(set, &set->entries[set->slots[i] - 1], key, hash))
            return &set->slots[i];
}

rg_seen *rg_keyset_find(const rg_keyset *set, rg_text key)
{
    if (!set->slot_count)
        return NULL;
    uint32_t slot = *find_slot(set, key, hash_of(key));
    return slot ? &set->entries[slot - 1] : NULL;
}

/* At most two thirds of the slots are taken. */
static bool make_room(rg_keyset *set)
{
    if ((set->count + 1) * 3 <= set->slot_count * 2)
        return true;
    size_t slot_count = set->slot_count ? set->slot_count * 2 : 64;
    uint32_t *slots = slot_count <= UINT32_MAX ? rg_alloc(slot_count * sizeof *slots) : NULL;
    if (!slots)
        return false;
    for (size_t i = 0; i < set->count; i++) {
        size_t at = set->entries[i].hash & (slot_count - 1);
        while (slots[at])
            at = (at + 1) & (slot_count - 1);
        slots[at] = (uint32_t)i + 1;
    }
    rg_free(set->slots);
    set->slots = slots;
    set->slot_count = slot_count;
    return true;
}

rg_seen *rg_keyset_add(rg_keyset *set, rg_text key)
{
    if (!make_room(set) || !RG_GROW(set->entries, set->count, set->capacity))
        return NULL;
    size_t offset = set->bytes.size;
    rg_buffer_add(&set->bytes, key.bytes, key.size);
    if (set->bytes.failed || key.size > UINT32_MAX)
        return NULL;
    rg_seen *seen = &set->entries[set->count];
    *seen = (rg_seen){.key = offset, .size = (uint32_t)key.size, .hash = hash_of(key)};
    *find_slot(set, key, seen->hash) = (uint32_t)++set->count;
    return seen;
}

size_t rg_keyset_count(const rg_keyset *set)
{
    return set->count;
}

const rg_seen *rg_keyset_at(const rg_keyset *set, size_t index)
{
    return &set->entries[index];
}

rg_text rg_keyset_key(const rg_keyset *set, const rg_seen *seen)
{
    return (rg_text){set->bytes.bytes + seen->key, seen->size};
}
