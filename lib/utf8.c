/* utf8.c - UTF-8: validity, characters, lengths, widths, case. libunistring knows Unicode's tables. */
#include "utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <unistr.h>
#include <uniwidth.h>

#include "scan.h"
#include "text.h"

size_t rg_utf8_mark_size(rg_text text)
{
    static const rg_text mark = RG_TEXT(RG_UTF8_MARK);
    return rg_text_begins(text, mark) ? mark.size : 0;
}

rg_text rg_utf8_without_mark(rg_text text)
{
    size_t mark = rg_utf8_mark_size(text);
    return (rg_text){text.bytes + mark, text.size - mark};
}

size_t rg_utf8_valid_prefix(rg_text text)
{
    const uint8_t *bytes = (const uint8_t *)text.bytes;
    const uint8_t *bad = text.size ? u8_check(bytes, text.size) : NULL;
    return bad ? (size_t)(bad - bytes) : text.size;
}

size_t rg_utf8_incomplete(rg_text text)
{
    for (size_t back = 1; back <= 3 && back <= text.size; back++) {
        unsigned char c = (unsigned char)text.bytes[text.size - back];
        if (c < 0x80)
            return 0;
        if (c >= 0xC0) {
            size_t wanted = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
            return back < wanted ? back : 0;
        }
    }
    return 0;
}

size_t rg_utf8_read(rg_text text, uint32_t *character)
{
    ucs4_t read;
    int size = u8_mbtoucr(&read, (const uint8_t *)text.bytes, text.size);
    *character = read;
    return size > 0 ? (size_t)size : 0;
}

size_t rg_utf8_next(rg_text text, size_t *cells)
{
    uint32_t character;
    size_t size = rg_utf8_read(text, &character);
    if (!size) {
        *cells = 1;
        return 1;
    }
    int width = uc_width(character, "UTF-8");
    *cells = width < 0 ? 0 : (size_t)width;
    return size;
}

size_t rg_utf8_length(rg_text text)
{
    size_t length = 0;
    if (rg_is_ascii(text))
        return text.size;
    for (size_t i = 0; i < text.size; length++) {
        if ((unsigned char)text.bytes[i] < 0x80) {
            i++;
            continue;
        }
        int size = u8_mblen((const uint8_t *)text.bytes + i, text.size - i);
        i += size > 0 ? (size_t)size : 1;
    }
    return length;
}

void rg_utf8_repair(rg_buffer *out, rg_text text)
{
    while (text.size) {
        size_t good = rg_utf8_valid_prefix(text);
        rg_buffer_add(out, text.bytes, good);
        if (good == text.size)
            return;
        rg_buffer_add_string(out, "\xEF\xBF\xBD");
        text = (rg_text){text.bytes + good + 1, text.size - good - 1};
    }
}

bool rg_utf8_fold_case(rg_buffer *out, rg_text text)
{
    size_t size;
    uint8_t *folded = u8_casefold((const uint8_t *)(text.size ? text.bytes : ""), text.size, NULL, NULL, NULL, &size);
    if (folded)
        rg_buffer_add(out, folded, size);
    free(folded);
    return folded != NULL;
}
