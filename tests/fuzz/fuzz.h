/* fuzz.h - what the fuzz targets share: input from memory, output to memory, checks that no build leaves out. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "rowgate.h"
#include "scan.h"
#include "text.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: must be so: %s\n", __FILE__, __LINE__, #condition);                                \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* An rg_read_function: the context is an rg_text, of which it takes from the front. */
static inline rg_status read_text(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    rg_text *rest = context;
    (void)error;
    *size = rest->size < capacity ? rest->size : capacity;
    if (*size)
        memcpy(buffer, rest->bytes, *size);
    rest->bytes += *size;
    rest->size -= *size;
    return RG_OK;
}

/* An rg_write_function: the context is an rg_buffer. */
static inline rg_status write_buffer(void *context, rg_text text, rg_error *error)
{
    (void)error;
    rg_buffer_add(context, text.bytes, text.size);
    return RG_OK;
}

/* May `text` go to a terminal as it is? NULL may: nothing is shown. */
static inline bool is_showable(const char *text)
{
    if (text && rg_utf8_valid_prefix(rg_text_of(text)) != strlen(text))
        return false;
    for (; text && *text; text++)
        if (rg_is_control(*text) || *text == '\r')
            return false;
    return true;
}

static inline void must_be_failure(rg_status status, const rg_error *error)
{
    MUST(status != RG_OK && status != RG_DONE && status == error->status);
    MUST(*error->message && is_showable(error->message) && is_showable(error->excerpt));
}

/* A template of the target's own, which must load; made once and never freed. */
static inline const rg_template *own_template(const char *text)
{
    static rg_template *made;
    rg_error error = {0};
    if (!made && rg_template_load_text(&made, "fuzz.yaml", rg_text_of(text), &error) != RG_OK) {
        fprintf(stderr, "%llu: %s\n%s\n", (unsigned long long)error.line, error.message, error.excerpt);
        abort();
    }
    return made;
}

#endif
