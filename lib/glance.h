/* glance.h - do the fields of a record fit their columns, at a glance? Nearly all do, and are done with after that. */
#ifndef RG_GLANCE_H
#define RG_GLANCE_H

#include "memory.h"
#include "reader.h"
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
    bool is_simple;    /* a number, and nothing is asked of it but bounds */
    char delimiter;
    size_t column;     /* of the template; RG_NO_COLUMN: none */
    size_t most_bytes; /* of the field as it stands */
    double minimum, maximum, above, below;
    const rg_value_type *type;   /* of the value, or of each item */
    rg_pattern *pattern;         /* NULL: none */
    const rg_column *with_words; /* that stand for "no value"; NULL: it has none */
    uint64_t most_characters;    /* of a text */
    uint64_t most_items, least_items;
} rg_glance;

/* `index` is a column of the template, or RG_NO_COLUMN. */
rg_glance rg_glance_at(const rg_template *t, size_t index);

/* The texts of one column that fitted lately: most columns have few different ones. */
typedef struct rg_lately rg_lately;

/* Who looks: what one thread needs for it. */
typedef struct rg_glancer {
    const rg_glance *glances; /* by position */
    rg_matcher *matcher;
    double *numbers;   /* by column of the template: the value where it is a number, else NAN */
    rg_lately *lately; /* by position */
} rg_glancer;

/* What was seen lately: nothing yet. NULL when memory is out. */
rg_lately *rg_lately_none(rg_arena *arena, size_t count);

/* Look at the fields from `position` to `end`: returned is the first that needs a closer look (field.c), or `end`. All
 * before it certainly fit, and there is nothing to say about them. */
size_t rg_glance_over(const rg_glancer *glancer, const rg_row *row, size_t position, size_t end);

#endif
