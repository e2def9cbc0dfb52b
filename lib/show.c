/* show.c - bytes as people can see them. */
#include "show.h"

#include <string.h>

#include "scan.h"
#include "typography.h"
#include "utf8.h"

size_t rg_visible_prefix(rg_text text)
{
    size_t i = 0;
    while (i < text.size && text.bytes[i] >= ' ' && text.bytes[i] <= '~')
        i++;
    return i;
}

size_t rg_show_character(rg_buffer *out, rg_text text, size_t *cells)
{
    uint32_t character;
    size_t before = out->size, size = rg_utf8_read(text, &character);
    if (!size || character < 0x20 || character == 0x7F) {
        rg_buffer_printf(out, "\\x%02X", (unsigned char)text.bytes[0]);
        size = 1;
    } else if (rg_is_invisible(character)) {
        rg_buffer_printf(out, "\\u%04X", (unsigned)character);
    } else {
        rg_buffer_add(out, text.bytes, size);
        return rg_utf8_next(text, cells);
    }
    *cells = out->size - before;
    return size;
}

void rg_show(rg_buffer *out, rg_text text)
{
    while (text.size) {
        size_t cells, size = rg_visible_prefix(text);
        if (size)
            rg_buffer_add(out, text.bytes, size);
        else
            size = rg_show_character(out, text, &cells);
        text = (rg_text){text.bytes + size, text.size - size};
    }
}

void rg_make_showable(char *text, bool keep_lines)
{
    for (size_t size = strlen(text), good; (good = rg_utf8_valid_prefix((rg_text){text, size})) < size;)
        text[good] = '?';
    for (; *text; text++)
        if (rg_is_control(*text) || *text == '\r' || (*text == '\n' && !keep_lines))
            *text = '?';
}

const char *rg_delimiter_name(char delimiter)
{
    return delimiter == ','    ? "comma"
           : delimiter == ';'  ? "semicolon"
           : delimiter == '\t' ? "tab"
           : delimiter == '|'  ? "vertical bar"
                               : NULL;
}
