/* glance.h - do records fit their columns, at a glance? Nearly all do, and are done with after that. Some records are
 * looked at together, column by column: so what is asked of a column is at hand for all of them. */
#ifndef RG_GLANCE_H
#define RG_GLANCE_H

#include <math.h>

#include "digits.h"
#include "memory.h"
#include "regular.h"
#include "row.h"
#include "template.h"

typedef enum rg_glance_kind {
    RG_GLANCE_ANYTHING, /* a column that is not known */
    RG_GLANCE_NUMBER,
    RG_GLANCE_TEXT,
    RG_GLANCE_LIST,
    RG_GLANCE_NEVER /* it asks for something unusual: always look closely */
} rg_glance_kind;

/* What a column asks of a field, as far as it can be told quickly; made once for a file. */
typedef struct rg_glance {
    rg_glance_kind kind;
    bool may_be_empty; /* no value needs no look */
    bool has_format;
    char delimiter;
    size_t column;               /* of the template; RG_NO_COLUMN: none */
    rg_digits_bounds bounds;     /* of numbers */
    const rg_value_type *type;   /* of the value, or of each item */
    rg_regular *format;          /* quicker than its format, where that fits; NULL: there is none */
    rg_pattern *pattern;         /* NULL: none */
    const rg_column *with_words; /* that stand for "no value"; NULL: it has none */
    size_t most_bytes;           /* of the field as it stands */
    size_t most_plain;           /* of one that is its value: then nothing else is asked but format and pattern */
    uint64_t most_characters;    /* of a value or item */
    uint64_t most_items, least_items;
} rg_glance;

/* `index` is a column of the template, or RG_NO_COLUMN. To be closed before the arena is freed. */
rg_glance rg_glance_at(const rg_template *t, size_t index, rg_arena *arena);
void rg_glance_close(rg_glance *glance);

#define RG_GLANCE_ROWS RG_DIGITS_BLOCK /* that are looked at together */

typedef unsigned rg_row_set; /* of those: bit i is set for the i-th */

/* Who looks: what one thread needs for it. Zero-initialised is closed. */
typedef struct rg_glancer {
    const rg_template *t;
    const rg_glance *glances; /* by position */
    size_t count;             /* of positions */
    const bool *rule_is_idle; /* by rule */
    rg_matcher *matcher;
    rg_digits_function *read_digits;
    char delimiter;            /* of the file's fields */
    const size_t *position_of; /* by column; RG_NO_COLUMN: the file has no such column */
    /* Of the rows at hand: */
    size_t row_count;
    const rg_row *rows[RG_GLANCE_ROWS];
    const rg_field *fields[RG_GLANCE_ROWS]; /* of each */
    const char *ends[RG_GLANCE_ROWS];       /* of their bytes */
    rg_row_set *open;                       /* by position: the rows whose field needs a closer look (field.c) */
    double *numbers;                  /* by column of the template and row: the value where it is a number, else NAN */
    bool is_row_open[RG_GLANCE_ROWS]; /* some field or some rule needs a closer look */
} rg_glancer;

/* The memory is the arena's, which says whether it was enough. */
void rg_glancer_open(rg_glancer *glancer, const rg_template *t, const rg_glance *glances, size_t count,
                     const size_t *position_of, const bool *rule_is_idle, char delimiter, rg_arena *arena);

/* Look at the rows, which are sound, as wide as the header, and valid UTF-8 without control characters. A field that is
 * not open certainly fits, and there is nothing to say about it; a row that is not open has none that is, and keeps to
 * the rules. */
void rg_glance_over(rg_glancer *glancer);

/* Is the value another than the product, beyond what the last digits of both may say? Nothing is known of NAN. */
static inline bool rg_is_other_product(double value, double product)
{
    return fabs(product - value) > 1e-6 * fabs(product);
}

/* The part about the rules (glance_rules.c). */
void rg_glance_rules(rg_glancer *glancer);

#endif
