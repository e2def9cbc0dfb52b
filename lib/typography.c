/* typography.c - characters that come from word processors and web pages: those that nobody sees, and those that are
 * printed in place of what is on a keyboard. */
#include "typography.h"

#include <string.h>

#include "scan.h"
#include "text.h"
#include "utf8.h"

/* What nobody sees, or takes for a blank. */
typedef struct invisible {
    uint32_t first, last;
    const char *what;
    const char *visible; /* what it looks like */
    bool is_typed;       /* a keyboard has it: in a value it is no accident */
} invisible;

static const invisible invisibles[] = {
    {0xA0, 0xA0, "a no-break space", " ", false},
    {0xAD, 0xAD, "a soft hyphen", "", false},
    {0x2000, 0x200A, "a space of a special width", " ", false},
    {0x200B, 0x200B, "a zero-width space", "", false},
    {0x200C, 0x200C, "a zero-width non-joiner", "", false},
    {0x200D, 0x200D, "a zero-width joiner", "", false},
    {0x200E, 0x200E, "a left-to-right mark", "", false},
    {0x200F, 0x200F, "a right-to-left mark", "", false},
    {0x202F, 0x202F, "a narrow no-break space", " ", false},
    {0x205F, 0x205F, "a mathematical space", " ", false},
    {0x2060, 0x2060, "a word joiner", "", false},
    {0x3000, 0x3000, "an ideographic space", " ", true},
    {0xFEFF, 0xFEFF, "a byte order mark", "", false},
};

static const invisible *kind_of(uint32_t character)
{
    for (size_t i = 0; character >= 0x80 && i < sizeof invisibles / sizeof *invisibles; i++)
        if (character >= invisibles[i].first && character <= invisibles[i].last)
            return &invisibles[i];
    return NULL;
}

bool rg_is_invisible(uint32_t character)
{
    return kind_of(character);
}

/* The invisible character that `text` begins with, if it is there by accident; `*size` is that of whatever it begins
 * with. */
static const invisible *begins_with(rg_text text, size_t *size)
{
    uint32_t character = 0;
    *size = (unsigned char)*text.bytes < 0x80 ? 1 : rg_utf8_read(text, &character);
    const invisible *kind = *size ? kind_of(character) : NULL;
    *size += *size == 0;
    return kind && !kind->is_typed ? kind : NULL;
}

const char *rg_find_invisible(rg_text text, rg_text *found)
{
    if (rg_is_ascii(text))
        return NULL;
    for (size_t i = 0, size; i < text.size; i += size) {
        const invisible *kind = begins_with((rg_text){text.bytes + i, text.size - i}, &size);
        if (kind) {
            *found = (rg_text){text.bytes + i, size};
            return kind->what;
        }
    }
    return NULL;
}

void rg_add_visible(rg_buffer *out, rg_text text)
{
    if (rg_is_ascii(text)) {
        rg_buffer_add(out, text.bytes, text.size);
        return;
    }
    for (size_t i = 0, size; i < text.size; i += size) {
        const invisible *kind = begins_with((rg_text){text.bytes + i, text.size - i}, &size);
        if (kind)
            rg_buffer_add_string(out, kind->visible);
        else
            rg_buffer_add(out, text.bytes + i, size);
    }
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

/* The double ones first, the one that is an apostrophe, too, last. */
static const rg_text curly_quotes[] = {RG_TEXT("\xE2\x80\x9C"), RG_TEXT("\xE2\x80\x9D"), RG_TEXT("\xE2\x80\x9E"),
                                       RG_TEXT("\xE2\x80\x98"), RG_TEXT("\xE2\x80\x99")};
#define DOUBLE_QUOTES 3

bool rg_in_curly_quotes(rg_text text, rg_text *inside)
{
    const size_t size = 3, count = sizeof curly_quotes / sizeof *curly_quotes;
    bool begins = false, ends = false;
    for (size_t i = 0; text.size > 2 * size && i < count; i++) {
        begins |= rg_text_begins(text, curly_quotes[i]);
        ends |= rg_text_equal((rg_text){text.bytes + text.size - size, size}, curly_quotes[i]);
    }
    rg_text between = {text.bytes + size, begins && ends ? text.size - 2 * size : 0};
    /* Two pairs of quotes are not one round all. */
    for (size_t i = 0; i < count - 1; i++)
        begins &= !rg_text_find(between, curly_quotes[i]);
    begins &= !rg_text_begins(between, curly_quotes[count - 1]);
    if (begins && ends)
        *inside = between;
    return begins && ends;
}

bool rg_has_curly_quote(rg_text text)
{
    for (size_t i = 0; i < DOUBLE_QUOTES; i++)
        if (rg_text_find(text, curly_quotes[i]))
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
            if (rg_text_begins((rg_text){value.bytes + i, value.size - i}, (rg_text){pairs[kind].printed, size}))
                break;
        }
        if (kind < kinds)
            rg_buffer_add_string(out, pairs[kind].typed);
        else
            rg_buffer_add(out, value.bytes + i, 1);
        i += kind < kinds ? size : 1;
    }
}
