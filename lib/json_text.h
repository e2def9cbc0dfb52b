/* json_text.h - a JSON object as text, member by member, for what is written by the million. */
#ifndef RG_JSON_TEXT_H
#define RG_JSON_TEXT_H

#include "buffer.h"

/* Append `bytes` as a string, with quotes. What is not UTF-8 becomes U+FFFD. */
void rg_json_string(rg_buffer *out, rg_text bytes);

/* A member of the object that `out` ends with, behind those that it has. `name` needs no escape. */
void rg_json_name(rg_buffer *out, const char *name);
void rg_json_set_text(rg_buffer *out, const char *name, rg_text value);       /* none: left out */
void rg_json_set_string(rg_buffer *out, const char *name, const char *value); /* NULL: left out */
void rg_json_set_number(rg_buffer *out, const char *name, uint64_t value);

#endif
