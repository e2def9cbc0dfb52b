/* untouched.c - rows that nobody has touched: each is one of the records that were handed out, byte for byte.
 *
 * They are recognised before anything is parsed: how far a quote reaches that is never closed depends on what follows
 * it, and here other rows follow than in the original. */
#include "untouched.h"

#include <stdlib.h>

#include "error.h"
#include "memory.h"

#define MOST_TRIES 64 /* places with the same first line, of which many are taken */

/* Where a first line may be found; in order of the hash, then of the place. */
typedef struct rg_first_line {
    uint32_t hash, place;
} first_line;

static int by_hash(const void *a, const void *b)
{
    const first_line *left = a, *right = b;
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    return (left->place > right->place) - (left->place < right->place);
}

rg_status rg_untouched_open(rg_untouched *u, rg_failed_table *table, const rg_alignment *a, rg_error *error)
{
    *u = (rg_untouched){.table = table, .alignment = a, .last_place = RG_NOWHERE};
    u->by_first = rg_alloc((a->place_count + 1) * sizeof *u->by_first);
    if (!u->by_first)
        return rg_fail_memory(error);
    for (size_t i = 0; i < a->place_count; i++)
        u->by_first[i] = (first_line){a->places[i].first_line, (uint32_t)i};
    if (a->place_count)
        qsort(u->by_first, a->place_count, sizeof *u->by_first, by_hash);
    return RG_OK;
}

void rg_untouched_close(rg_untouched *u)
{
    rg_free(u->by_first);
    rg_buffer_free(&u->room);
}

/* The first entry that is not before `wanted`. */
static size_t find_first_line(const rg_untouched *u, first_line wanted)
{
    size_t low = 0, high = u->alignment->place_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_hash(&u->by_first[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Is this the place? */
typedef rg_status place_test(rg_untouched *u, const rg_place *place, const rg_fingerprint *wanted, bool *is_it,
                             rg_error *error);

/* Of the free places with this first line, the next one, or any, that passes the test. */
static rg_status find_place(rg_untouched *u, const rg_fingerprint *wanted, place_test *test, uint32_t *found,
                            rg_error *error)
{
    const rg_alignment *a = u->alignment;
    const uint32_t starts[] = {u->last_place == RG_NOWHERE ? 0 : u->last_place + 1, 0};
    *found = RG_NOWHERE;
    for (size_t s = 0; s < 2; s++) {
        size_t at = find_first_line(u, (first_line){wanted->first_line, starts[s]});
        for (size_t tries = 0; tries < MOST_TRIES && at < a->place_count; at++, tries++) {
            const first_line *line = &u->by_first[at];
            bool is_it = false;
            if (line->hash != wanted->first_line)
                break;
            if (a->places[line->place].row != RG_NOWHERE)
                continue;
            rg_status status = test(u, &a->places[line->place], wanted, &is_it, error);
            if (status != RG_OK)
                return status;
            if (is_it) {
                *found = u->last_place = line->place;
                return RG_OK;
            }
        }
    }
    return RG_OK;
}

/* Are as many lines as the place has, from where the hold began, its bytes? The reader is then behind them. */
static rg_status test_lines(rg_untouched *u, const rg_place *place, const rg_fingerprint *wanted, bool *is_it,
                            rg_error *error)
{
    rg_row row;
    uint64_t content = 0;
    (void)wanted;
    *is_it = false;
    if (!place->lines)
        return RG_OK;
    rg_reader_rewind(u->table->reader);
    rg_reader_hold(u->table->reader);
    rg_status status = rg_reader_lines(u->table->reader, place->lines, &row, error);
    if (status == RG_OK)
        status = rg_fingerprint_add(&content, u->table->decoder, row.bytes, &u->room, error);
    *is_it = status == RG_OK && content == place->content;
    return status == RG_DONE ? RG_OK : status;
}

rg_status rg_untouched_next(rg_untouched *u, uint32_t *place, uint64_t *line, rg_error *error)
{
    rg_row row;
    rg_fingerprint fingerprint = {0};
    *place = RG_NOWHERE;
    rg_reader_hold(u->table->reader);
    rg_status status = rg_reader_lines(u->table->reader, 1, &row, error);
    if (status == RG_OK) {
        *line = row.line;
        status = rg_fingerprint_line(&fingerprint.first_line, u->table->decoder, row.bytes, &u->room, error);
    }
    if (status == RG_OK)
        status = find_place(u, &fingerprint, test_lines, place, error);
    if (*place == RG_NOWHERE)
        rg_reader_rewind(u->table->reader);
    return status == RG_DONE ? RG_OK : status;
}

static rg_status test_content(rg_untouched *u, const rg_place *place, const rg_fingerprint *wanted, bool *is_it,
                              rg_error *error)
{
    (void)u;
    (void)error;
    *is_it = place->content == wanted->content;
    return RG_OK;
}

rg_status rg_untouched_find(rg_untouched *u, const rg_fingerprint *fingerprint, uint32_t *place, rg_error *error)
{
    return find_place(u, fingerprint, test_content, place, error);
}
