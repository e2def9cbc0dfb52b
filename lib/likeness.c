/* likeness.c - what a file looks like that is nothing known. */
#include "likeness.h"

#include <string.h>

#include "text.h"

static const char unpack[] = "unpack it, and pack what is in it as a ZIP";
static const char unpack_file[] = "unpack it";

static const struct {
    size_t at;
    rg_text bytes;
    rg_foreign kind;
} foreign[] = {
    {257, RG_TEXT("ustar"), {"a tar archive", unpack}},
    {0, RG_TEXT("7z\xBC\xAF\x27\x1C"), {"an archive of 7-Zip", unpack}},
    {0, RG_TEXT("Rar!\x1A\x07"), {"an archive of WinRAR", unpack}},
    {0,
     RG_TEXT("\xFD"
             "7zXZ"),
     {"packed with xz", unpack_file}},
    {0, RG_TEXT("\x28\xB5\x2F\xFD"), {"packed with zstd", unpack_file}},
    {4, RG_TEXT("1AY&SY"), {"packed with bzip2", unpack_file}},
    {0, RG_TEXT("%PDF-"), {"a PDF", "export the table as CSV"}},
};

const rg_foreign *rg_foreign_kind(rg_text start)
{
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        rg_text bytes = foreign[i].bytes;
        if (start.size >= foreign[i].at + bytes.size &&
            memcmp(start.bytes + foreign[i].at, bytes.bytes, bytes.size) == 0)
            return &foreign[i].kind;
    }
    return NULL;
}

static const struct {
    rg_text start;
    const char *hint;
} signatures[] = {
    {RG_TEXT("<?xml"), "the file is XML"},
    {RG_TEXT("{"), "the file looks like JSON; exports in JSON are taken as the ZIP of all their files"},
    {RG_TEXT("["), "the file looks like JSON; exports in JSON are taken as the ZIP of all their files"},
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
    if (memchr(first->bytes.bytes, '\0', first->bytes.size))
        return "the file is no text: there are NUL bytes in it; is it the right one?";
    if (first->field_total <= 1 && count(first->bytes, ';') > 1)
        return "the fields are separated by semicolons: export the file with commas";
    if (first->field_total <= 1 && count(first->bytes, '\t') > 1)
        return "the fields are separated by tabs: export the file with commas";
    return NULL;
}
