/* unit.h - what every unit test includes: cmocka with what it needs, and small things to say things briefly. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rowgate.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A text from a literal, which may hold NULs. */
#define T(literal) ((rg_text){(literal), sizeof(literal) - 1})

/* The text is these bytes; on failure both are shown. */
static inline void is_text(rg_text text, const char *expected)
{
    char *copy = malloc(text.size + 1);
    assert_non_null(copy);
    if (text.size)
        memcpy(copy, text.bytes, text.size);
    copy[text.size] = '\0';
    assert_string_equal(copy, expected);
    free(copy);
}

/* A text behind an rg_read_function, given out in pieces of at most `most` bytes. */
typedef struct byte_source {
    const char *bytes;
    size_t size;
    size_t most; /* 0: as much as is asked */
} byte_source;

static inline rg_status read_source(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    byte_source *s = context;
    (void)error;
    *size = s->size < capacity ? s->size : capacity;
    if (s->most && *size > s->most)
        *size = s->most;
    if (*size)
        memcpy(buffer, s->bytes, *size);
    s->bytes += *size;
    s->size -= *size;
    return RG_OK;
}

#endif
