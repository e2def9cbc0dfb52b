/* known_keys.c - by what a record is known again when it comes back changed. */
#include "known_keys.h"

#include "error.h"
#include "hash.h"
#include "retyped.h"
#include "text.h"

/* The columns of one key, by position in the file. */
typedef struct rg_known_key_columns {
    size_t kind, count;
    const size_t *positions;
} columns;

void rg_known_keys_free(rg_known_keys *keys)
{
    rg_buffer_free(&keys->bytes);
    rg_free(keys->values);
    rg_arena_free(&keys->arena);
}

static void add_key(rg_known_keys *keys, const rg_layout *layout, const size_t *of, size_t count, size_t kind)
{
    size_t *positions = rg_arena_alloc(&keys->arena, (count + 1) * sizeof *positions);
    for (size_t i = 0; positions && i < count; i++) {
        positions[i] = layout->position_of[of[i]];
        if (positions[i] == RG_NO_COLUMN)
            return;
    }
    keys->items[keys->count++] = (columns){kind, count, positions};
}

rg_status rg_known_keys_list(rg_known_keys *keys, const rg_layout *layout, rg_error *error)
{
    const rg_template *t = layout->t;
    size_t kind = 0;
    keys->items = rg_arena_alloc(&keys->arena, (t->unique_key_count + t->server_key_count + 1) * sizeof *keys->items);
    if (!keys->items)
        return rg_fail_memory(error);
    if (t->external_id != RG_NO_COLUMN)
        add_key(keys, layout, &t->external_id, 1, kind++);
    for (size_t i = 0; i < t->unique_key_count; i++)
        add_key(keys, layout, t->unique_keys[i].columns, t->unique_keys[i].count, kind++);
    for (size_t i = 0; i < t->server_key_count; i++)
        add_key(keys, layout, t->server_keys[i].columns, t->server_keys[i].count, kind++);
    return keys->arena.failed ? rg_fail_memory(error) : RG_OK;
}

/* A part of a key, as people would call it the same. False: it cannot be trusted. */
static bool add_part(rg_buffer *key, rg_text value)
{
    value = rg_text_trim(value);
    bool is_number = value.size > 0;
    for (size_t i = 0; i < value.size; i++)
        is_number &= value.bytes[i] >= '0' && value.bytes[i] <= '9';
    /* Spreadsheets drop zeros in front, and round what is long. */
    while (is_number && value.size > 1 && *value.bytes == '0')
        value = (rg_text){value.bytes + 1, value.size - 1};
    for (size_t i = 0; i < value.size; i++) {
        char c = (char)rg_lower(value.bytes[i]);
        rg_buffer_add(key, &c, 1);
    }
    rg_buffer_add(key, "", 1);
    return value.size && !rg_is_rounded(value);
}

/* Have the values all of the key? Then `bytes` are it. */
static bool make_key(rg_known_keys *keys, const columns *key, const rg_text *values, size_t count)
{
    bool complete = key->count > 0;
    rg_buffer_clear(&keys->bytes);
    rg_buffer_add(&keys->bytes, &key->kind, sizeof key->kind);
    for (size_t i = 0; complete && i < key->count; i++)
        complete = key->positions[i] < count && add_part(&keys->bytes, values[key->positions[i]]);
    return complete;
}

rg_status rg_known_key(rg_known_keys *keys, const rg_text *values, size_t count, uint64_t *key, rg_error *error)
{
    *key = 0;
    for (keys->used = 0; keys->used < keys->count; keys->used++) {
        const columns *at = &keys->items[keys->used];
        bool complete = make_key(keys, at, values, count);
        if (keys->bytes.failed)
            return rg_fail_memory(error);
        if (!complete)
            continue;
        *key = (rg_hash(rg_buffer_text(&keys->bytes)) & ~(uint64_t)RG_KEY_KINDS) | (at->kind % RG_KEY_KINDS + 1);
        return RG_OK;
    }
    return RG_OK;
}

rg_status rg_known_key_of(rg_known_keys *keys, const rg_record *record, uint64_t *key, rg_error *error)
{
    for (size_t i = 0; i < record->field_count; i++) {
        if (!RG_GROW(keys->values, i, keys->value_capacity))
            return rg_fail_memory(error);
        keys->values[i] = record->fields[i].value;
    }
    return rg_known_key(keys, keys->values, record->field_count, key, error);
}

bool rg_known_key_is_doubtful(const rg_known_keys *keys, const rg_record *record)
{
    const columns *key = keys->used < keys->count ? &keys->items[keys->used] : NULL;
    for (size_t f = 0; f < record->finding_count; f++)
        for (size_t i = 0; key && i < key->count; i++)
            if (record->findings[f].severity == RG_ERROR && record->findings[f].field_number == key->positions[i] + 1)
                return true;
    return record->broken;
}
