/* compose.h - what a source of a mapping makes of the values of one record. */
#ifndef RG_COMPOSE_H
#define RG_COMPOSE_H

#include "buffer.h"
#include "mapping.h"

/* Values, each once. Zero-initialised is empty. */
typedef struct rg_items {
    rg_buffer bytes;
    size_t *ends;
    size_t count, capacity;
    bool is_full; /* there were more than are kept */
} rg_items;

#define RG_MOST_ITEMS 4096

void rg_items_clear(rg_items *items);
void rg_items_free(rg_items *items);
rg_text rg_items_at(const rg_items *items, size_t index);

/* Scratch. Zero-initialised, but for the matcher. */
typedef struct rg_composer {
    rg_matcher *matcher; /* borrowed */
    rg_buffer value, rewritten;
    rg_buffer passed_over; /* a value that did not match, since this was cleared */
} rg_composer;

void rg_composer_free(rg_composer *composer);

/* Add to `items` what `source` makes of `values` (by column of its `table`), for the column `target`. */
rg_status rg_compose(rg_composer *composer, const rg_source *source, const rg_template *table, const rg_text *values,
                     const rg_column *target, rg_items *items, rg_error *error);

#endif
