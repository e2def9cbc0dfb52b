/* rewriting.c - one record written anew: with other values in some of its fields, or in another form. What is not said
 * to change keeps its bytes: the quotes and blanks of each field, and the line end. */
#include "rewriting.h"

#include <string.h>

#include "lines.h"
#include "quoting.h"
#include "text.h"
#include "utf8.h"

bool rg_rewriter_failed(const rg_rewriter *rewriter)
{
    return rewriter->out.failed || rewriter->arena.failed;
}

void rg_rewriter_free(rg_rewriter *rewriter)
{
    rg_free(rewriter->cells);
    rg_arena_free(&rewriter->arena);
    rg_buffer_free(&rewriter->out);
    *rewriter = (rg_rewriter){0};
}

static size_t mark_size(const rg_record *record)
{
    return record->byte_offset == 0 ? rg_utf8_mark_size(record->bytes) : 0;
}

static bool add_cell(rg_rewriter *w, rg_text raw)
{
    if (!RG_GROW(w->cells, w->count, w->capacity)) {
        w->arena.failed = true;
        return false;
    }
    w->cells[w->count++] = raw;
    return true;
}

/* The fields as they stand. False: they are not all that the record has. */
static bool take_fields(rg_rewriter *w, const rg_record *record)
{
    size_t size = mark_size(record);
    for (size_t i = 0; i < record->field_count; i++) {
        size += record->fields[i].raw.size + (i > 0);
        if (!add_cell(w, record->fields[i].raw))
            return false;
    }
    return record->field_count && size == rg_line_content(record->bytes);
}

bool rg_can_rewrite(rg_rewriter *w, const rg_record *record)
{
    w->count = 0;
    return take_fields(w, record);
}

static rg_text write_value(rg_rewriter *w, rg_text value, char delimiter, rg_quotes quotes)
{
    rg_buffer cell = {0};
    rg_add_field(&cell, value, delimiter, quotes);
    rg_text text = {rg_arena_text(&w->arena, rg_buffer_text(&cell)), cell.size};
    w->arena.failed |= cell.failed;
    rg_buffer_free(&cell);
    return text.bytes ? text : (rg_text){"", 0};
}

static bool is_quoted(rg_text raw)
{
    rg_text trimmed = rg_text_trim(raw);
    return trimmed.size && trimmed.bytes[0] == '"';
}

/* Fields that were in quotes stay so. */
static bool set_values(rg_rewriter *w, const rg_record *record, const rg_finding *const *values, char delimiter)
{
    bool changed = false;
    for (size_t i = 0; values && i < record->field_count && i < w->count; i++) {
        if (!values[i])
            continue;
        w->cells[i] = write_value(w, values[i]->fix->replacement, delimiter,
                                  record->fields[i].quoted ? RG_QUOTES_ALWAYS : RG_QUOTES_NEEDED);
        changed = true;
    }
    return changed;
}

static bool drop_columns(rg_rewriter *w, size_t columns, bool *changed)
{
    for (size_t i = columns; columns && i < w->count; i++) {
        rg_text raw = rg_text_trim(w->cells[i]);
        if (raw.size && !rg_text_equal(raw, (rg_text){"\"\"", 2}))
            return false;
        *changed = true;
    }
    if (columns && w->count > columns)
        w->count = columns;
    return true;
}

/* A field without quotes may need them between other delimiters. */
static void change_delimiter(rg_rewriter *w, char delimiter)
{
    for (size_t i = 0; i < w->count; i++)
        if (!is_quoted(w->cells[i]) && w->cells[i].size && memchr(w->cells[i].bytes, delimiter, w->cells[i].size))
            w->cells[i] = write_value(w, rg_text_trim(w->cells[i]), delimiter, RG_QUOTES_ALWAYS);
}

static bool adds_mark(const rg_record *record, rg_row_form form)
{
    return form.add_mark && record->kind == RG_HEADER;
}

static void join(rg_rewriter *w, const rg_record *record, rg_row_form form)
{
    size_t content = rg_line_content(record->bytes), mark = mark_size(record);
    rg_buffer_clear(&w->out);
    rg_buffer_add_string(&w->out, adds_mark(record, form) ? RG_UTF8_MARK : "");
    rg_buffer_add(&w->out, record->bytes.bytes, form.drop_mark ? 0 : mark);
    for (size_t i = 0; i < w->count; i++) {
        rg_buffer_add(&w->out, &form.to, i > 0);
        rg_buffer_add(&w->out, w->cells[i].bytes, w->cells[i].size);
    }
    rg_buffer_add(&w->out, record->bytes.bytes + content, record->bytes.size - content);
}

rg_rewritten rg_rewrite_record(rg_rewriter *w, const rg_record *record, const rg_fix *fix,
                               const rg_finding *const *values, rg_row_form form)
{
    bool has_fix = fix && fix->scope == RG_FIX_RECORD, is_split = true;
    bool changed = has_fix || form.from != form.to || (form.drop_mark && mark_size(record)) || adds_mark(record, form);
    rg_arena_reset(&w->arena);
    w->count = 0;
    if (has_fix && !fix->field_count)
        return RG_LEFT_OUT;
    for (size_t i = 0; has_fix && i < fix->field_count; i++)
        is_split &= add_cell(w, fix->fields[i]);
    if (!has_fix)
        is_split = take_fields(w, record);
    if (!is_split) {
        w->arena.failed |= has_fix || (record->field_count && !w->cells);
        return RG_NOT_SPLIT;
    }
    changed |= !has_fix && set_values(w, record, values, form.to);
    if (!drop_columns(w, form.columns, &changed))
        return RG_NOT_EMPTY;
    if (!changed)
        return RG_UNCHANGED;
    if (form.from != form.to)
        change_delimiter(w, form.to);
    join(w, record, form);
    return RG_CHANGED;
}
