/* keyset.c - which keys were seen before: a log of them, and an open-addressing table of places in the log. General
 * hash tables spend several times the memory on each key, and the memory is what bounds the number of records that can
 * be compared, and most of what comparing them costs.
 *
 * The table has 32 bits of each key's hash beside its place, so that a key that is new, as nearly all are, is hardly
 * ever looked for in the log, which may be in a file. */
#include "keyset.h"

#include <string.h>

#include "error.h"
#include "hash.h"
#include "memory.h"

typedef struct slot {
    uint32_t hash;
    uint32_t place; /* in the log, from 1; 0: free */
} slot;

struct rg_keyset {
    rg_key_log log;
    slot *slots;
    size_t slot_count; /* a power of two */
};

rg_status rg_keyset_open(rg_keyset **set, size_t memory, bool changes, rg_error *error)
{
    *set = rg_alloc(sizeof **set);
    if (!*set)
        return rg_fail_memory(error);
    (*set)->log.memory = memory;
    (*set)->log.changes = changes;
    return RG_OK;
}

void rg_keyset_close(rg_keyset *set)
{
    if (!set)
        return;
    rg_key_log_close(&set->log);
    rg_free(set->slots);
    rg_free(set);
}

/* ---------------------------------------------------------------- the table */

/* The slot of the key (`*seen` is what is remembered), or the free one where it belongs. There is always a free slot.
 */
static rg_status find_slot(rg_keyset *set, rg_text key, uint32_t hash, slot **found, rg_seen *seen, rg_error *error)
{
    size_t mask = set->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        slot *at = *found = &set->slots[i];
        if (!at->place)
            return RG_OK;
        if (at->hash != hash)
            continue;
        rg_text other;
        rg_seen of_other;
        rg_status status = rg_key_log_read(&set->log, at->place - 1, &of_other, &other, NULL, error);
        if (status != RG_OK)
            return status;
        if (other.size == key.size && memcmp(other.bytes, key.bytes, key.size) == 0) {
            *seen = of_other;
            return RG_OK;
        }
    }
}

/* A table with more slots, all free; NULL: memory is out. */
static slot *make_slots(size_t now, size_t *count)
{
    static const size_t small = RG_KEY_LOG_SMALL / sizeof(slot), large = RG_LARGE / sizeof(slot);
    *count = now < small ? (now ? 4 * now : 128) : now < large ? large : 2 * now;
    if (*count <= small)
        return rg_alloc(*count * sizeof(slot));
    slot *slots = *count <= UINT32_MAX ? rg_alloc_large(*count / large) : NULL;
    return slots ? memset(slots, 0, *count * sizeof *slots) : NULL;
}

/* At most three quarters of the slots are taken. */
static bool make_room(rg_keyset *set)
{
    if ((set->log.count + 1) * 4 <= set->slot_count * 3)
        return true;
    size_t slot_count;
    slot *slots = make_slots(set->slot_count, &slot_count);
    if (!slots)
        return false;
    for (size_t i = 0; i < set->slot_count; i++) {
        size_t at = set->slots[i].hash & (slot_count - 1);
        if (!set->slots[i].place)
            continue;
        while (slots[at].place)
            at = (at + 1) & (slot_count - 1);
        slots[at] = set->slots[i];
    }
    rg_free(set->slots);
    set->slots = slots;
    set->slot_count = slot_count;
    return true;
}

/* ---------------------------------------------------------------- the set */

void rg_keyset_expect(const rg_keyset *set, uint32_t hash)
{
#ifdef __GNUC__
    if (set->slot_count)
        __builtin_prefetch(&set->slots[hash & (set->slot_count - 1)]);
#else
    (void)set;
    (void)hash;
#endif
}

rg_status rg_keyset_find(rg_keyset *set, rg_text key, rg_seen *seen, uint32_t *place, rg_error *error)
{
    slot *found;
    if (!set->slot_count)
        return RG_DONE;
    rg_status status = find_slot(set, key, rg_hash32(key), &found, seen, error);
    if (status != RG_OK || !found->place)
        return status == RG_OK ? RG_DONE : status;
    if (place)
        *place = found->place - 1;
    return RG_OK;
}

rg_status rg_keyset_add(rg_keyset *set, rg_text key, rg_seen *seen, uint32_t *place, rg_error *error)
{
    return rg_keyset_add_hashed(set, key, rg_hash32(key), seen, place, error);
}

rg_status rg_keyset_add_hashed(rg_keyset *set, rg_text key, uint32_t hash, rg_seen *seen, uint32_t *place,
                               rg_error *error)
{
    slot *found;
    uint32_t added;
    if (!make_room(set))
        return rg_fail_memory(error);
    rg_status status = find_slot(set, key, hash, &found, seen, error);
    bool is_new = status == RG_OK && !found->place;
    if (is_new)
        status = rg_key_log_add(&set->log, key, seen, &added, error);
    if (status != RG_OK)
        return status;
    if (is_new)
        *found = (slot){hash, added + 1};
    if (place)
        *place = found->place - 1;
    return is_new ? RG_DONE : RG_OK;
}

rg_status rg_keyset_change(rg_keyset *set, uint32_t place, const rg_seen *seen, rg_error *error)
{
    return rg_key_log_change(&set->log, place, seen, error);
}

rg_status rg_keyset_next(rg_keyset *set, uint32_t *at, rg_text *key, rg_seen *seen, rg_error *error)
{
    return rg_key_log_read(&set->log, *at, seen, key, at, error);
}

size_t rg_keyset_count(const rg_keyset *set)
{
    return set->log.count;
}

size_t rg_keyset_count_filed(const rg_keyset *set)
{
    return set->log.filed_count;
}
