/* buffer.h - a growing string of bytes that fails stickily: append many times, check `failed` once. */
#ifndef RG_BUFFER_H
#define RG_BUFFER_H

#include "rowgate.h"

/* Zero-initialised is empty. `bytes` is NUL-terminated once anything was appended. */
typedef struct rg_buffer {
    char *bytes;
    size_t size;
    size_t capacity;
    bool failed;
} rg_buffer;

void rg_buffer_add(rg_buffer *buffer, const void *bytes, size_t size);
/* `size` more bytes, for the caller to fill; NULL: no memory. */
char *rg_buffer_extend(rg_buffer *buffer, size_t size);
void rg_buffer_add_string(rg_buffer *buffer, const char *string);
void rg_buffer_printf(rg_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* 25000 as "25,000". */
void rg_buffer_add_grouped(rg_buffer *buffer, uint64_t number);
/* The decimal digits of `number`, NUL-terminated, somewhere in `room`. */
#define RG_DECIMAL_SIZE 24
const char *rg_decimal(uint64_t number, char room[RG_DECIMAL_SIZE]);
rg_text rg_buffer_text(const rg_buffer *buffer); /* never a NULL pointer */
void rg_buffer_clear(rg_buffer *buffer);         /* keeps the memory, and what failed */
void rg_buffer_free(rg_buffer *buffer);

#endif
