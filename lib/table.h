/* table.h - the whole way of one table: rows come from the reader, the header becomes a layout, records are examined
 * alone and then among each other. */
#ifndef RG_TABLE_H
#define RG_TABLE_H

#include "classify.h"
#include "decoder.h"
#include "input.h"
#include "layout.h"
#include "relations.h"
#include "tally.h"
#include "totals.h"

typedef struct rg_table rg_table;

/* What is said of the table from outside. */
typedef struct rg_table_part {
    const rg_member *member; /* NULL: it is the input itself */
    const char *name;        /* of the resource, for totals by column; NULL: none */
    bool needs_records;      /* a header alone is an error; otherwise, in a package, nothing to mention */
    bool is_doomed;          /* the file fails whatever is in the table */
    bool is_alone;           /* each record is looked at by itself, and not remembered */
    rg_relations *relations; /* NULL: none */
    size_t resource;
} rg_table_part;

/* `input` is borrowed, as is `tally`, where findings are counted. */
rg_status rg_table_open(rg_table **table, rg_input *input, const rg_member *member, const rg_check_options *options,
                        rg_tally *tally, rg_error *error);
void rg_table_close(rg_table *table);

/* First find out what the table is (the texts live in `arena`) ... */
rg_status rg_table_classify(rg_table *table, const rg_choice *choice, rg_class *class, rg_arena *arena,
                            rg_error *error);
/* ... then read it, piece by piece: RG_END is the last, and RG_DONE follows. `class` is copied, `part`, too. */
void rg_table_begin(rg_table *table, const rg_class *class, const rg_table_part *part);
rg_status rg_table_next(rg_table *table, const rg_record **record, rg_error *error);
/* While the table is read: what its header means (NULL: nothing, or not known yet), by what its fields are separated,
 * what its bytes come through, and whether the fields of the record that came last could be told apart. */
const rg_layout *rg_table_layout(const rg_table *table);
char rg_table_delimiter(const rg_table *table);
rg_decoder *rg_table_decoder(const rg_table *table);
bool rg_table_is_sound(const rg_table *table);
/* So far, or in the end. */
const rg_table_totals *rg_table_total(const rg_table *table);

#endif
