/* keyset.c - which keys were seen before: a log of entries, each with its key, and an open-addressing table of places
 * in the log. General hash tables spend several times the memory on each key, and the memory is what bounds the number
 * of records that can be compared.
 *
 * When the log becomes too long for memory its beginning moves to a temporary file, and only its end stays. The table
 * has 32 bits of each key's hash beside its place, so that a key that is new, as nearly all are, is hardly ever looked
 * for in the file. */
#define _POSIX_C_SOURCE 200809L
#include "keyset.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "buffer.h"
#include "error.h"
#include "memory.h"

#define UNIT 8                 /* entries begin at multiples of it: so a place fits into 32 bits for 32 GiB of log */
#define KEPT ((size_t)1 << 20) /* the end of the log that stays in memory, at most, when it has a file */

/* In the log, before the bytes of the key. */
typedef struct entry {
    rg_seen seen;
    uint64_t size; /* of the key */
} entry;

typedef struct slot {
    uint32_t hash;
    uint32_t place; /* in units, from 1; 0: free */
} slot;

struct rg_keyset {
    slot *slots;
    size_t slot_count; /* a power of two */
    size_t count, filed_count;
    size_t memory;
    FILE *file;     /* NULL: the log is in memory */
    uint64_t filed; /* how much of the log is in the file */
    rg_buffer log;  /* what follows that */
    char *at_hand;  /* a key of the file */
};

rg_status rg_keyset_open(rg_keyset **set, size_t memory, rg_error *error)
{
    *set = rg_alloc(sizeof **set);
    if (!*set)
        return rg_fail_memory(error);
    (*set)->memory = memory;
    return RG_OK;
}

void rg_keyset_close(rg_keyset *set)
{
    if (!set)
        return;
    if (set->file)
        fclose(set->file);
    rg_free(set->slots);
    rg_buffer_free(&set->log);
    rg_free(set->at_hand);
    rg_free(set);
}

uint64_t rg_hash(rg_text text)
{
    return XXH3_64bits(text.bytes, text.size);
}

/* ---------------------------------------------------------------- the log */

static rg_status file_error(rg_error *error)
{
    return rg_fail(error, RG_IO_ERROR,
                   "keys that must be unique are too many for memory, and cannot be kept in a "
                   "temporary file: %s",
                   strerror(errno));
}

static bool read_all(int file, char *bytes, size_t size, uint64_t offset)
{
    for (ssize_t got = 0; size; bytes += got, size -= (size_t)got, offset += (uint64_t)got) {
        got = pread(file, bytes, size, (off_t)offset);
        if (got <= 0)
            return false;
    }
    return true;
}

static bool write_all(int file, const char *bytes, size_t size, uint64_t offset)
{
    for (ssize_t put = 0; size; bytes += put, size -= (size_t)put, offset += (uint64_t)put) {
        put = pwrite(file, bytes, size, (off_t)offset);
        if (put <= 0)
            return false;
    }
    return true;
}

static uint64_t log_end(const rg_keyset *set)
{
    return set->filed + set->log.size;
}

/* The entry at `offset` and its key. */
static rg_status read_entry(rg_keyset *set, uint64_t offset, entry *e, rg_text *key, rg_error *error)
{
    if (offset >= set->filed) {
        const char *bytes = set->log.bytes + (offset - set->filed);
        memcpy(e, bytes, sizeof *e);
        *key = (rg_text){bytes + sizeof *e, (size_t)e->size};
        return RG_OK;
    }
    int file = fileno(set->file);
    if (!read_all(file, (char *)e, sizeof *e, offset))
        return file_error(error);
    char *bytes = rg_resize(set->at_hand, (size_t)e->size + 1);
    if (!bytes)
        return rg_fail_memory(error);
    set->at_hand = bytes;
    if (!read_all(file, bytes, (size_t)e->size, offset + sizeof *e))
        return file_error(error);
    *key = (rg_text){bytes, (size_t)e->size};
    return RG_OK;
}

static rg_status change_entry(rg_keyset *set, uint64_t offset, const rg_seen *seen, rg_error *error)
{
    if (offset >= set->filed)
        memcpy(set->log.bytes + (offset - set->filed), seen, sizeof *seen);
    else if (!write_all(fileno(set->file), (const char *)seen, sizeof *seen, offset))
        return file_error(error);
    return RG_OK;
}

/* Move what is in memory to the file. */
static rg_status file_log(rg_keyset *set, rg_error *error)
{
    if (!set->file)
        set->file = tmpfile();
    if (!set->file || !write_all(fileno(set->file), set->log.bytes, set->log.size, set->filed))
        return file_error(error);
    set->filed += set->log.size;
    set->filed_count = set->count;
    if (set->log.capacity > 2 * KEPT)
        rg_buffer_free(&set->log);
    rg_buffer_clear(&set->log);
    return RG_OK;
}

static rg_status add_entry(rg_keyset *set, rg_text key, const rg_seen *seen, rg_error *error)
{
    static const char padding[UNIT];
    entry e = {*seen, key.size};
    rg_buffer_add(&set->log, &e, sizeof e);
    rg_buffer_add(&set->log, key.bytes, key.size);
    rg_buffer_add(&set->log, padding, (UNIT - key.size % UNIT) % UNIT);
    return set->log.failed ? rg_fail_memory(error) : RG_OK;
}

/* ---------------------------------------------------------------- the table */

static uint32_t hash_of(rg_text key)
{
    return (uint32_t)XXH3_64bits(key.bytes, key.size);
}

/* The slot of the key (`*e` is its entry), or the free one where it belongs. There is always a free slot. */
static rg_status find_slot(rg_keyset *set, rg_text key, uint32_t hash, slot **found, entry *e, rg_error *error)
{
    size_t mask = set->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        rg_text other;
        *found = &set->slots[i];
        if (!set->slots[i].place)
            return RG_OK;
        if (set->slots[i].hash != hash)
            continue;
        rg_status status = read_entry(set, (uint64_t)(set->slots[i].place - 1) * UNIT, e, &other, error);
        if (status != RG_OK || (other.size == key.size && memcmp(other.bytes, key.bytes, key.size) == 0))
            return status;
    }
}

/* At most three quarters of the slots are taken. */
static bool make_room(rg_keyset *set)
{
    if ((set->count + 1) * 4 <= set->slot_count * 3)
        return true;
    size_t slot_count = set->slot_count ? set->slot_count * 2 : 64;
    slot *slots = slot_count <= UINT32_MAX ? rg_alloc(slot_count * sizeof *slots) : NULL;
    if (!slots)
        return false;
    for (size_t i = 0; i < set->slot_count; i++) {
        size_t at = set->slots[i].hash & (slot_count - 1);
        while (set->slots[i].place && slots[at].place)
            at = (at + 1) & (slot_count - 1);
        if (set->slots[i].place)
            slots[at] = set->slots[i];
    }
    rg_free(set->slots);
    set->slots = slots;
    set->slot_count = slot_count;
    return true;
}

/* ---------------------------------------------------------------- the set */

rg_status rg_keyset_find(rg_keyset *set, rg_text key, rg_seen *seen, rg_error *error)
{
    slot *found;
    entry e;
    if (!set->slot_count)
        return RG_DONE;
    rg_status status = find_slot(set, key, hash_of(key), &found, &e, error);
    if (status != RG_OK || !found->place)
        return status == RG_OK ? RG_DONE : status;
    *seen = e.seen;
    return RG_OK;
}

/* Find the key, or add it with what `seen` says. RG_DONE: it was added. `*place` is where its entry begins. */
static rg_status find_or_add(rg_keyset *set, rg_text key, rg_seen *seen, uint64_t *place, rg_error *error)
{
    slot *found;
    entry e;
    uint32_t hash = hash_of(key);
    if (!make_room(set))
        return rg_fail_memory(error);
    rg_status status = find_slot(set, key, hash, &found, &e, error);
    if (status == RG_OK && found->place) {
        *seen = e.seen;
        *place = (uint64_t)(found->place - 1) * UNIT;
        return RG_OK;
    }
    if (status == RG_OK && set->log.size >= (set->file && KEPT < set->memory ? KEPT : set->memory))
        status = file_log(set, error);
    *place = log_end(set);
    if (status == RG_OK && *place / UNIT >= UINT32_MAX)
        return rg_fail(error, RG_LIMIT_REACHED, "there are more than 32 GiB of keys that must be unique");
    if (status == RG_OK)
        status = add_entry(set, key, seen, error);
    if (status != RG_OK)
        return status;
    *found = (slot){hash, (uint32_t)(*place / UNIT) + 1};
    set->count++;
    return RG_DONE;
}

rg_status rg_keyset_add(rg_keyset *set, rg_text key, rg_seen *seen, rg_error *error)
{
    uint64_t place;
    return find_or_add(set, key, seen, &place, error);
}

rg_status rg_keyset_put(rg_keyset *set, rg_text key, const rg_seen *seen, rg_error *error)
{
    uint64_t place;
    rg_seen before = *seen;
    rg_status status = find_or_add(set, key, &before, &place, error);
    if (status == RG_OK)
        status = change_entry(set, place, seen, error);
    return status == RG_DONE ? RG_OK : status;
}

rg_status rg_keyset_next(rg_keyset *set, uint64_t *at, rg_text *key, rg_seen *seen, rg_error *error)
{
    entry e;
    if (*at >= log_end(set))
        return RG_DONE;
    rg_status status = read_entry(set, *at, &e, key, error);
    if (status != RG_OK)
        return status;
    *seen = e.seen;
    *at += sizeof e + (e.size + UNIT - 1) / UNIT * UNIT;
    return RG_OK;
}

size_t rg_keyset_count(const rg_keyset *set)
{
    return set->count;
}

size_t rg_keyset_count_filed(const rg_keyset *set)
{
    return set->filed_count;
}
