/* input.h - where bytes come from. */
#ifndef RG_INPUT_H
#define RG_INPUT_H

#include "rowgate.h"

typedef void rg_close_function(void *context);

/* Read through a function, from something that belongs to the input: `close` is called at its end, and when this
 * fails. */
rg_status rg_input_open_stream(rg_input **input, const char *name, rg_read_function *read, rg_close_function *close,
                               void *context, rg_error *error);
/* Up to `capacity` bytes; `*size` 0 is the end. A short count is not the end. */
rg_status rg_input_read(rg_input *input, char *buffer, size_t capacity, size_t *size, rg_error *error);
const char *rg_input_name(const rg_input *input);

#endif
