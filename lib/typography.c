/* typography.c - characters that come from word processors and web pages: those that nobody sees, and those that are
 * printed in place of what is on a keyboard. */
#include "typography.h"

#include <string.h>

#include "scan.h"
#include "text.h"

static const struct {
    rg_text bytes;
    const char *what;
    const char *visible; /* what it looks like; NULL: nothing */
} invisible[] = {
    {RG_TEXT("\xC2\xA0"), "a no-break space", " "},
    {RG_TEXT("\xE2\x80\x8B"), "a zero-width space", NULL},
    {RG_TEXT("\xE2\x80\xAF"), "a narrow no-break space", " "},
    {RG_TEXT("\xEF\xBB\xBF"), "a byte order mark", NULL},
    {RG_TEXT("\xC2\xAD"), "a soft hyphen", NULL},
    {RG_TEXT("\xE2\x80\x8C"), "a zero-width non-joiner", NULL},
    {RG_TEXT("\xE2\x80\x8D"), "a zero-width joiner", NULL},
    {RG_TEXT("\xE2\x80\x8E"), "a left-to-right mark", NULL},
    {RG_TEXT("\xE2\x80\x8F"), "a right-to-left mark", NULL},
    {RG_TEXT("\xE2\x81\xA0"), "a word joiner", NULL},
};

const char *rg_find_invisible(rg_text text, rg_text *found)
{
    if (rg_is_ascii(text))
        return NULL;
    for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++) {
        const char *at = rg_text_find(text, invisible[i].bytes);
        if (at) {
            *found = (rg_text){at, invisible[i].bytes.size};
            return invisible[i].what;
        }
    }
    return NULL;
}

bool rg_has_joiner(rg_text text)
{
    static const rg_text joiners[] = {RG_TEXT("\xE2\x80\x8C"), RG_TEXT("\xE2\x80\x8D")};
    for (size_t i = 1; i + 3 < text.size; i++)
        for (size_t k = 0; k < 2; k++)
            if (text.bytes[i - 1] & '\x80' && text.bytes[i + 3] & '\x80' &&
                memcmp(text.bytes + i, joiners[k].bytes, 3) == 0)
                return true;
    return false;
}

void rg_add_visible(rg_buffer *out, rg_text text)
{
    if (rg_is_ascii(text)) {
        rg_buffer_add(out, text.bytes, text.size);
        return;
    }
    for (size_t i = 0; i < text.size;) {
        rg_text rest = {text.bytes + i, text.size - i};
        size_t kind = 0, kinds = sizeof invisible / sizeof *invisible;
        while (kind < kinds && !(rest.size >= invisible[kind].bytes.size &&
                                 memcmp(rest.bytes, invisible[kind].bytes.bytes, invisible[kind].bytes.size) == 0))
            kind++;
        if (kind == kinds)
            rg_buffer_add(out, rest.bytes, 1);
        else if (invisible[kind].visible)
            rg_buffer_add_string(out, invisible[kind].visible);
        i += kind == kinds ? 1 : invisible[kind].bytes.size;
    }
}

bool rg_is_invisible(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xA0 || c == 0xAD || (c >= 0x2000 && c <= 0x200F) || c == 0x202F ||
           c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

bool rg_in_curly_quotes(rg_text text, rg_text *inside)
{
    static const char *const quotes[] = {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xE2\x80\x98",
                                         "\xE2\x80\x99"};
    const size_t size = 3, count = sizeof quotes / sizeof *quotes;
    bool begins = false, ends = false;
    for (size_t i = 0; text.size > 2 * size && i < count; i++) {
        begins |= memcmp(text.bytes, quotes[i], size) == 0;
        ends |= memcmp(text.bytes + text.size - size, quotes[i], size) == 0;
    }
    rg_text between = {text.bytes + size, begins && ends ? text.size - 2 * size : 0};
    /* Two pairs of quotes are not one round all; the last of these is an apostrophe, too. */
    for (size_t i = 0; i < count - 1; i++)
        begins &= !rg_text_find(between, rg_text_of(quotes[i]));
    begins &= between.size < size || memcmp(between.bytes, quotes[count - 1], size) != 0;
    if (begins && ends)
        *inside = between;
    return begins && ends;
}

bool rg_has_curly_quote(rg_text text)
{
    static const rg_text curly[] = {RG_TEXT("\xE2\x80\x9C"), RG_TEXT("\xE2\x80\x9D"), RG_TEXT("\xE2\x80\x9E")};
    for (size_t i = 0; i < sizeof curly / sizeof *curly; i++)
        if (rg_text_find(text, curly[i]))
            return true;
    return false;
}

void rg_add_typed(rg_buffer *out, rg_text value)
{
    static const struct {
        const char *printed, *typed;
    } pairs[] = {{"\xE2\x80\x9C", "\""}, {"\xE2\x80\x9D", "\""}, {"\xE2\x80\x9E", "\""}, {"\xC2\xAB", "\""},
                 {"\xC2\xBB", "\""},     {"\xE2\x80\x98", "'"},  {"\xE2\x80\x99", "'"},  {"\xE2\x80\x90", "-"},
                 {"\xE2\x80\x91", "-"},  {"\xE2\x80\x93", "-"},  {"\xE2\x80\x94", "-"},  {"\xE2\x88\x92", "-"}};
    for (size_t i = 0; i < value.size;) {
        size_t kind = 0, kinds = sizeof pairs / sizeof *pairs, size = 1;
        for (; kind < kinds; kind++) {
            size = strlen(pairs[kind].printed);
            if (value.size - i >= size && memcmp(value.bytes + i, pairs[kind].printed, size) == 0)
                break;
        }
        if (kind < kinds)
            rg_buffer_add_string(out, pairs[kind].typed);
        else
            rg_buffer_add(out, value.bytes + i, 1);
        i += kind < kinds ? size : 1;
    }
}
