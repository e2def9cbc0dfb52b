/* plain.c - cut a record that needs no parser: nearly all records of real files, at many times the speed. */
#include "plain.h"

#include <string.h>

#include "text.h"

/* `at` is an opening quote; `quote` the next one. The size of the raw field, or 0 when it is not plain. */
static size_t quoted_size(const char *at, const char *quote, const char *end, char delimiter)
{
    if (!quote)
        return 0;
    const char *after = quote + 1;
    return after == end || *after == delimiter ? (size_t)(after - at) : 0;
}

static const char *find(const char *from, const char *end, char c)
{
    return from < end ? memchr(from, c, (size_t)(end - from)) : NULL;
}

size_t rg_plain_cut(rg_text line, char delimiter, rg_field *fields, size_t capacity)
{
    const char *at = line.bytes, *end = line.bytes + line.size;
    const char *quote = find(at, end, '"'); /* the first one not yet passed */
    size_t count = 0;
    if (line.size == 0)
        return 0;
    for (;; at++) { /* over the delimiter */
        size_t size;
        if (count == capacity)
            return 0;
        rg_field *field = &fields[count++];
        if (at == quote && quote) {
            size = quoted_size(at, find(at + 1, end, '"'), end, delimiter);
            if (!size)
                return 0;
            *field = (rg_field){{at + 1, size - 2}, {at, size}, true};
            quote = find(at + size, end, '"');
        } else {
            const char *stop = find(at, end, delimiter);
            size = (size_t)((stop ? stop : end) - at);
            if (quote && quote < at + size)
                return 0;
            if (size && (rg_is_blank(at[0]) || rg_is_blank(at[size - 1])))
                return 0;
            *field = (rg_field){{at, size}, {at, size}, false};
        }
        at += size;
        if (at == end)
            return count;
    }
}
