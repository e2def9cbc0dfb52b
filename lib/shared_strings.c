/* shared_strings.c - the texts of a workbook, which its cells refer to by number. */
#include "shared_strings.h"

#include <string.h>

#include "error.h"
#include "memory.h"
#include "spool.h"
#include "xml.h"

#define MOST_IN_MEMORY ((size_t)2 << 20)
#define MOST_BYTES ((size_t)1 << 20) /* of one text; a cell holds 32,767 characters */

struct rg_shared_strings {
    rg_spool bytes; /* of all texts */
    rg_spool ends;  /* where each ends, as uint64_t */
    size_t count;
    rg_error error; /* of the spools */
    /* While they are read: */
    rg_xml *xml;
    rg_buffer text, plain; /* of the one at hand, with escapes and without */
    bool in_text;
    size_t phonetic; /* inside readings of Japanese, which are no part of the text */
};

/* ---------------------------------------------------------------- escapes */

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* The character that "_x000D_" at the start of `text` stands for; 0: there is no escape. */
static unsigned escape_at(rg_text text)
{
    unsigned value = 0;
    if (text.size < 7 || text.bytes[0] != '_' || text.bytes[1] != 'x' || text.bytes[6] != '_')
        return 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex(text.bytes[i]);
        if (digit < 0)
            return 0;
        value = value << 4 | (unsigned)digit;
    }
    return value;
}

void rg_add_unescaped(rg_buffer *out, rg_text text)
{
    for (size_t i = 0; i < text.size;) {
        unsigned value = escape_at((rg_text){text.bytes + i, text.size - i});
        bool plain = value == 0 || (value >= 0xD800 && value < 0xE000);
        const char two[] = {(char)(0xC0 | value >> 6), (char)(0x80 | (value & 0x3F))};
        const char three[] = {(char)(0xE0 | value >> 12), (char)(0x80 | (value >> 6 & 0x3F)),
                              (char)(0x80 | (value & 0x3F))};
        if (plain)
            rg_buffer_add(out, text.bytes + i, 1);
        else if (value < 0x80)
            rg_buffer_add(out, &(char){(char)value}, 1);
        else
            rg_buffer_add(out, value < 0x800 ? two : three, value < 0x800 ? 2 : 3);
        i += plain ? 1 : 7;
    }
}

/* ---------------------------------------------------------------- reading */

static void on_start(void *context, const char *name, const char **attributes)
{
    rg_shared_strings *s = context;
    (void)attributes;
    if (strcmp(name, "si") == 0)
        rg_buffer_clear(&s->text);
    s->phonetic += strcmp(name, "rPh") == 0;
    s->in_text = strcmp(name, "t") == 0 && !s->phonetic;
}

static void on_end(void *context, const char *name)
{
    rg_shared_strings *s = context;
    s->in_text = false;
    s->phonetic -= strcmp(name, "rPh") == 0;
    if (strcmp(name, "si") != 0)
        return;
    rg_buffer_clear(&s->plain);
    rg_add_unescaped(&s->plain, rg_buffer_text(&s->text));
    if (s->plain.failed || s->text.failed) {
        rg_xml_fail(s->xml, RG_NO_MEMORY, "out of memory");
        return;
    }
    rg_status status = rg_spool_add(&s->bytes, rg_buffer_text(&s->plain), &s->error);
    uint64_t end = s->bytes.size;
    if (status == RG_OK)
        status = rg_spool_add(&s->ends, (rg_text){(const char *)&end, sizeof end}, &s->error);
    if (status != RG_OK)
        rg_xml_fail(s->xml, status, "%s", s->error.message);
    s->count++;
}

static void on_text(void *context, rg_text text)
{
    rg_shared_strings *s = context;
    if (!s->in_text)
        return;
    if (s->text.size + text.size > MOST_BYTES)
        rg_xml_fail(s->xml, RG_DAMAGED, "a text of more than 1 MiB");
    else
        rg_buffer_add(&s->text, text.bytes, text.size);
}

rg_status rg_shared_strings_read(rg_shared_strings **strings, const char *part, rg_input *input, rg_error *error)
{
    static const rg_xml_handler handler = {on_start, on_end, on_text};
    rg_shared_strings *s = rg_alloc(sizeof *s);
    *strings = NULL;
    if (!s) {
        rg_input_close(input);
        return rg_fail_memory(error);
    }
    s->bytes.limit = s->ends.limit = MOST_IN_MEMORY;
    rg_status status = rg_xml_open(&s->xml, part, input, &handler, s, error);
    while (status == RG_OK)
        status = rg_xml_read(s->xml, error);
    rg_xml_close(s->xml);
    s->xml = NULL;
    if (status != RG_DONE) {
        rg_shared_strings_close(s);
        return status;
    }
    rg_buffer_free(&s->text);
    rg_buffer_free(&s->plain);
    *strings = s;
    return RG_OK;
}

void rg_shared_strings_close(rg_shared_strings *s)
{
    if (!s)
        return;
    rg_spool_free(&s->bytes);
    rg_spool_free(&s->ends);
    rg_buffer_free(&s->text);
    rg_buffer_free(&s->plain);
    rg_free(s);
}

size_t rg_shared_strings_count(const rg_shared_strings *s)
{
    return s->count;
}

rg_status rg_shared_strings_get(rg_shared_strings *s, size_t index, rg_buffer *out, rg_error *error)
{
    char piece[4096];
    uint64_t ends[2] = {0, 0};
    if (index >= s->count)
        return rg_fail(error, RG_DAMAGED, "a cell refers to text %zu of %zu", index + 1, s->count);
    size_t before = index ? 1 : 0;
    rg_status status = rg_spool_read(&s->ends, (index - before) * sizeof *ends, (1 + before) * sizeof *ends,
                                     (char *)&ends[1 - before], error);
    for (uint64_t at = ends[0]; status == RG_OK && at < ends[1];) {
        size_t size = ends[1] - at < sizeof piece ? (size_t)(ends[1] - at) : sizeof piece;
        status = rg_spool_read(&s->bytes, at, size, piece, error);
        if (status == RG_OK)
            rg_buffer_add(out, piece, size);
        at += size;
    }
    return status;
}
