/* classify.h - which template a file is, by its header, and where that header is. */
#ifndef RG_CLASSIFY_H
#define RG_CLASSIFY_H

#include "memory.h"
#include "reader.h"
#include "template.h"

typedef struct rg_class {
    const rg_template *t; /* NULL: none of them */
    uint64_t header_line; /* 0: the file has no line with anything on it */
    bool is_late;         /* other lines stand before the header */
    rg_classification words;
} rg_class;

/* Look at the first rows and go back to where the reader was. With `choose` the template must recognise the file;
 * without, it is templates[0] whatever the header says. The texts live in `arena`. */
rg_status rg_classify(rg_class *result, rg_reader *reader, const rg_template *const *templates, size_t count,
                      bool choose, rg_arena *arena, rg_error *error);

#endif
