/* putback.c - a record with the values that a corrected row has, in the form that the original has. */
#include "putback.h"

#include <string.h>

#include "error.h"
#include "lines.h"
#include "quoting.h"
#include "raw_bytes.h"
#include "recode.h"
#include "retyped.h"
#include "text.h"

void rg_putback_free(rg_putback *p)
{
    rg_buffer_free(&p->text);
    rg_buffer_free(&p->bytes);
    rg_buffer_free(&p->raw);
    rg_buffer_free(&p->row_raw);
    rg_free(p->changes);
    rg_arena_free(&p->arena);
}

static void begin(rg_putback *p)
{
    rg_buffer_clear(&p->text);
    rg_buffer_clear(&p->bytes);
    rg_arena_reset(&p->arena);
    p->change_count = 0;
    p->retyped = 0;
    p->reason = NULL;
}

/* The text is complete: tell it in the original's encoding. */
static rg_status finish(rg_putback *p, rg_error *error)
{
    if (p->text.failed || p->arena.failed)
        return rg_fail_memory(error);
    return rg_raw_copy(p->decoder, rg_buffer_text(&p->text), &p->bytes, error);
}

/* ---------------------------------------------------------------- fields */

/* Can the value be told in the original's encoding, and does it mean anything? */
static bool can_be_told(rg_putback *p, rg_text value, const char *column)
{
    uint64_t first;
    char byte;
    const char *encoding = rg_decoder_encoding(p->decoder, &first);
    for (size_t i = 0; i < value.size; i++) {
        if (!rg_escaped_byte((rg_text){value.bytes + i, value.size - i}, &byte))
            continue;
        p->reason = rg_arena_printf(&p->arena,
                                    "`%s` has a byte that means nothing in the encoding of the failed entries: save "
                                    "them as UTF-8",
                                    column);
        return false;
    }
    if (rg_decoder_can_encode(p->decoder, value))
        return true;
    p->reason = rg_arena_printf(&p->arena,
                                "`%s` has a character that %s, the original's encoding, lacks: write it otherwise, or "
                                "convert the original to UTF-8 first",
                                column, encoding);
    return false;
}

static void add_value(rg_putback *p, rg_text value, bool quoted)
{
    /* An empty value alone on a line would be no record. */
    bool is_alone = p->origin->field_count == 1 && value.size == 0;
    rg_add_field(&p->text, value, p->origin->delimiter, quoted || is_alone ? RG_QUOTES_ALWAYS : RG_QUOTES_NEEDED);
}

/* A field of the row as it stands there, if that means the same in the original. */
static void add_field(rg_putback *p, const rg_field *field)
{
    bool same_form = p->failed->delimiter == p->origin->delimiter;
    bool is_alone = p->origin->field_count == 1 && field->raw.size == 0;
    if (same_form && !is_alone)
        rg_buffer_add(&p->text, field->raw.bytes, field->raw.size);
    else
        add_value(p, field->value, field->quoted);
}

static const char *name_of(rg_putback *p, size_t column)
{
    const rg_columns *columns = &p->failed->columns;
    rg_text name = column < columns->count ? columns->names[column] : (rg_text){"", 0};
    return name.size ? name.bytes : rg_arena_printf(&p->arena, "column %zu", column + 1);
}

/* Do the fields say the same, by their bytes (files that are not in one encoding throughout) or by their values? */
static rg_status is_same_field(rg_putback *p, const rg_field *a, const rg_field *b, bool *same, rg_error *error)
{
    rg_text raw, row_raw;
    *same = rg_text_equal(a->value, b->value);
    if (*same)
        return RG_OK;
    rg_status status = rg_raw_bytes(p->failed->decoder, b->raw, &p->row_raw, &row_raw, error);
    if (status == RG_OK)
        status = rg_raw_bytes(p->decoder, a->raw, &p->raw, &raw, error);
    *same = status == RG_OK && rg_text_equal(raw, row_raw);
    return status;
}

/* Does a finding name this field? Then whatever happened to it was meant. */
static bool is_named(const rg_record *record, size_t position)
{
    for (size_t i = 0; i < record->finding_count; i++)
        if (record->findings[i].field_number == position + 1)
            return true;
    return false;
}

/* ---------------------------------------------------------------- rows */

static void refuse_width(rg_putback *p, const rg_correction *row)
{
    p->reason =
        rg_arena_printf(&p->arena, "the corrected row has %zu field%s, its header %zu: correct it, and merge again",
                        row->field_count, row->field_count == 1 ? "" : "s", p->failed->columns.row_count);
}

/* Can every field be put somewhere? */
static bool is_usable(rg_putback *p, const rg_correction *row)
{
    const rg_columns *columns = &p->failed->columns;
    if (row->defect != RG_SOUND) {
        p->reason = row->defect == RG_ROW_TOO_LONG
                        ? "the corrected row is longer than a record may be: correct it, and merge again"
                        : "a quote is wrong in the corrected row: correct it, and merge again";
        return false;
    }
    for (size_t i = 0; i < row->field_count; i++) {
        bool has_column = i < columns->row_count && (columns->is_known[i] || rg_text_trim(columns->row_names[i]).size);
        if (has_column || !row->fields[i].value.size)
            continue;
        if (i < columns->row_count)
            p->reason = rg_arena_printf(&p->arena,
                                        "field %zu of the corrected row has a value, and its column no name: correct "
                                        "the row, and merge again",
                                        i + 1);
        else
            refuse_width(p, row);
        return false;
    }
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->position_of[i] != RG_ABSENT && columns->position_of[i] >= row->field_count) {
            refuse_width(p, row);
            return false;
        }
    }
    return true;
}

/* Has a spreadsheet read on over a quote that is wrong in the record? Then one value has what follows it, delimiters
 * and quotes included, and the fields behind it are empty. */
static bool is_swallowed(rg_putback *p, const rg_record *record, const rg_correction *row)
{
    const char before[] = {p->origin->delimiter, '"'}, after[] = {'"', p->origin->delimiter};
    size_t last = row->field_count;
    if (!memchr(record->bytes.bytes, '"', record->bytes.size))
        return false;
    while (last > 0 && !row->fields[last - 1].value.size)
        last--;
    rg_text value = last ? row->fields[last - 1].value : (rg_text){"", 0};
    bool found = rg_text_find(value, (rg_text){before, 2}) || rg_text_find(value, (rg_text){after, 2}) ||
                 (rg_count_lines(value) > rg_count_lines(record->bytes));
    if (found)
        p->reason = "a quote is wrong in the record, and a spreadsheet has read on over it: correct this one in a text "
                    "editor, before the spreadsheet";
    return found;
}

/* A record whose structure is broken: does the row say the same, field by field? */
static rg_status is_untouched(rg_putback *p, const rg_record *record, const rg_correction *row, bool *same,
                              rg_error *error)
{
    rg_status status = RG_OK;
    *same = p->failed->columns.is_same && row->defect == RG_SOUND && row->field_count == record->field_count;
    for (size_t i = 0; status == RG_OK && *same && i < row->field_count; i++)
        status = is_same_field(p, &record->fields[i], &row->fields[i], same, error);
    return status;
}

/* ---------------------------------------------------------------- a whole record */

/* All fields of the row in the order of the original's header. False: for a reason they are not. */
static bool add_whole(rg_putback *p, const rg_correction *row)
{
    const rg_columns *columns = &p->failed->columns;
    for (size_t i = 0; i < columns->count; i++) {
        size_t at = columns->position_of[i];
        const char *name = name_of(p, i);
        if (i)
            rg_buffer_add(&p->text, &p->origin->delimiter, 1);
        if (at == RG_ABSENT)
            continue; /* for a new record: it has no value there */
        if (!can_be_told(p, row->fields[at].value, name))
            return false;
        add_field(p, &row->fields[at]);
    }
    return true;
}

static bool lacks_columns(rg_putback *p)
{
    const rg_columns *columns = &p->failed->columns;
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->position_of[i] != RG_ABSENT)
            continue;
        p->reason = rg_arena_printf(&p->arena,
                                    "the record is broken, and the failed entries have no column `%s` to write it "
                                    "anew from: put the column back",
                                    name_of(p, i));
        return true;
    }
    return false;
}

static rg_text line_end_of(rg_text line)
{
    size_t size = rg_line_content(line);
    return (rg_text){line.bytes + size, line.size - size};
}

static rg_status rewrite(rg_putback *p, const rg_record *record, const rg_correction *row, rg_comparison *comparison,
                         rg_error *error)
{
    rg_text end = line_end_of(record->bytes);
    *comparison = RG_SAYS_NOTHING;
    if (lacks_columns(p) || is_swallowed(p, record, row) || !add_whole(p, row))
        return p->arena.failed ? rg_fail_memory(error) : RG_OK;
    rg_buffer_add(&p->text, end.bytes, end.size);
    *comparison = RG_SAYS_OTHERWISE;
    return finish(p, error);
}

rg_status rg_putback_new(rg_putback *p, const rg_correction *row, bool ends_line, rg_comparison *comparison,
                         rg_error *error)
{
    rg_text end = p->origin->line_end;
    begin(p);
    *comparison = RG_SAYS_NOTHING;
    rg_buffer_add(&p->text, end.bytes, ends_line ? 0 : end.size);
    if (!is_usable(p, row) || !add_whole(p, row))
        return p->arena.failed ? rg_fail_memory(error) : RG_OK;
    rg_buffer_add(&p->text, end.bytes, end.size);
    *comparison = RG_SAYS_OTHERWISE;
    return finish(p, error);
}

/* ---------------------------------------------------------------- field by field */

static rg_merged_field *add_change(rg_putback *p, size_t column, rg_text before, rg_text after)
{
    if (!RG_GROW(p->changes, p->change_count, p->change_capacity))
        return NULL;
    rg_merged_field *change = &p->changes[p->change_count++];
    *change = (rg_merged_field){.column = name_of(p, column), .before = before, .after = after};
    return change;
}

/* The bytes of the record from where the last field ended up to this one, then the field's new ones. */
static void splice(rg_putback *p, const rg_record *record, size_t *done, rg_text raw)
{
    size_t at = (size_t)(raw.bytes - record->bytes.bytes);
    rg_buffer_add(&p->text, record->bytes.bytes + *done, at - *done);
    *done = at + raw.size;
}

/* Blanks round a value, which are no part of it, are gone. */
static bool lost_blanks(const rg_field *field, const rg_field *corrected)
{
    return rg_text_trim(field->raw).size < field->raw.size && rg_text_trim(corrected->raw).size == corrected->raw.size;
}

/* One field: `*done` is how much of the record is written. False: for a reason it cannot be put back. */
static rg_status put_field(rg_putback *p, const rg_record *record, size_t position, const rg_field *corrected,
                           size_t *done, bool *possible, rg_error *error)
{
    bool same, named = is_named(record, position);
    const rg_field *field = &record->fields[position];
    rg_status status = is_same_field(p, field, corrected, &same, error);
    if (status != RG_OK || (same && !(named && lost_blanks(field, corrected))))
        return status;
    rg_merged_field *change = same ? add_change(p, position, field->raw, corrected->raw)
                                   : add_change(p, position, field->value, corrected->value);
    if (!change)
        return rg_fail_memory(error);
    /* What was rounded before cannot be restored by writing it out. */
    bool is_meant = same || p->trust_spreadsheet || (named && !rg_is_rounded(field->value));
    change->retyped = is_meant ? NULL : rg_retyped(field->value, corrected->value);
    if (change->retyped) {
        p->retyped++;
        return RG_OK;
    }
    *possible = can_be_told(p, corrected->value, change->column);
    splice(p, record, done, field->raw);
    if (same)
        rg_buffer_add(&p->text, rg_text_trim(field->raw).bytes, rg_text_trim(field->raw).size);
    else
        add_value(p, corrected->value, field->quoted);
    return RG_OK;
}

static rg_status amend(rg_putback *p, const rg_record *record, const rg_correction *row, rg_comparison *comparison,
                       rg_error *error)
{
    const rg_columns *columns = &p->failed->columns;
    rg_status status = RG_OK;
    bool possible = true;
    size_t done = 0;
    for (size_t i = 0; status == RG_OK && possible && i < record->field_count; i++)
        if (columns->position_of[i] != RG_ABSENT)
            status = put_field(p, record, i, &row->fields[columns->position_of[i]], &done, &possible, error);
    *comparison = !possible ? RG_SAYS_NOTHING : p->change_count == p->retyped ? RG_SAYS_THE_SAME : RG_SAYS_OTHERWISE;
    if (status != RG_OK || *comparison != RG_SAYS_OTHERWISE)
        return status == RG_OK && p->arena.failed ? rg_fail_memory(error) : status;
    rg_buffer_add(&p->text, record->bytes.bytes + done, record->bytes.size - done);
    return finish(p, error);
}

rg_status rg_putback_compare(rg_putback *p, const rg_record *record, const rg_correction *row,
                             rg_comparison *comparison, rg_error *error)
{
    bool same;
    bool broken = record->broken || record->field_count != p->origin->field_count;
    begin(p);
    *comparison = RG_SAYS_THE_SAME;
    rg_status status = broken ? is_untouched(p, record, row, &same, error) : RG_OK;
    if (status != RG_OK || (broken && same))
        return status;
    *comparison = RG_SAYS_NOTHING;
    if (!is_usable(p, row))
        return p->arena.failed ? rg_fail_memory(error) : RG_OK;
    return broken ? rewrite(p, record, row, comparison, error) : amend(p, record, row, comparison, error);
}

rg_status rg_putback_header(rg_putback *p, const rg_record *header, rg_comparison *comparison, rg_error *error)
{
    const rg_columns *columns = &p->failed->columns;
    size_t done = 0;
    begin(p);
    *comparison = RG_SAYS_THE_SAME;
    for (size_t i = 0; i < header->field_count && i < columns->count; i++) {
        rg_text name = columns->new_names[i];
        if (!name.bytes)
            continue;
        if (!add_change(p, i, header->fields[i].value, name))
            return rg_fail_memory(error);
        splice(p, header, &done, header->fields[i].raw);
        add_value(p, name, header->fields[i].quoted);
        *comparison = RG_SAYS_OTHERWISE;
        if (!can_be_told(p, name, name.bytes)) {
            *comparison = RG_SAYS_NOTHING;
            return p->arena.failed ? rg_fail_memory(error) : RG_OK;
        }
    }
    if (*comparison == RG_SAYS_THE_SAME)
        return RG_OK;
    rg_buffer_add(&p->text, header->bytes.bytes + done, header->bytes.size - done);
    return finish(p, error);
}
