/* likeness.c - what a file looks like that has no header to read. */
#include "likeness.h"

#include <string.h>

#include "text.h"

static const struct {
    rg_text start;
    const char *hint;
} signatures[] = {
    {RG_TEXT("%PDF"), "the file is a PDF"},
    {RG_TEXT("<?xml"), "the file is XML"},
    {RG_TEXT("{"), "the file looks like JSON"},
    {RG_TEXT("["), "the file looks like JSON"},
};

static size_t count(rg_text text, char c)
{
    size_t found = 0;
    for (size_t i = 0; i < text.size; i++)
        found += text.bytes[i] == c;
    return found;
}

const char *rg_likeness(const rg_row *first)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        rg_text start = {first->bytes.bytes, signatures[i].start.size};
        if (first->bytes.size >= start.size && rg_text_equal(start, signatures[i].start))
            return signatures[i].hint;
    }
    if (first->field_total <= 1 && count(first->bytes, ';') > 1)
        return "the fields are separated by semicolons: export the file with commas";
    if (first->field_total <= 1 && count(first->bytes, '\t') > 1)
        return "the fields are separated by tabs: export the file with commas";
    return NULL;
}
