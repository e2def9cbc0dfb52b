/* quoting.c - a value as a field of a CSV. */
#include "quoting.h"

#include <string.h>

#include "text.h"

static bool needs_quotes(rg_text value, char delimiter)
{
    if (value.size && (rg_is_blank(value.bytes[0]) || rg_is_blank(value.bytes[value.size - 1])))
        return true;
    for (size_t i = 0; i < value.size; i++) {
        char c = value.bytes[i];
        if (c == delimiter || c == '"' || c == '\r' || c == '\n')
            return true;
    }
    return false;
}

void rg_add_field(rg_buffer *csv, rg_text value, char delimiter, rg_quotes quotes)
{
    if (quotes == RG_QUOTES_NEEDED && !needs_quotes(value, delimiter)) {
        rg_buffer_add(csv, value.bytes, value.size);
        return;
    }
    rg_buffer_add(csv, "\"", 1);
    while (value.size) {
        const char *quote = memchr(value.bytes, '"', value.size);
        size_t size = quote ? (size_t)(quote - value.bytes) + 1 : value.size;
        rg_buffer_add(csv, value.bytes, size);
        if (quote)
            rg_buffer_add(csv, "\"", 1);
        value = (rg_text){value.bytes + size, value.size - size};
    }
    rg_buffer_add(csv, "\"", 1);
}
