/* convert.h - the state of a conversion, for the files that know it: convert_open.c begins, convert.c reads the tables,
 * convert_row.c makes a record of the result, convert_notes.c says what became of it all. */
#ifndef RG_CONVERT_H
#define RG_CONVERT_H

#include "compose.h"
#include "joining.h"
#include "members.h"
#include "remains.h"
#include "table.h"

/* A record, or value, of which one example is told. */
typedef struct rg_occurrence {
    uint64_t count;
    uint64_t line;       /* of the first, in the table of the rows */
    const char *example; /* of the first; NULL: there is none to show */
} rg_occurrence;

/* What became of a column of the target. */
typedef struct rg_target_fate {
    uint64_t filled;
    rg_occurrence passed_over; /* values that do not match */
    rg_occurrence several;     /* values where one is wanted */
    rg_occurrence too_many;    /* items in a list */
} rg_target_fate;

typedef struct rg_join_fate {
    rg_occurrence ambiguous, too_much;
} rg_join_fate;

typedef enum rg_convert_stage {
    RG_CONVERT_JOINED, /* reading the tables that are joined */
    RG_CONVERT_KEYS,   /* reading the rows for their keys */
    RG_CONVERT_HEADER,
    RG_CONVERT_ROWS,
    RG_CONVERT_OTHERS, /* looking whether the other tables have records */
    RG_CONVERT_END
} rg_convert_stage;

struct rg_convert {
    const rg_mapping *m; /* NULL: none of them */
    rg_check_options options;
    rg_convert_stage stage;
    rg_arena arena; /* what lives as long as the conversion */
    rg_findings findings;
    rg_container *container;
    rg_members members;
    bool is_file;    /* the container is one table, which can be read once */
    size_t resource; /* the table that is read, ... */
    size_t join;     /* ... which of the joins it is, ... */
    size_t part;     /* ... and the next of its parts */
    rg_input *input; /* of the part at hand */
    rg_table *table; /* likewise; NULL: none */
    uint64_t bytes;  /* of the parts before */
    rg_tally *tally; /* that nobody asks: rg_table wants one */
    rg_matcher *matcher;
    rg_joining *joining;
    rg_composer composer;
    rg_items items;
    rg_text *values; /* of the row at hand, by column */
    rg_buffer list, out;
    rg_remains rows, *joined; /* joined: by join */
    rg_target_fate *targets;  /* by target of the mapping */
    rg_join_fate *joins;
    rg_occurrence *exceptions; /* by exception of the table of the rows: records that are none of its servers */
    const char **damage;       /* what could not be read to its end, and why */
    size_t damage_count, damage_capacity;
    bool *has_records; /* by resource: a table that nothing is taken from has some */
    rg_conversion conversion;
    rg_note *notes;
    size_t note_count, note_capacity;
    rg_error failure; /* that ended it */
};

/* Which resource of the source a part is, or RG_NO_RESOURCE; of a template that is no package, the table is number 0.
 */
size_t rg_convert_resource_of(const rg_convert *convert, size_t part);
void rg_convert_close_part(rg_convert *convert);
/* Append what becomes of a record of the rows. */
rg_status rg_convert_row(rg_convert *convert, const rg_layout *layout, const rg_row *row, rg_error *error);
/* Say in `conversion` what there is to say. */
rg_status rg_convert_make_notes(rg_convert *convert, rg_error *error);

#endif
