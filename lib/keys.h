/* keys.h - the keys by which the records of a table are compared: bytes that are the same when the values mean the
 * same. A record's keys depend on nothing but the record. */
#ifndef RG_KEYS_H
#define RG_KEYS_H

#include <stdatomic.h>

#include "buffer.h"
#include "layout.h"
#include "pattern.h"

typedef enum rg_key_role { RG_KEY_UNIQUE, RG_COLUMN_UNIQUE, RG_KEY_OF_SERVER } rg_key_role;

/* Columns of the file that make a key, or a list each item of which is one. */
typedef struct rg_key_maker {
    rg_key_role role;
    rg_key columns;
    size_t kind; /* of the keys: those of different kinds never meet */
    bool is_list;
} rg_key_maker;

/* What makes the keys of a table's records. Zero-initialised can be closed. */
typedef struct rg_key_makers {
    const rg_layout *layout;
    size_t *columns; /* of the template: each is its number, so that any can be a key of its own */
    rg_key_maker *items;
    size_t count, capacity;
    atomic_bool is_over; /* no more records will be compared: they need no keys */
} rg_key_makers;

/* `layout` is borrowed; its template says what must be unique, and by what servers are known. */
rg_status rg_key_makers_open(rg_key_makers *makers, const rg_layout *layout, rg_error *error);
void rg_key_makers_close(rg_key_makers *makers);

typedef struct rg_made_key {
    const rg_key_maker *maker;
    size_t start, size; /* of its bytes */
    uint32_t hash;      /* rg_hash32, once rg_keys_hash was called */
} rg_made_key;

/* Keys of some records, one behind the other. Zero-initialised is empty. */
typedef struct rg_keys {
    rg_made_key *made;
    size_t count, capacity, hashed;
    rg_buffer bytes;
} rg_keys;

void rg_keys_clear(rg_keys *keys); /* keeps the memory */
void rg_keys_free(rg_keys *keys);

/* Which of them are those of one record: what must be unique, and if it is a server then those by which it is known,
 * both in the order of the template. */
typedef struct rg_keys_of_record {
    size_t first, count;
    bool is_server; /* RVTools lists templates of virtual machines among them, for example */
} rg_keys_of_record;

/* Add those of a sound record. Several threads may ask, each for keys and with a matcher of its own. RG_LIMIT_REACHED:
 * the pattern that tells what is no server gives no answer. When it fails, what was added is of no use. */
rg_status rg_keys_add(rg_keys *keys, const rg_key_makers *makers, rg_matcher *matcher, const rg_row *row,
                      rg_keys_of_record *added, rg_error *error);
/* Hash those that were added since the last time: sooner for many than for each when it is made. */
void rg_keys_hash(rg_keys *keys);
/* The bytes of one; they live until keys are added or cleared. */
rg_text rg_keys_text(const rg_keys *keys, const rg_made_key *made);

/* Append a value in the form in which its format compares: without regard to case where the format has none, MAC
 * addresses without their separators. */
void rg_key_add(rg_buffer *key, const rg_value_type *type, rg_text value);

#endif
