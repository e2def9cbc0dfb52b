/* input.h - where bytes come from. */
#ifndef RG_INPUT_H
#define RG_INPUT_H

#include "rowgate.h"

typedef void rg_close_function(void *context);

/* Read through a function, from something that belongs to the input: `close` is called at its end, and when this
 * fails. */
rg_status rg_input_open_stream(rg_input **input, const char *name, rg_read_function *read, rg_close_function *close,
                               void *context, rg_error *error);
#define RG_MOST_AHEAD 512
/* The first `wanted` bytes (RG_MOST_AHEAD at most), or all there are, before any is read: they are still to come. */
rg_status rg_input_peek(rg_input *input, size_t wanted, rg_text *start, rg_error *error);
/* Is it a folder? Then there is nothing to read. */
bool rg_input_is_folder(const rg_input *input);
/* The path of a file that holds the input's bytes as they are, or NULL. Only after a peek or a read. */
const char *rg_input_path(const rg_input *input);

/* Up to `capacity` bytes; `*size` 0 is the end. A short count is not the end. */
rg_status rg_input_read(rg_input *input, char *buffer, size_t capacity, size_t *size, rg_error *error);
const char *rg_input_name(const rg_input *input);

#endif
