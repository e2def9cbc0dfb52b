/* fixer.c - one pass over a file: its pieces are written with the fixes of their findings. */
#include "fixer.h"

#include <string.h>

#include "check.h"
#include "codes.h"
#include "error.h"
#include "recode.h"
#include "text.h"

rg_status rg_fixer_open(rg_fixer **fixer, rg_check *check, const rg_fix_options *options, rg_write_function *write,
                        void *context, rg_error *error)
{
    rg_fixer *made = rg_alloc(sizeof *made);
    *fixer = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->check = check;
    made->options = *options;
    made->write = write;
    made->context = context;
    *fixer = made;
    return RG_OK;
}

static void free_waiting(rg_waiting *w)
{
    rg_buffer_free(&w->before);
    rg_buffer_free(&w->original);
    rg_buffer_free(&w->filled);
    rg_buffer_free(&w->other);
    rg_buffer_free(&w->field);
}

void rg_fixer_close(rg_fixer *fixer)
{
    if (!fixer)
        return;
    rg_rewriter_free(&fixer->rewriter);
    rg_free(fixer->values);
    rg_free(fixer->changes);
    rg_buffer_free(&fixer->preamble);
    rg_buffer_free(&fixer->preamble_original);
    free_waiting(&fixer->waiting);
    rg_buffer_free(&fixer->encoded);
    rg_free(fixer);
}

/* ---------------------------------------------------------------- which fixes */

bool rg_fixer_wants(const rg_fixer *fixer, const rg_code *code)
{
    return !fixer->options.wants || fixer->options.wants(fixer->options.context, code);
}

bool rg_fixer_is_wanted(const rg_fixer *fixer, const rg_finding *finding)
{
    return finding->fix && (finding->fix->safe || fixer->options.unsafe) && rg_fixer_wants(fixer, finding->code);
}

/* Of several fixes of one field that of the greatest number is made: what cures an error cleans the value, too. */
static int rank(const rg_finding *finding)
{
    return finding->code == rg_code_at(RG_CODE_BLANK_EDGE) ? 1 : finding->code == rg_code_at(RG_CODE_INVISIBLE) ? 2 : 3;
}

const rg_finding *rg_fixer_of_record(const rg_fixer *fixer, const rg_record *record)
{
    for (size_t i = 0; i < record->finding_count; i++)
        if (rg_fixer_is_wanted(fixer, &record->findings[i]) && record->findings[i].fix->scope == RG_FIX_RECORD)
            return &record->findings[i];
    return NULL;
}

bool rg_fixer_note_change(rg_fixer *fixer, const rg_finding *f, rg_text before)
{
    if (!RG_GROW(fixer->changes, fixer->change_count, fixer->change_capacity))
        return false;
    fixer->changes[fixer->change_count++] = (rg_change){.code = f->code,
                                                        .safe = f->fix->safe,
                                                        .scope = f->fix->scope,
                                                        .line = f->line,
                                                        .column = f->column,
                                                        .record = f->record,
                                                        .field = f->field,
                                                        .before = before,
                                                        .after = f->fix->replacement};
    return true;
}

/* ---------------------------------------------------------------- writing */

/* Write `text`, whose bytes in the input, if it is unchanged, are `original`. */
/* The text in the encoding of the file. */
static rg_status encode(rg_fixer *fixer, rg_text text, bool *faithful, rg_error *error)
{
    rg_decoder *decoder = rg_table_decoder(rg_check_table(fixer->check));
    rg_buffer_clear(&fixer->encoded);
    return rg_decoder_encode(decoder, text, &fixer->encoded, faithful, error);
}

rg_status rg_fixer_put(rg_fixer *fixer, rg_text text, const rg_text *original, rg_error *error)
{
    if (fixer->to_utf8)
        return fixer->write(fixer->context, text, error);
    if (original)
        return fixer->write(fixer->context, *original, error);
    rg_status status = encode(fixer, text, NULL, error);
    return status == RG_OK ? fixer->write(fixer->context, rg_buffer_text(&fixer->encoded), error) : status;
}

rg_status rg_fixer_tell(rg_fixer *fixer, const rg_fixed *fixed, rg_error *error)
{
    fixer->result.changes += fixed->change_count;
    return fixer->options.tell ? fixer->options.tell(fixer->options.context, fixed, error) : RG_OK;
}

/* Tell of the changed piece and write it. */
rg_status rg_fixer_put_changed(rg_fixer *fixer, const rg_record *record, rg_text after, rg_error *error)
{
    rg_fixed fixed = {record->line, record->bytes, after, fixer->changes, fixer->change_count};
    rg_status status = rg_fixer_tell(fixer, &fixed, error);
    return status == RG_OK ? rg_fixer_put(fixer, after, NULL, error) : status;
}

/* Bytes that mean nothing in the file's encoding cannot be told in another. */
static bool has_unknown_bytes(const rg_record *record)
{
    return memchr(record->bytes.bytes, RG_ESCAPED_BYTE, record->bytes.size);
}

static bool is_foreign(const rg_record *record)
{
    return record->bytes.bytes != record->original.bytes && !rg_text_equal(record->bytes, record->original);
}

/* Has the encoding that the file keeps all characters of what was written? */
static rg_status has_characters(rg_fixer *fixer, rg_text text, bool *has_them, rg_error *error)
{
    *has_them = true;
    if (fixer->to_utf8)
        return RG_OK;
    return encode(fixer, text, has_them, error);
}

static rg_status give_up(rg_fixer *fixer, bool *note)
{
    *note = true;
    fixer->is_void = true;
    return RG_DONE;
}

/* ---------------------------------------------------------------- short records, which wait */

static rg_status settle(rg_fixer *fixer, bool next_is_half, rg_error *error)
{
    rg_waiting *w = &fixer->waiting;
    bool fill = fixer->options.unsafe || !(next_is_half || w->is_half);
    if (!w->is_there)
        return RG_OK;
    w->is_there = false;
    rg_text before = rg_buffer_text(&w->before), original = rg_buffer_text(&w->original);
    rg_text after = rg_buffer_text(fill ? &w->filled : &w->other);
    if (rg_text_equal(before, after))
        return rg_fixer_put(fixer, before, &original, error);
    rg_fixed fixed = {w->line, before, after, &w->change, fill};
    rg_status status = rg_fixer_tell(fixer, &fixed, error);
    return status == RG_OK ? rg_fixer_put(fixer, after, NULL, error) : status;
}

static void copy(rg_buffer *to, rg_text text)
{
    rg_buffer_clear(to);
    rg_buffer_add(to, text.bytes, text.size);
}

/* The record that is being written waits: what it becomes is in the rewriter. */
static rg_status wait(rg_fixer *fixer, const rg_record *record, bool is_half, rg_error *error)
{
    rg_waiting *w = &fixer->waiting;
    copy(&w->before, record->bytes);
    copy(&w->original, record->original);
    copy(&w->filled, rg_buffer_text(&fixer->rewriter.out));
    rg_rewritten otherwise = rg_rewrite_record(&fixer->rewriter, record, NULL, NULL, fixer->form);
    copy(&w->other, otherwise == RG_CHANGED ? rg_buffer_text(&fixer->rewriter.out) : record->bytes);
    w->is_there = true;
    w->is_half = is_half;
    w->line = record->line;
    w->change = fixer->changes[0];
    copy(&w->field, rg_text_of(w->change.field ? w->change.field : ""));
    w->change.field = w->change.field ? rg_buffer_text(&w->field).bytes : NULL;
    w->change.before = rg_buffer_text(&w->before);
    w->change.after = rg_buffer_text(&w->filled);
    bool failed = w->before.failed || w->original.failed || w->filled.failed || w->other.failed || w->field.failed;
    return failed || rg_rewriter_failed(&fixer->rewriter) ? rg_fail_memory(error) : RG_OK;
}

static bool is_short(const rg_fixer *fixer, const rg_record *record)
{
    return record->kind == RG_DATA && record->field_count < fixer->columns;
}

/* May this record and the one before be pieces of one, which was divided at delimiters or in fields? Then they are not
 * wider than it, where a field that was divided counts twice. */
static bool are_halves(const rg_fixer *fixer, const rg_record *record)
{
    return fixer->short_before && is_short(fixer, record) &&
           fixer->short_before + record->field_count <= fixer->columns + 1;
}

/* ---------------------------------------------------------------- records */

static bool make_room(rg_fixer *fixer, size_t fields)
{
    if (fixer->value_capacity >= fields)
        return true;
    const rg_finding **values = rg_resize(fixer->values, fields * sizeof *values);
    fixer->values = values ? values : fixer->values;
    fixer->value_capacity = values ? fields : fixer->value_capacity;
    return values;
}

/* Choose among the fixes of each field. */
static bool collect_values(rg_fixer *fixer, const rg_record *record)
{
    if (!make_room(fixer, record->field_count))
        return false;
    for (size_t i = 0; i < record->field_count; i++)
        fixer->values[i] = NULL;
    for (size_t i = 0; i < record->finding_count; i++) {
        const rg_finding *f = &record->findings[i];
        if (!f->field_number || f->field_number > record->field_count || !rg_fixer_is_wanted(fixer, f) ||
            f->fix->scope != RG_FIX_FIELD)
            continue;
        const rg_finding **best = &fixer->values[f->field_number - 1];
        *best = !*best || rank(f) > rank(*best) ? f : *best;
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const rg_finding *f = fixer->values[i];
        const rg_field *field = &record->fields[i];
        /* Blanks at the edges are none of the value. */
        bool is_edge = f && (!field->quoted || rg_text_equal(field->value, f->fix->replacement));
        if (f && !rg_fixer_note_change(fixer, f, is_edge ? field->raw : field->value))
            return false;
    }
    return true;
}

/* Write the record as it is to be into the rewriter: with its fixes, in the form that the file gets. The fixes stay out
 * when the file keeps an encoding that has no characters for them. */
static rg_status rewrite(rg_fixer *fixer, const rg_record *record, const rg_finding *whole, rg_rewritten *result,
                         rg_error *error)
{
    bool is_whole = true;
    size_t of_file = fixer->change_count;
    if (whole ? !rg_fixer_note_change(fixer, whole, record->bytes) : !collect_values(fixer, record))
        return rg_fail_memory(error);
    *result = rg_rewrite_record(&fixer->rewriter, record, whole ? whole->fix : NULL, whole ? NULL : fixer->values,
                                fixer->form);
    rg_status status = *result == RG_CHANGED && !rg_rewriter_failed(&fixer->rewriter)
                           ? has_characters(fixer, rg_buffer_text(&fixer->rewriter.out), &is_whole, error)
                           : RG_OK;
    if (status == RG_OK && !is_whole)
        *result = rg_rewrite_record(&fixer->rewriter, record, NULL, NULL, fixer->form);
    if (!is_whole || *result == RG_NOT_SPLIT)
        fixer->change_count = of_file;
    return status == RG_OK && rg_rewriter_failed(&fixer->rewriter) ? rg_fail_memory(error) : status;
}

/* When the fields are separated by commas, a comma in a number will seem to be something else. What is fixed by the
 * record has not been looked at by the value. */
static bool needs_delimiter(const rg_fixer *fixer, const rg_record *record, const rg_finding *whole)
{
    bool needs = whole && whole->fix->field_count;
    for (size_t i = 0; i < record->finding_count; i++) {
        const rg_finding *f = &record->findings[i];
        needs |= f->fix && f->fix->needs_delimiter && !rg_fixer_is_wanted(fixer, f) && rg_fixer_wants(fixer, f->code);
    }
    return needs && fixer->form.from != fixer->form.to;
}

rg_status rg_fixer_write_record(rg_fixer *fixer, const rg_record *record, rg_error *error)
{
    const rg_finding *whole = rg_fixer_of_record(fixer, record);
    bool is_half = are_halves(fixer, record);
    rg_rewritten result = RG_UNCHANGED;
    /* What an empty line divides is asked when that is gone. */
    rg_status status = settle(fixer, is_half || record->kind == RG_BLANK, error);
    if (record->kind != RG_BLANK)
        fixer->short_before = is_short(fixer, record) ? record->field_count : 0;
    if (status == RG_OK && needs_delimiter(fixer, record, whole))
        return give_up(fixer, &fixer->options.notes->keep_delimiter);
    if (status == RG_OK)
        status = rewrite(fixer, record, whole, &result, error);
    if (status != RG_OK)
        return status;
    switch (result) {
    case RG_CHANGED:
        if (whole && fixer->change_count && whole->code == rg_code_at(RG_CODE_FIELDS_TOO_FEW))
            return wait(fixer, record, is_half, error);
        return rg_fixer_put_changed(fixer, record, rg_buffer_text(&fixer->rewriter.out), error);
    case RG_LEFT_OUT:
        return rg_fixer_put_changed(fixer, record, (rg_text){"", 0}, error);
    case RG_NOT_EMPTY:
        return give_up(fixer, &fixer->options.notes->keep_columns);
    case RG_NOT_SPLIT:
        if (record->kind == RG_DATA && fixer->form.from != fixer->form.to)
            return give_up(fixer, &fixer->options.notes->keep_delimiter);
        break;
    case RG_UNCHANGED:
        break;
    }
    /* What changes the file need not change this piece of it. */
    rg_fixed fixed = {record->line, record->bytes, record->bytes, fixer->changes, fixer->change_count};
    if (fixer->change_count)
        status = rg_fixer_tell(fixer, &fixed, error);
    return status == RG_OK ? rg_fixer_put(fixer, record->bytes, &record->original, error) : status;
}

/* ---------------------------------------------------------------- the pass */

static rg_status end(rg_fixer *fixer, const rg_record *record, rg_error *error)
{
    rg_status status = settle(fixer, false, error);
    if (status == RG_OK)
        status = rg_fixer_write_preamble(fixer, NULL, error);
    for (size_t i = 0; status == RG_OK && i < record->finding_count; i++) {
        const rg_finding *f = &record->findings[i];
        if (!rg_fixer_is_wanted(fixer, f) || f->code != rg_code_at(RG_CODE_ENCODING) || !fixer->to_utf8)
            continue;
        fixer->result.recoded = true;
        if (!rg_fixer_note_change(fixer, f, (rg_text){"", 0}))
            return rg_fail_memory(error);
        rg_fixed fixed = {0, {"", 0}, {"", 0}, fixer->changes, fixer->change_count};
        status = rg_fixer_tell(fixer, &fixed, error);
    }
    /* No finding has said so, or what it says is not wanted. */
    if (status == RG_OK && fixer->to_utf8 && fixer->is_foreign && !fixer->result.recoded)
        return give_up(fixer, &fixer->options.notes->keep_encoding);
    return status;
}

static rg_status refuse(rg_error *error)
{
    return rg_fail(error, RG_BAD_USAGE,
                   "this is an archive, a folder or a workbook, and fixing changes single files of text: unpack it, "
                   "or save its sheets as CSV, and fix those");
}

rg_status rg_fixer_record(rg_fixer *fixer, const rg_record *record, rg_error *error)
{
    fixer->change_count = 0;
    if (fixer->is_void)
        return RG_DONE;
    if (!rg_check_is_file(fixer->check))
        return refuse(error);
    fixer->to_utf8 = rg_fixer_wants(fixer, rg_code_at(RG_CODE_ENCODING)) && !fixer->options.notes->keep_encoding;
    fixer->is_foreign |= is_foreign(record);
    if (fixer->to_utf8 && is_foreign(record) && has_unknown_bytes(record))
        return give_up(fixer, &fixer->options.notes->keep_encoding);
    rg_status status = RG_OK;
    switch (record->kind) {
    case RG_CONTAINER:
        return RG_OK;
    case RG_PREAMBLE:
        return rg_fixer_read_preamble(fixer, record, error);
    case RG_HEADER:
        return rg_fixer_read_header(fixer, record, error);
    case RG_DATA:
    case RG_BLANK:
        return rg_fixer_write_record(fixer, record, error);
    case RG_REST:
        status = settle(fixer, false, error);
        return status == RG_OK ? rg_fixer_put(fixer, record->bytes, &record->original, error) : status;
    case RG_END:
        return end(fixer, record, error);
    }
    return status;
}

rg_status rg_fixer_finish(rg_fixer *fixer, rg_fix_result *result, rg_error *error)
{
    rg_status status = fixer->is_void ? RG_DONE : settle(fixer, false, error);
    *result = fixer->result;
    return status;
}
