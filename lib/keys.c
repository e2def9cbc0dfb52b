/* keys.c - the keys by which records are compared. Their bytes are kept for each record, so there are as few as tell
 * keys apart. */
#include "keys.h"

#include <string.h>

#include "error.h"
#include "examine.h"
#include "hash.h"
#include "memory.h"
#include "scan.h"
#include "text.h"
#include "utf8.h"

/* ---------------------------------------------------------------- what makes keys */

/* Columns that the file does not have make none. False: memory is out. */
static bool add_maker(rg_key_makers *makers, const rg_key_maker *maker)
{
    for (size_t i = 0; i < maker->columns.count; i++)
        if (makers->layout->position_of[maker->columns.columns[i]] == RG_NO_COLUMN)
            return true;
    if (!RG_GROW(makers->items, makers->count, makers->capacity))
        return false;
    makers->items[makers->count++] = *maker;
    return true;
}

/* What makes a key of these columns already, or NULL. */
static const rg_key_maker *find_maker(const rg_key_makers *makers, const rg_key *columns)
{
    for (size_t i = 0; i < makers->count; i++) {
        const rg_key *other = &makers->items[i].columns;
        if (other->count == columns->count &&
            memcmp(other->columns, columns->columns, columns->count * sizeof *columns->columns) == 0)
            return &makers->items[i];
    }
    return NULL;
}

static bool list_unique(rg_key_makers *makers)
{
    const rg_template *t = makers->layout->t;
    bool listed = true;
    for (size_t i = 0; listed && i < t->unique_key_count; i++)
        listed = add_maker(makers, &(rg_key_maker){RG_KEY_UNIQUE, t->unique_keys[i], i, false});
    for (size_t i = 0; listed && i < t->column_count; i++) {
        rg_key column = {&makers->columns[i], 1};
        makers->columns[i] = i;
        if (t->columns[i].constraints.unique && !find_maker(makers, &column)) /* it need not be looked at once more */
            listed = add_maker(makers, &(rg_key_maker){RG_COLUMN_UNIQUE, column, t->unique_key_count + i, false});
    }
    return listed;
}

/* A key that must be unique and is a server's is of one kind, so that it is kept once, if each record is a server. */
static bool list_of_servers(rg_key_makers *makers)
{
    const rg_template *t = makers->layout->t;
    bool listed = true;
    for (size_t i = 0; listed && i < t->server_key_count; i++) {
        const rg_key *columns = &t->server_keys[i];
        bool is_list = columns->count == 1 && t->columns[columns->columns[0]].value.type == RG_TYPE_LIST;
        const rg_key_maker *same = is_list || t->not_server_count ? NULL : find_maker(makers, columns);
        size_t kind = same ? same->kind : t->unique_key_count + t->column_count + i;
        listed = add_maker(makers, &(rg_key_maker){RG_KEY_OF_SERVER, *columns, kind, is_list});
    }
    return listed;
}

rg_status rg_key_makers_open(rg_key_makers *makers, const rg_layout *layout, rg_error *error)
{
    *makers = (rg_key_makers){.layout = layout, .columns = rg_alloc(layout->t->column_count * sizeof *makers->columns)};
    if (makers->columns && list_unique(makers) && list_of_servers(makers))
        return RG_OK;
    rg_key_makers_close(makers);
    return rg_fail_memory(error);
}

void rg_key_makers_close(rg_key_makers *makers)
{
    rg_free(makers->columns);
    rg_free(makers->items);
    *makers = (rg_key_makers){0};
}

/* ---------------------------------------------------------------- their bytes */

static void begin_key(rg_buffer *key, size_t kind)
{
    do { /* most templates have less than 128 kinds: one byte */
        char byte = (char)((kind & 0x7F) | (kind > 0x7F ? 0x80 : 0));
        rg_buffer_add(key, &byte, 1);
        kind >>= 7;
    } while (kind);
}

/* Eight bytes at once: ASCII letters in small. Each byte below 0x80 is moved so that its highest bit says whether it
 * lies behind the first letter, and whether behind the last. */
static void fold_eight(char *to, const char *from)
{
    uint64_t eight;
    memcpy(&eight, from, sizeof eight);
    uint64_t low = eight & RG_EACH_BYTE(0x7F);
    uint64_t from_a = low + RG_EACH_BYTE(0x80 - 'A'), beyond_z = low + RG_EACH_BYTE(0x7F - 'Z');
    eight |= (from_a & ~beyond_z & ~eight & RG_EACH_BYTE(0x80)) >> 2;
    memcpy(to, &eight, sizeof eight);
}

/* From where the value is to where the key is: a processor waits when it is to read in one go what it has just written
 * in several. */
static void copy_folded(char *to, rg_text value)
{
    size_t at = 0;
    for (; value.size - at >= 8; at += 8)
        fold_eight(to + at, value.bytes + at);
    if (value.size >= 8 && at < value.size)
        fold_eight(to + value.size - 8, value.bytes + value.size - 8);
    for (; value.size < 8 && at < value.size; at++)
        to[at] = (char)rg_lower(value.bytes[at]);
}

/* Returns how many bytes that made. */
static size_t copy_without_separators(char *to, rg_text value)
{
    size_t kept = 0;
    for (size_t i = 0; i < value.size; i++) {
        to[kept] = (char)rg_lower(value.bytes[i]);
        kept += value.bytes[i] != ':' && value.bytes[i] != '-';
    }
    return kept;
}

void rg_key_add(rg_buffer *key, const rg_value_type *type, rg_text value)
{
    char *to = rg_buffer_extend(key, value.size);
    if (!to)
        return;
    if (type->type != RG_TYPE_STRING || type->format == RG_FORMAT_NONE || type->format == RG_FORMAT_URI)
        memcpy(to, value.size ? value.bytes : "", value.size);
    else if (type->format == RG_FORMAT_MAC)
        key->size -= value.size - copy_without_separators(to, value);
    else
        copy_folded(to, value);
}

/* ---------------------------------------------------------------- the keys of a record */

void rg_keys_clear(rg_keys *keys)
{
    rg_buffer_clear(&keys->bytes);
    keys->count = keys->hashed = 0;
}

void rg_keys_free(rg_keys *keys)
{
    rg_free(keys->made);
    rg_buffer_free(&keys->bytes);
    *keys = (rg_keys){0};
}

/* The bytes from `start` are a key. */
static bool add_made(rg_keys *keys, const rg_key_maker *maker, size_t start)
{
    if (keys->bytes.failed || !RG_GROW(keys->made, keys->count, keys->capacity))
        return false;
    keys->made[keys->count++] = (rg_made_key){.maker = maker, .start = start, .size = keys->bytes.size - start};
    return true;
}

static bool add_items(rg_keys *keys, const rg_layout *layout, const rg_key_maker *maker, const rg_row *row)
{
    size_t index = maker->columns.columns[0];
    const rg_column *column = &layout->t->columns[index];
    rg_text rest = rg_column_value(layout, row, index), item;
    while (rest.size && rg_next_item(&rest, column->delimiter, &item)) {
        size_t start = keys->bytes.size;
        if (!item.size)
            continue;
        begin_key(&keys->bytes, maker->kind);
        rg_key_add(&keys->bytes, &column->item, item);
        if (!add_made(keys, maker, start))
            return false;
    }
    return true;
}

/* There is none when one of the columns has no value. */
static bool add_one(rg_keys *keys, const rg_layout *layout, const rg_key_maker *maker, const rg_row *row)
{
    size_t start = keys->bytes.size;
    begin_key(&keys->bytes, maker->kind);
    for (size_t i = 0; i < maker->columns.count; i++) {
        size_t index = maker->columns.columns[i];
        rg_text value = rg_column_value(layout, row, index);
        if (!value.size) {
            keys->bytes.size = start;
            return !keys->bytes.failed;
        }
        if (i)
            rg_buffer_add(&keys->bytes, "", 1); /* no value has a NUL in it */
        rg_key_add(&keys->bytes, &layout->t->columns[index].value, value);
    }
    return add_made(keys, maker, start);
}

static rg_status tell_server(const rg_layout *layout, rg_matcher *matcher, const rg_row *row, bool *is_server,
                             rg_error *error)
{
    const rg_template *t = layout->t;
    rg_status status = RG_OK;
    *is_server = true;
    for (size_t i = 0; status == RG_OK && *is_server && i < t->not_server_count; i++) {
        const rg_exception *exception = &t->not_servers[i];
        rg_text value = rg_column_value(layout, row, exception->column);
        bool matches = value.size > 0;
        if (matches && exception->pattern && rg_utf8_valid_prefix(value) == value.size)
            status = rg_pattern_match(exception->pattern, matcher, value, &matches, error);
        *is_server = !matches;
    }
    return status;
}

rg_status rg_keys_add(rg_keys *keys, const rg_key_makers *makers, rg_matcher *matcher, const rg_row *row,
                      rg_keys_of_record *added, rg_error *error)
{
    bool is_done = true, is_over = atomic_load_explicit(&makers->is_over, memory_order_relaxed);
    added->first = keys->count;
    rg_status status = tell_server(makers->layout, matcher, row, &added->is_server, error);
    for (size_t i = 0; status == RG_OK && !is_over && is_done && i < makers->count; i++) {
        const rg_key_maker *maker = &makers->items[i];
        if (maker->role != RG_KEY_OF_SERVER || added->is_server)
            is_done = maker->is_list ? add_items(keys, makers->layout, maker, row)
                                     : add_one(keys, makers->layout, maker, row);
    }
    added->count = keys->count - added->first;
    return is_done ? status : rg_fail_memory(error);
}

void rg_keys_hash(rg_keys *keys)
{
    for (; keys->hashed < keys->count; keys->hashed++) {
        rg_made_key *made = &keys->made[keys->hashed];
        made->hash = rg_hash32(rg_keys_text(keys, made));
    }
}

rg_text rg_keys_text(const rg_keys *keys, const rg_made_key *made)
{
    return (rg_text){keys->bytes.bytes + made->start, made->size};
}
