/* mapping.h - a mapping in memory, as mapping_load.c leaves it: how files of one template become files of another. */
#ifndef RG_MAPPING_H
#define RG_MAPPING_H

#include "template.h"

#define RG_NO_JOIN ((size_t)-1)

/* A piece of the text that a value is made of: a column's value, or what stands between. */
typedef struct rg_piece {
    size_t column;    /* of the source's table, or RG_NO_COLUMN */
    const char *text; /* where there is no column */
} rg_piece;

/* Where a value comes from. */
typedef struct rg_source {
    size_t join;      /* from the records that belong to the row; RG_NO_JOIN: from the row itself */
    rg_piece *pieces; /* there is a value when each of the columns has one */
    size_t piece_count;
    rg_key needs;        /* columns that must have a value, too */
    rg_pattern *matches; /* the value is taken only when it matches; NULL: any */
    rg_rewrite *rewrites;
    size_t rewrite_count;
    double factor; /* of units; 0: there are none */
} rg_source;

/* What a column of the target is made of: of the first source that has a value, or of all. */
typedef struct rg_target {
    size_t column;
    bool takes_all;
    rg_source *sources;
    size_t source_count;
} rg_target;

/* A table whose records belong to rows: those that have the same values in a key. */
typedef struct rg_join {
    size_t resource;
    const rg_template *table;
    rg_key *keys; /* a record is known by the first of which it has all values */
    rg_key *row_keys;
    size_t key_count;
    bool *used; /* by column: some source takes it */
} rg_join;

struct rg_mapping {
    rg_template *ground; /* has the memory, the patterns and the name of the source file */
    const char *name, *title;
    rg_template *from, *to;
    size_t rows;                  /* the resource of `from` that has the rows, where that is a package */
    const rg_template *row_table; /* that, or `from` itself */
    bool *row_used;               /* by column: some source takes it */
    rg_join *joins;
    size_t join_count;
    rg_target *targets; /* in the order of the columns of `to` */
    size_t target_count;
};

/* Is it a key by which the source tells servers apart? Then rows that agree in it are one server. */
bool rg_mapping_is_identity(const rg_mapping *mapping, const rg_key *row_key);

#endif
