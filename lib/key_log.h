/* key_log.h - keys one after the other, each with what is remembered of it: in memory, and when they are too many for
 * that in a temporary file. */
#ifndef RG_KEY_LOG_H
#define RG_KEY_LOG_H

#include <stdio.h>

#include "rowgate.h"

#define RG_KEY_LOG_SMALL ((size_t)64 << 10) /* up to here a log takes little more memory than it has bytes */

/* What is remembered of a key: the user's to use. Unless it changes, small numbers, and a line that is not far from its
 * record, take little memory. */
typedef struct rg_seen {
    uint64_t line;
    uint64_t record;
    uint64_t number;
} rg_seen;

/* Empty when all but the first two is zero. */
typedef struct rg_key_log {
    size_t memory; /* bytes of it before a file is used */
    bool changes;  /* rg_key_log_change will be called */
    size_t count, filed_count;
    uint64_t end;
    uint64_t filed; /* how much of it is in the file */
    FILE *file;     /* NULL: nothing */
    char *small;    /* what follows that: the first RG_KEY_LOG_SMALL bytes, */
    size_t small_room;
    char **large; /* and RG_LARGE in each of these; there is always room for a byte more */
    size_t large_count, large_capacity;
    char *at_hand; /* a key that does not lie together */
} rg_key_log;

void rg_key_log_close(rg_key_log *log);

/* Places of entries fit into 32 bits; the first is 0. */
rg_status rg_key_log_add(rg_key_log *log, rg_text key, const rg_seen *seen, uint32_t *place, rg_error *error);
/* What is at a place; `*next` (may be NULL) is that of the next entry. RG_DONE: it is the end. The key is valid until
 * the next call about the log. */
rg_status rg_key_log_read(rg_key_log *log, uint32_t place, rg_seen *seen, rg_text *key, uint32_t *next,
                          rg_error *error);
rg_status rg_key_log_change(rg_key_log *log, uint32_t place, const rg_seen *seen, rg_error *error);

#endif
