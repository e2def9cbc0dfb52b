/* text.c - slices of text: compare, trim, find, cut. */
#include "text.h"

#include <string.h>

rg_text rg_text_of(const char *string)
{
    return (rg_text){string, strlen(string)};
}

bool rg_text_equal(rg_text a, rg_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}

bool rg_text_equal_nocase(rg_text a, rg_text b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (rg_lower(a.bytes[i]) != rg_lower(b.bytes[i]))
            return false;
    return true;
}

bool rg_text_begins(rg_text text, rg_text start)
{
    return text.size >= start.size && rg_text_equal((rg_text){text.bytes, start.size}, start);
}

bool rg_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

rg_text rg_text_trim(rg_text text)
{
    while (text.size && rg_is_blank(text.bytes[0])) {
        text.bytes++;
        text.size--;
    }
    while (text.size && rg_is_blank(text.bytes[text.size - 1]))
        text.size--;
    return text;
}

bool rg_has_blank_edge(rg_text text)
{
    return text.size && (rg_is_blank(text.bytes[0]) || rg_is_blank(text.bytes[text.size - 1]));
}

bool rg_next_item(rg_text *rest, char delimiter, rg_text *item)
{
    if (!rest->bytes)
        return false;
    const char *end = memchr(rest->bytes, delimiter, rest->size);
    size_t size = end ? (size_t)(end - rest->bytes) : rest->size;
    *item = rg_text_trim((rg_text){rest->bytes, size});
    *rest = end ? (rg_text){end + 1, rest->size - size - 1} : (rg_text){NULL, 0};
    return true;
}

const char *rg_text_find(rg_text text, rg_text part)
{
    const char *at = text.bytes, *end = text.bytes + text.size;
    while (part.size && (size_t)(end - at) >= part.size) {
        at = memchr(at, part.bytes[0], (size_t)(end - at) - part.size + 1);
        if (!at || memcmp(at, part.bytes, part.size) == 0)
            return at;
        at++;
    }
    return NULL;
}
