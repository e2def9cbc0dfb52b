/* shelf.c - records by key, on the disk: however many there are, memory stays the same.
 *
 * Entries lie in a spool, one behind the other. Those whose keys have the same last bits of their hash are a chain:
 * each knows where the one before it is, and in memory is where the last one is. A table in memory would hold every
 * key; with 131,072 chains, a lookup among a million entries reads eight of them. */
#include "shelf.h"

#include <string.h>

#include "error.h"
#include "hash.h"
#include "memory.h"
#include "spool.h"

#define CHAINS 131072 /* a power of two */
#define AT_ONCE 192   /* bytes that are read of an entry: its head, and nearly always its key */

struct rg_shelf {
    rg_spool *spool;
    uint64_t *last; /* by chain: the place of its last entry, + 1; 0: there is none */
    uint64_t *found;
    size_t found_count, found_capacity;
    rg_buffer scratch;
};

/* What precedes key and value in the spool. */
typedef struct entry {
    uint64_t before; /* place of the next in the chain, + 1 */
    uint32_t hash;
    uint32_t key_size, value_size;
} entry;

rg_status rg_shelf_open(rg_shelf **shelf, rg_error *error)
{
    rg_shelf *made = rg_alloc(sizeof *made);
    *shelf = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->last = rg_alloc(CHAINS * sizeof *made->last);
    rg_status status = made->last ? rg_spool_open(&made->spool, error) : rg_fail_memory(error);
    if (status == RG_OK)
        *shelf = made;
    else
        rg_shelf_close(made);
    return status;
}

void rg_shelf_close(rg_shelf *shelf)
{
    if (!shelf)
        return;
    rg_spool_close(shelf->spool);
    rg_buffer_free(&shelf->scratch);
    rg_free(shelf->last);
    rg_free(shelf->found);
    rg_free(shelf);
}

rg_status rg_shelf_put(rg_shelf *shelf, rg_text key, rg_text value, rg_error *error)
{
    uint32_t hash = rg_hash32(key);
    uint64_t *last = &shelf->last[hash & (CHAINS - 1)], place = rg_spool_size(shelf->spool);
    entry head;
    memset(&head, 0, sizeof head); /* its padding goes to the disk, too */
    head.before = *last;
    head.hash = hash;
    head.key_size = (uint32_t)key.size;
    head.value_size = (uint32_t)value.size;
    rg_status status = rg_spool_write(shelf->spool, (rg_text){(const char *)&head, sizeof head}, error);
    if (status == RG_OK)
        status = rg_spool_write(shelf->spool, key, error);
    if (status == RG_OK)
        status = rg_spool_write(shelf->spool, value, error);
    *last = place + 1;
    return status;
}

/* ---------------------------------------------------------------- finding */

/* Append `size` bytes of the spool. */
static rg_status append(rg_shelf *shelf, uint64_t at, size_t size, rg_buffer *out, rg_error *error)
{
    char piece[4096];
    rg_status status = RG_OK;
    while (status == RG_OK && size) {
        size_t part = size < sizeof piece ? size : sizeof piece;
        status = rg_spool_at(shelf->spool, at, piece, part, error);
        if (status == RG_OK)
            rg_buffer_add(out, piece, part);
        at += part;
        size -= part;
    }
    return status == RG_OK && out->failed ? rg_fail_memory(error) : status;
}

/* Is `key` that of the entry at `at`, of which `start` has the first bytes? */
static rg_status is_key(rg_shelf *shelf, rg_text key, uint64_t at, rg_text start, bool *yes, rg_error *error)
{
    const char *bytes = start.bytes + sizeof(entry);
    rg_status status = RG_OK;
    if (start.size - sizeof(entry) < key.size) {
        rg_buffer_clear(&shelf->scratch);
        status = append(shelf, at + sizeof(entry), key.size, &shelf->scratch, error);
        bytes = rg_buffer_text(&shelf->scratch).bytes;
    }
    *yes = status == RG_OK && memcmp(bytes, key.bytes, key.size) == 0;
    return status;
}

/* The next entry of `key` on its chain, from `*place` on, which is then behind it; RG_DONE: there is none. */
static rg_status next_entry(rg_shelf *shelf, rg_text key, uint32_t hash, uint64_t *place, uint64_t *at, entry *head,
                            rg_error *error)
{
    char start[AT_ONCE];
    while (*place) {
        bool found = false;
        *at = *place - 1;
        uint64_t left = rg_spool_size(shelf->spool) - *at;
        size_t size = left < sizeof start ? (size_t)left : sizeof start;
        rg_status status = rg_spool_at(shelf->spool, *at, start, size, error);
        if (status != RG_OK)
            return status;
        memcpy(head, start, sizeof *head);
        *place = head->before;
        if (head->hash == hash && head->key_size == key.size)
            status = is_key(shelf, key, *at, (rg_text){start, size}, &found, error);
        if (status != RG_OK || found)
            return status;
    }
    return RG_DONE;
}

rg_status rg_shelf_count(rg_shelf *shelf, rg_text key, size_t most, size_t *count, rg_error *error)
{
    uint32_t hash = rg_hash32(key);
    uint64_t place = shelf->last[hash & (CHAINS - 1)], at;
    entry head;
    rg_status status = RG_OK;
    *count = 0;
    while (status == RG_OK && *count < most) {
        status = next_entry(shelf, key, hash, &place, &at, &head, error);
        *count += status == RG_OK;
    }
    return status == RG_DONE ? RG_OK : status;
}

static rg_status append_value(rg_shelf *shelf, uint64_t at, rg_buffer *values, rg_error *error)
{
    entry head;
    rg_status status = rg_spool_at(shelf->spool, at, &head, sizeof head, error);
    if (status != RG_OK)
        return status;
    rg_buffer_add(values, &head.value_size, sizeof head.value_size);
    return append(shelf, at + sizeof head + head.key_size, head.value_size, values, error);
}

rg_status rg_shelf_get(rg_shelf *shelf, rg_text key, size_t most, rg_buffer *values, bool *whole, rg_error *error)
{
    uint32_t hash = rg_hash32(key);
    uint64_t place = shelf->last[hash & (CHAINS - 1)], at;
    size_t size = 0;
    entry head;
    rg_status status = RG_OK;
    shelf->found_count = 0;
    *whole = true;
    while (status == RG_OK) {
        status = next_entry(shelf, key, hash, &place, &at, &head, error);
        if (status != RG_OK)
            break;
        size += sizeof head.value_size + head.value_size;
        if (size > most) {
            *whole = false;
            break;
        }
        if (!RG_GROW(shelf->found, shelf->found_count, shelf->found_capacity))
            return rg_fail_memory(error);
        shelf->found[shelf->found_count++] = at;
    }
    status = status == RG_DONE ? RG_OK : status;
    /* The chain leads from the last to the first. */
    for (size_t i = shelf->found_count; status == RG_OK && i-- > 0;)
        status = append_value(shelf, shelf->found[i], values, error);
    return status;
}
