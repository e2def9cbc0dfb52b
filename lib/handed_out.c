/* handed_out.c - which records of the original may have been handed out as failed entries.
 *
 * They are those that fail, and those that errors-file.csv names. Of each a few words are kept, by which it is known
 * again. */
#include "handed_out.h"

#include "error.h"
#include "fingerprint.h"
#include "lines.h"
#include "memory.h"

rg_status rg_handed_out_header(rg_handed_out *h, const rg_table *table, const rg_record *header, rg_error *error)
{
    const rg_layout *layout = rg_table_layout(table);
    /* An error above the first record fails them all, and then all were handed out. */
    h->errors.about_file |= h->errors.count && h->errors.lines[0].line <= header->line;
    return layout && !layout->empty ? rg_known_keys_list(&h->keys, layout, error) : RG_OK;
}

/* The ExternalId of the record, as errors-file.csv has it; 0: it has none. */
static uint64_t external_id_of(const rg_table *table, const rg_record *record)
{
    const rg_layout *layout = rg_table_layout(table);
    if (!layout || layout->t->external_id == RG_NO_COLUMN)
        return 0;
    size_t at = layout->position_of[layout->t->external_id];
    return at < record->field_count ? rg_hash_of_id(record->fields[at].value) : 0;
}

/* Does errors-file.csv name the record on these lines? */
static void look_up(rg_handed_out *h, const rg_table *table, const rg_record *record, uint64_t last_line,
                    rg_place *place)
{
    const rg_errors_file *errors = &h->errors;
    for (; h->next_error < errors->count && errors->lines[h->next_error].line < record->line; h->next_error++)
        h->unfound++;
    if (h->next_error == errors->count || errors->lines[h->next_error].line > last_line)
        return;
    uint64_t named = errors->lines[h->next_error].external_id, id = external_id_of(table, record);
    place->listed = true;
    place->stale = named && id && named != id;
    place->confirmed = named && named == id;
    h->listed += !place->stale;
    h->unfound += place->stale;
    while (h->next_error < errors->count && errors->lines[h->next_error].line <= last_line)
        h->next_error++;
}

/* All by which the record is known again. */
static rg_status describe(rg_handed_out *h, const rg_table *table, const rg_record *record, rg_place *place,
                          rg_error *error)
{
    rg_fingerprint fingerprint;
    rg_status status = rg_fingerprint_take(&fingerprint, rg_table_decoder(table), record->bytes, &h->room, error);
    place->first_line = fingerprint.first_line;
    place->content = fingerprint.content;
    if (status == RG_OK)
        status = rg_known_key_of(&h->keys, record, &place->key, error);
    place->doubtful = rg_known_key_is_doubtful(&h->keys, record);
    return status;
}

rg_status rg_handed_out_record(rg_handed_out *h, const rg_table *table, const rg_record *record, rg_error *error)
{
    rg_alignment *a = h->alignment;
    rg_text content = {record->bytes.bytes, rg_line_content(record->bytes)};
    uint64_t lines = rg_count_lines(content) + 1;
    rg_place place = {.line = record->line, .lines = (uint32_t)lines, .row = RG_NOWHERE, .fails = record->failed};
    look_up(h, table, record, record->line + lines - 1, &place);
    if (!place.fails && !place.listed)
        return RG_OK;
    h->failing += place.fails;
    rg_status status = describe(h, table, record, &place, error);
    if (status != RG_OK)
        return status;
    if (a->place_count >= RG_NOWHERE || !RG_GROW(a->places, a->place_count, h->place_capacity))
        return rg_fail_memory(error);
    a->places[a->place_count++] = place;
    return RG_OK;
}

rg_status rg_handed_out_rest(rg_handed_out *h, const rg_table *table, const rg_record *rest, rg_error *error)
{
    rg_alignment *a = h->alignment;
    if (!a->place_count || !rest->failed)
        return RG_OK;
    rg_place *place = &a->places[a->place_count - 1];
    place->lines = 0;
    return rg_fingerprint_add(&place->content, rg_table_decoder(table), rest->bytes, &h->room, error);
}

void rg_handed_out_choose(rg_handed_out *h)
{
    rg_alignment *a = h->alignment;
    bool is_whole = h->errors.about_file || !h->has_errors_file;
    h->unfound = is_whole ? 0 : h->unfound + h->errors.count - h->next_error;
    a->by_errors_file = !is_whole && (h->listed == a->row_count || h->failing != a->row_count);
}

void rg_handed_out_free(rg_handed_out *h)
{
    rg_errors_file_free(&h->errors);
    rg_known_keys_free(&h->keys);
    rg_buffer_free(&h->room);
}
