/* origin.c - what must be known of the original to understand the failed entries: its header, and its form. */
#include "origin.h"

#include "error.h"
#include "lines.h"
#include "raw_bytes.h"
#include "text.h"
#include "utf8.h"

#define USUAL_LIMIT (1024 * 1024) /* of a record, where no template says one */

static rg_text keep_text(rg_origin *o, rg_text text)
{
    char *copy = rg_arena_text(&o->arena, text);
    return (rg_text){copy ? copy : "", copy ? text.size : 0};
}

static void keep_fields(rg_origin *o, const rg_record *header)
{
    rg_field *fields = rg_arena_alloc(&o->arena, (header->field_count + 1) * sizeof *fields);
    for (size_t i = 0; fields && i < header->field_count; i++)
        fields[i] = (rg_field){.value = keep_text(o, header->fields[i].value)};
    o->fields = fields;
    o->field_count = header->field_count;
}

/* The line end of the bytes, if there is one. */
static void keep_line_end(rg_origin *o, rg_text bytes)
{
    size_t content = rg_line_content(bytes);
    if (content < bytes.size)
        o->line_end = keep_text(o, (rg_text){bytes.bytes + content, bytes.size - content});
}

rg_status rg_origin_read_preamble(rg_origin *o, const rg_record *piece, rg_error *error)
{
    keep_line_end(o, piece->bytes);
    return o->arena.failed ? rg_fail_memory(error) : RG_OK;
}

rg_status rg_origin_read_header(rg_origin *o, const rg_table *table, const rg_record *header, rg_error *error)
{
    const rg_layout *layout = rg_table_layout(table);
    rg_text bytes = rg_utf8_without_mark(header->bytes);
    keep_fields(o, header);
    keep_line_end(o, bytes);
    if (!o->line_end.size)
        o->line_end = rg_text_of("\n");
    o->delimiter = rg_table_delimiter(table);
    o->record_limit = layout ? (size_t)layout->t->limits[RG_LIMIT_RECORD_BYTES] : USUAL_LIMIT;
    if (o->arena.failed)
        return rg_fail_memory(error);
    return rg_raw_copy(rg_table_decoder(table), (rg_text){bytes.bytes, rg_line_content(bytes)}, &o->header, error);
}

rg_status rg_origin_read_encoding(rg_origin *o, const rg_table *table, rg_error *error)
{
    uint64_t first;
    const char *encoding = table ? rg_decoder_encoding(rg_table_decoder(table), &first) : NULL;
    o->encoding = encoding ? rg_arena_string(&o->arena, encoding) : NULL;
    return encoding && !o->encoding ? rg_fail_memory(error) : RG_OK;
}

void rg_origin_free(rg_origin *o)
{
    rg_buffer_free(&o->header);
    rg_arena_free(&o->arena);
}
