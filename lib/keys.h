/* keys.h - the keys by which the records of a table are compared: bytes that are the same when the values mean the
 * same. */
#ifndef RG_KEYS_H
#define RG_KEYS_H

#include "buffer.h"
#include "layout.h"

typedef enum rg_key_role { RG_KEY_UNIQUE, RG_COLUMN_UNIQUE, RG_KEY_OF_SERVER } rg_key_role;

/* Columns of the file that make a key, or a list each item of which is one. */
typedef struct rg_key_maker {
    rg_key_role role;
    rg_key columns;
    size_t kind; /* of the keys: those of different kinds never meet */
    bool is_list;
} rg_key_maker;

/* A key of the record at hand. */
typedef struct rg_made_key {
    const rg_key_maker *maker;
    size_t start, size;
} rg_made_key;

/* Zero-initialised can be closed. */
typedef struct rg_keys {
    const rg_layout *layout;
    size_t *columns; /* of the template: each is its number, so that any can be a key of its own */
    rg_key_maker *makers;
    size_t maker_count, maker_capacity;
    rg_made_key *made;
    size_t count, capacity;
    rg_buffer bytes;
} rg_keys;

/* `layout` is borrowed; its template says what must be unique, and by what servers are known. */
rg_status rg_keys_open(rg_keys *keys, const rg_layout *layout, rg_error *error);
void rg_keys_close(rg_keys *keys);

/* The keys of a record, in place of those of the one before: what must be unique, and if it is a server then those by
 * which it is known, both in the order of the template. */
rg_status rg_keys_make(rg_keys *keys, const rg_row *row, bool is_server, rg_error *error);
rg_text rg_keys_text(const rg_keys *keys, const rg_made_key *made);

/* Append a value in the form in which its format compares: without regard to case where the format has none, MAC
 * addresses without their separators. */
void rg_key_add(rg_buffer *key, const rg_value_type *type, rg_text value);

#endif
