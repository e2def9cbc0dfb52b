/* classify.h - which template a table is, by its header, and where that header is. */
#ifndef RG_CLASSIFY_H
#define RG_CLASSIFY_H

#include "memory.h"
#include "reader.h"
#include "template.h"

/* Templates, one after the other: those that are at hand, then those that are loaded when they are needed. */
typedef struct rg_choice {
    const rg_template *const *templates;
    size_t count;
    rg_more_templates *more; /* NULL: no more */
    void *context;
    bool is_thorough; /* all are ranked, also when the first explains everything */
    bool is_given;    /* the first is the one, whatever the file looks like */
} rg_choice;

/* The template at `index`; RG_DONE when there are no more. */
rg_status rg_choice_at(const rg_choice *choice, size_t index, const rg_template **t, rg_error *error);

/* What the rows of a table are. */
typedef struct rg_class {
    const rg_template *t;       /* NULL: none of them */
    const rg_template *package; /* that the table is part of; NULL: of none */
    size_t resource;            /* which part */
    uint64_t header_line;       /* 0: the table has no line with anything on it */
    bool is_late;               /* other lines stand before the header */
    uint64_t sep_line;          /* Excel's `sep=` line; 0: there is none */
    char delimiter;
    const char *hint; /* the header is not known, but looks like something: what to do about it; or NULL */
    rg_classification words;
} rg_class;

/* Look at the first rows and go back to where the reader was, which is left with the right delimiter. `delimiter` 0:
 * find that out, too. The texts live in `arena`. */
rg_status rg_classify_table(rg_class *result, rg_reader *reader, const rg_choice *choice, char delimiter,
                            rg_arena *arena, rg_error *error);

/* Append a text, which lives in the arena as the list does. */
void rg_add_words(rg_arena *arena, const char *const **list, size_t *count, const char *text);

#endif
