/* glance.h - does a value fit its column, at a glance? Nearly every value does, and is done with after that. */
#ifndef RG_GLANCE_H
#define RG_GLANCE_H

#include "template.h"

/* What a column asks of a value, as far as it can be told quickly; made once for a file. */
typedef struct rg_glance {
    size_t column;     /* of the template; RG_NO_COLUMN: anything fits */
    bool may_be_empty; /* no value needs no look */
    bool is_number, is_list;
    bool is_hopeless;            /* it asks for something unusual: always look closely */
    const rg_column *with_words; /* that stand for "no value"; NULL: it has none */
    const rg_value_type *type;   /* of the value, or of each item */
    uint64_t most;               /* bytes of a value, or items of a list */
    uint64_t least_items;        /* of a list */
    double minimum, maximum, above, below;
    char delimiter;
    rg_pattern *pattern; /* NULL: none */
} rg_glance;

/* `index` is a column of the template, or RG_NO_COLUMN. */
rg_glance rg_glance_at(const rg_template *t, size_t index);

/* True: the field certainly fits, and there is nothing to say about it; if it is a number `*number` is its value.
 * False: nobody knows without a closer look (field.c). */
bool rg_glance_fits(const rg_glance *glance, rg_matcher *matcher, const rg_field *field, double *number);

#endif
