/* lines.c - physical lines: where they end, and how many there are. */
#include "lines.h"

#include <string.h>

size_t rg_line_content(rg_text line)
{
    size_t size = line.size;
    if (size && line.bytes[size - 1] == '\n')
        size--;
    if (size && line.bytes[size - 1] == '\r')
        size--;
    return size;
}

#define STRIDE 256 /* bytes that are searched for one end, then for the other */

size_t rg_line_end(rg_text text, size_t at)
{
    for (size_t size; at < text.size; at += size) {
        const char *from = text.bytes + at;
        size = text.size - at < STRIDE ? text.size - at : STRIDE;
        const char *lf = memchr(from, '\n', size);
        const char *cr = memchr(from, '\r', lf ? (size_t)(lf - from) : size);
        if (!cr && !lf)
            continue;
        size_t end = (size_t)((cr ? cr : lf) - text.bytes) + 1;
        return end + (cr && end < text.size && text.bytes[end] == '\n');
    }
    return text.size;
}

uint64_t rg_count_lines(rg_text text)
{
    uint64_t lines = 0;
    for (size_t at = 0; at < text.size; lines++) {
        size_t end = rg_line_end(text, at);
        if (end == text.size && rg_line_content((rg_text){text.bytes + at, end - at}) == end - at)
            break;
        at = end;
    }
    return lines;
}
