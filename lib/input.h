/* input.h - where bytes come from. */
#ifndef RG_INPUT_H
#define RG_INPUT_H

#include "rowgate.h"

/* Up to `capacity` bytes; `*size` 0 is the end. A short count is not the end. */
rg_status rg_input_read(rg_input *input, char *buffer, size_t capacity, size_t *size, rg_error *error);
const char *rg_input_name(const rg_input *input);

#endif
