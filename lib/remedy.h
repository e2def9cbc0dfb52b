/* remedy.h - the value that was probably meant by one that its column does not take. */
#ifndef RG_REMEDY_H
#define RG_REMEDY_H

#include "buffer.h"
#include "template.h"

/* Would the column take this value (of a list: this item)? */
typedef bool rg_accept_function(const void *context, rg_text value);

typedef struct rg_remedy {
    const rg_column *column;
    const rg_value_type *type; /* of the value, or of a list's items */
    rg_matcher *matcher;
    char delimiter; /* of the file's fields */
    rg_accept_function *accepts;
    const void *context;
} rg_remedy;

/* Append the value that was meant by `value` (without blanks at its edges; the column does not take it), or by a whole
 * list. Only what the column takes is offered. `*safe`: it cannot have meant anything else. False: nobody knows what
 * was meant, and nothing of use was appended. */
bool rg_remedy_value(const rg_remedy *remedy, rg_text value, rg_buffer *out, bool *safe);
bool rg_remedy_list(const rg_remedy *remedy, rg_text list, rg_buffer *out, bool *safe);

#endif
