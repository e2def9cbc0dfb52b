/* joining.c - the records of other tables that belong to a row.
 *
 * A record is put on its table's shelf under the first of the join's keys of which it has all values, and a row looks
 * under each of its own in turn. So a record that knows to which machine of which vCenter it belongs is never found by
 * the name of another machine. A key that two rows have (unless it says that they are one server) finds nothing: nobody
 * knows whose the records are. */
#include "joining.h"

#include <string.h>

#include "buffer.h"
#include "error.h"
#include "examine.h"
#include "shelf.h"

#define MOST_BYTES ((size_t)1 << 20) /* that belong to one row */

typedef struct joined {
    rg_shelf *shelf;
    bool *is_filed_by; /* by key: some record is */
    rg_joined_totals totals;
    rg_buffer found; /* the records of the row at hand, and where the next one is */
    size_t at;
    rg_text *values;
} joined;

struct rg_joining {
    const rg_mapping *m;
    rg_arena arena;
    joined *tables;   /* by join */
    rg_shelf *claims; /* the keys of all rows, where more than one may have them */
    rg_buffer key, record;
};

rg_status rg_joining_open(rg_joining **joining, const rg_mapping *m, rg_error *error)
{
    rg_joining *made = rg_alloc(sizeof *made);
    *joining = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->m = m;
    made->tables = rg_arena_alloc(&made->arena, (m->join_count + 1) * sizeof *made->tables);
    rg_status status = made->tables ? RG_OK : rg_fail_memory(error);
    for (size_t i = 0; status == RG_OK && i < m->join_count; i++) {
        joined *table = &made->tables[i];
        table->is_filed_by = rg_arena_alloc(&made->arena, m->joins[i].key_count * sizeof *table->is_filed_by);
        table->values = rg_arena_alloc(&made->arena, m->joins[i].table->column_count * sizeof *table->values);
        status = made->arena.failed ? rg_fail_memory(error) : rg_shelf_open(&table->shelf, error);
    }
    if (status == RG_OK && m->join_count)
        status = rg_shelf_open(&made->claims, error);
    if (status == RG_OK)
        *joining = made;
    else
        rg_joining_close(made);
    return status;
}

void rg_joining_close(rg_joining *joining)
{
    if (!joining)
        return;
    for (size_t i = 0; joining->tables && i < joining->m->join_count; i++) {
        rg_shelf_close(joining->tables[i].shelf);
        rg_buffer_free(&joining->tables[i].found);
    }
    rg_shelf_close(joining->claims);
    rg_buffer_free(&joining->key);
    rg_buffer_free(&joining->record);
    rg_arena_free(&joining->arena);
    rg_free(joining);
}

rg_joined_totals rg_joining_total(const rg_joining *joining, size_t join)
{
    return joining->tables[join].totals;
}

/* ---------------------------------------------------------------- keys */

/* The values of the key's columns behind `mark`, which tells keys apart; false when one has none. */
static bool make_key(rg_joining *j, const rg_key *key, const void *mark, size_t mark_size, const rg_layout *layout,
                     const rg_row *row)
{
    rg_buffer_clear(&j->key);
    rg_buffer_add(&j->key, mark, mark_size);
    for (size_t i = 0; i < key->count; i++) {
        rg_text value = rg_column_value(layout, row, key->columns[i]);
        if (!value.size)
            return false;
        rg_buffer_add(&j->key, value.bytes, value.size);
        rg_buffer_add(&j->key, "", 1); /* no value that can be read has a NUL in it */
    }
    return true;
}

static bool make_join_key(rg_joining *j, const rg_key *keys, size_t index, const rg_layout *layout, const rg_row *row)
{
    return make_key(j, &keys[index], &index, sizeof index, layout, row);
}

/* The same key of two joins is one claim: it is known by its columns. */
static bool make_claim(rg_joining *j, const rg_key *key, const rg_layout *layout, const rg_row *row)
{
    return make_key(j, key, key->columns, key->count * sizeof *key->columns, layout, row);
}

static bool is_same_key(const rg_key *a, const rg_key *b)
{
    return a->count == b->count && memcmp(a->columns, b->columns, a->count * sizeof *a->columns) == 0;
}

/* Is some record known by it, and may several rows have it? */
static bool is_to_claim(const rg_joining *j, size_t join, size_t key)
{
    return j->tables[join].is_filed_by[key] && !rg_mapping_is_identity(j->m, &j->m->joins[join].row_keys[key]);
}

/* Does a key before it claim the same? */
static bool is_claimed_before(const rg_joining *j, size_t join, size_t key)
{
    const rg_key *wanted = &j->m->joins[join].row_keys[key];
    for (size_t i = 0; i <= join; i++)
        for (size_t k = 0; k < (i == join ? key : j->m->joins[i].key_count); k++)
            if (is_to_claim(j, i, k) && is_same_key(&j->m->joins[i].row_keys[k], wanted))
                return true;
    return false;
}

/* ---------------------------------------------------------------- what comes first */

rg_status rg_joining_add(rg_joining *j, size_t join, const rg_layout *layout, const rg_row *row, rg_error *error)
{
    const rg_join *declared = &j->m->joins[join];
    joined *table = &j->tables[join];
    size_t key = 0;
    table->totals.records++;
    while (key < declared->key_count && !make_join_key(j, declared->keys, key, layout, row))
        key++;
    if (key == declared->key_count) {
        table->totals.strays++;
        return RG_OK;
    }
    table->is_filed_by[key] = true;
    rg_buffer_clear(&j->record);
    for (size_t c = 0; c < declared->table->column_count; c++) {
        if (!declared->used[c])
            continue;
        rg_text value = rg_column_value(layout, row, c);
        uint32_t size = (uint32_t)value.size;
        rg_buffer_add(&j->record, &size, sizeof size);
        rg_buffer_add(&j->record, value.bytes, value.size);
    }
    if (j->record.failed || j->key.failed)
        return rg_fail_memory(error);
    return rg_shelf_put(table->shelf, rg_buffer_text(&j->key), rg_buffer_text(&j->record), error);
}

bool rg_joining_needs_rows(const rg_joining *j)
{
    for (size_t i = 0; i < j->m->join_count; i++)
        for (size_t k = 0; k < j->m->joins[i].key_count; k++)
            if (is_to_claim(j, i, k))
                return true;
    return false;
}

rg_status rg_joining_note_row(rg_joining *j, const rg_layout *layout, const rg_row *row, rg_error *error)
{
    rg_status status = RG_OK;
    for (size_t i = 0; i < j->m->join_count; i++) {
        const rg_join *join = &j->m->joins[i];
        for (size_t k = 0; status == RG_OK && k < join->key_count; k++) {
            if (!is_to_claim(j, i, k) || is_claimed_before(j, i, k) || !make_claim(j, &join->row_keys[k], layout, row))
                continue;
            status = j->key.failed ? rg_fail_memory(error)
                                   : rg_shelf_put(j->claims, rg_buffer_text(&j->key), (rg_text){"", 0}, error);
        }
    }
    return status;
}

/* ---------------------------------------------------------------- what belongs to a row */

static rg_status is_ambiguous(rg_joining *j, size_t join, size_t key, const rg_layout *layout, const rg_row *row,
                              bool *yes, rg_error *error)
{
    size_t count = 0;
    rg_status status = RG_OK;
    if (is_to_claim(j, join, key) && make_claim(j, &j->m->joins[join].row_keys[key], layout, row))
        status = j->key.failed ? rg_fail_memory(error)
                               : rg_shelf_count(j->claims, rg_buffer_text(&j->key), 2, &count, error);
    *yes = count > 1;
    return status;
}

static size_t count_records(const rg_buffer *found)
{
    size_t count = 0;
    for (size_t at = 0; at < found->size; count++) {
        uint32_t size;
        memcpy(&size, found->bytes + at, sizeof size);
        at += sizeof size + size;
    }
    return count;
}

rg_status rg_joining_find(rg_joining *j, size_t join, const rg_layout *layout, const rg_row *row, rg_found *found,
                          rg_error *error)
{
    const rg_join *declared = &j->m->joins[join];
    joined *table = &j->tables[join];
    bool whole = true, shared = false;
    rg_status status = RG_OK;
    rg_buffer_clear(&table->found);
    table->at = 0;
    *found = RG_FOUND_NOTHING;
    for (size_t k = 0; status == RG_OK && *found == RG_FOUND_NOTHING && k < declared->key_count; k++) {
        if (!table->is_filed_by[k] || !make_join_key(j, declared->row_keys, k, layout, row))
            continue;
        status = j->key.failed
                     ? rg_fail_memory(error)
                     : rg_shelf_get(table->shelf, rg_buffer_text(&j->key), MOST_BYTES, &table->found, &whole, error);
        if (status != RG_OK || (!table->found.size && whole))
            continue;
        status = is_ambiguous(j, join, k, layout, row, &shared, error);
        *found = shared ? RG_FOUND_AMBIGUOUS : whole ? RG_FOUND_SOME : RG_FOUND_TOO_MUCH;
    }
    if (*found == RG_FOUND_SOME)
        table->totals.taken += count_records(&table->found);
    else
        rg_buffer_clear(&table->found);
    return status;
}

const rg_text *rg_joining_next(rg_joining *j, size_t join)
{
    const rg_join *declared = &j->m->joins[join];
    joined *table = &j->tables[join];
    uint32_t size;
    if (table->at >= table->found.size) {
        table->at = 0;
        return NULL;
    }
    table->at += sizeof size; /* of the record: its values have theirs */
    for (size_t c = 0; c < declared->table->column_count; c++) {
        if (!declared->used[c])
            continue;
        memcpy(&size, table->found.bytes + table->at, sizeof size);
        table->at += sizeof size;
        table->values[c] = (rg_text){table->found.bytes + table->at, size};
        table->at += size;
    }
    return table->values;
}
