/* merge.c - corrected failed entries go back where they came from.
 *
 * The original is read twice. First every record that may have been handed out is noted, with hashes by which it is
 * known again; then the failed entries are read, and each row finds its place; then the original goes by once more,
 * with the rows in it. What is kept is a few words for each such record and row; their values wait in a spool. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "error.h"
#include "failed_rows.h"
#include "fingerprint.h"
#include "hash.h"
#include "known_keys.h"
#include "memory.h"
#include "origin.h"
#include "putback.h"
#include "raw_bytes.h"
#include "returned_files.h"
#include "text.h"

#define MOST_SHOWN 4096 /* bytes of a version of a record */

typedef enum { SURVEYING, READY, MERGING, AT_ROWS, OVER } stage;

typedef struct open_row {
    uint64_t key;
    uint32_t row;
} open_row;

struct rg_merge {
    rg_input *original, *again;
    const rg_template *const *templates;
    size_t template_count;
    rg_check_options check_options;
    rg_merge_options options;
    stage stage;
    rg_check *check;
    rg_arena arena;
    /* What is known of the original: */
    rg_origin origin;
    rg_known_keys keys;
    rg_errors_file errors;
    bool has_errors_file, errors_read;
    size_t next_error, listed, failing, unfound;
    rg_alignment alignment;
    size_t place_capacity;
    rg_buffer raw;
    /* What comes back: */
    rg_returned_files files;
    rg_failed_table failed;
    rg_failed_rows rows;
    rg_putback putback;
    open_row *open_rows; /* those without a place, by key */
    size_t open_count;
    size_t next_place, next_row;
    bool dropping;  /* further pieces of the record before go as it did */
    bool ends_line; /* the text so far ends with a line end */
    rg_merged merged;
    rg_buffer shown, shown_row;
    rg_merge_summary summary;
};

rg_status rg_merge_open(rg_merge **merge, rg_input *original, rg_input *again, rg_input *failed, rg_input *errors,
                        const rg_template *const *templates, size_t template_count, const rg_check_options *check,
                        const rg_merge_options *options, rg_error *error)
{
    rg_merge *m = rg_alloc(sizeof *m);
    *merge = NULL;
    if (!m)
        return rg_fail_memory(error);
    m->original = original;
    m->again = again;
    m->templates = templates;
    m->template_count = template_count;
    m->check_options = check ? *check : (rg_check_options){0};
    m->options = options ? *options : (rg_merge_options){0};
    rg_status status = rg_returned_files_open(&m->files, failed, errors, rg_input_name(original), error);
    if (status == RG_OK)
        status = rg_check_open(&m->check, original, templates, template_count, &m->check_options, error);
    if (status != RG_OK) {
        rg_merge_close(m);
        return status;
    }
    *merge = m;
    return RG_OK;
}

void rg_merge_close(rg_merge *m)
{
    if (!m)
        return;
    rg_check_close(m->check);
    rg_failed_rows_free(&m->rows);
    rg_failed_table_close(&m->failed);
    rg_returned_files_close(&m->files);
    rg_putback_free(&m->putback);
    rg_errors_file_free(&m->errors);
    rg_free(m->alignment.places);
    rg_free(m->alignment.rows);
    rg_free(m->open_rows);
    rg_buffer_free(&m->raw);
    rg_known_keys_free(&m->keys);
    rg_buffer_free(&m->shown);
    rg_buffer_free(&m->shown_row);
    rg_origin_free(&m->origin);
    rg_arena_free(&m->arena);
    rg_free(m);
}

const rg_summary *rg_merge_progress(const rg_merge *m)
{
    return rg_check_summary(m->check);
}

const rg_merge_summary *rg_merge_total(const rg_merge *m)
{
    return &m->summary;
}

/* ---------------------------------------------------------------- the first reading */

static rg_status note_header(rg_merge *m, const rg_record *record, rg_error *error)
{
    const rg_layout *layout = rg_table_layout(rg_check_table(m->check));
    rg_status status = rg_origin_read_header(&m->origin, rg_check_table(m->check), record, error);
    if (status == RG_OK && layout && !layout->empty)
        status = rg_known_keys_list(&m->keys, layout, error);
    /* An error above the first record fails them all, and then all were handed out. */
    m->errors.about_file |= m->errors.count && m->errors.lines[0].line <= record->line;
    return status;
}

static rg_status read_errors(rg_merge *m, rg_error *error)
{
    const char *name = rg_check_summary(m->check)->classification.template_name;
    const char *slash = name ? strrchr(name, '/') : NULL;
    m->errors_read = true;
    return rg_returned_files_errors(&m->files, slash ? slash + 1 : NULL, &m->errors, &m->has_errors_file, error);
}

/* Does errors-file.csv name the record on these lines? */
static void look_up(rg_merge *m, const rg_record *record, uint64_t last_line, rg_place *place)
{
    const rg_template *t =
        rg_table_layout(rg_check_table(m->check)) ? rg_table_layout(rg_check_table(m->check))->t : NULL;
    const rg_errors_file *errors = &m->errors;
    for (; m->next_error < errors->count && errors->lines[m->next_error].line < record->line; m->next_error++)
        m->unfound++;
    if (m->next_error == errors->count || errors->lines[m->next_error].line > last_line)
        return;
    uint64_t named = errors->lines[m->next_error].external_id, id = 0;
    if (t && t->external_id != RG_NO_COLUMN) {
        size_t at = rg_table_layout(rg_check_table(m->check))->position_of[t->external_id];
        id = at < record->field_count ? rg_hash_of_id(record->fields[at].value) : 0;
    }
    place->listed = true;
    place->stale = named && id && named != id;
    place->confirmed = named && named == id;
    m->listed += !place->stale;
    m->unfound += place->stale;
    while (m->next_error < errors->count && errors->lines[m->next_error].line <= last_line)
        m->next_error++;
}

static rg_status hash_record(rg_merge *m, const rg_record *record, rg_place *place, rg_error *error)
{
    rg_fingerprint made = {0};
    rg_status status =
        rg_fingerprint_take(&made, rg_table_decoder(rg_check_table(m->check)), record->bytes, &m->raw, error);
    place->first_line = made.first_line;
    place->content = made.content;
    return status;
}

static rg_status note_record(rg_merge *m, const rg_record *record, rg_error *error)
{
    rg_text content = {record->bytes.bytes, rg_line_content(record->bytes)};
    uint64_t lines = rg_count_lines(content) + 1;
    rg_place place = {.line = record->line, .lines = (uint32_t)lines, .row = RG_NOWHERE, .fails = record->failed};
    look_up(m, record, record->line + lines - 1, &place);
    if (!place.fails && !place.listed)
        return RG_OK;
    m->failing += place.fails;
    rg_status status = hash_record(m, record, &place, error);
    if (status == RG_OK)
        status = rg_known_key_of(&m->keys, record, &place.key, error);
    place.doubtful = rg_known_key_is_doubtful(&m->keys, record);
    rg_alignment *a = &m->alignment;
    if (status == RG_OK && (a->place_count >= RG_NOWHERE || !RG_GROW(a->places, a->place_count, m->place_capacity)))
        return rg_fail_memory(error);
    if (status == RG_OK)
        a->places[a->place_count++] = place;
    return status;
}

/* A further piece of a record that is longer than the limit. */
static rg_status note_rest(rg_merge *m, const rg_record *record, rg_error *error)
{
    rg_place *place = m->alignment.place_count ? &m->alignment.places[m->alignment.place_count - 1] : NULL;
    if (!place || !record->failed)
        return RG_OK;
    place->lines = 0;
    return rg_fingerprint_add(&place->content, rg_table_decoder(rg_check_table(m->check)), record->bytes, &m->raw,
                              error);
}

static rg_status note(rg_merge *m, const rg_record *record, rg_error *error)
{
    if (record->member)
        return rg_fail_file(
            error, RG_BAD_USAGE, rg_input_name(m->original),
            "this is an archive, a folder or a workbook: take out (unzip, save as) the table that is meant, "
            "as a CSV, and merge into that");
    if (!m->errors_read) {
        rg_status status = read_errors(m, error);
        if (status != RG_OK)
            return status;
    }
    switch (record->kind) {
    case RG_HEADER:
        return note_header(m, record, error);
    case RG_DATA:
        return note_record(m, record, error);
    case RG_REST:
        return note_rest(m, record, error);
    case RG_END:
        return rg_origin_read_encoding(&m->origin, rg_check_table(m->check), error);
    default:
        return RG_OK;
    }
}

/* ---------------------------------------------------------------- between the readings */

static int by_key(const void *a, const void *b)
{
    const open_row *left = a, *right = b;
    return (left->key > right->key) - (left->key < right->key);
}

static rg_status list_open_rows(rg_merge *m, rg_error *error)
{
    const rg_alignment *a = &m->alignment;
    m->open_rows = rg_alloc((a->row_count + 1) * sizeof *m->open_rows);
    if (!m->open_rows)
        return rg_fail_memory(error);
    for (size_t i = 0; i < a->row_count; i++)
        if (a->rows[i].place == RG_NOWHERE && a->rows[i].key)
            m->open_rows[m->open_count++] = (open_row){a->rows[i].key, (uint32_t)i};
    if (m->open_count)
        qsort(m->open_rows, m->open_count, sizeof *m->open_rows, by_key);
    return RG_OK;
}

/* Columns that only one of the two has. */
static rg_status list_columns(rg_merge *m, rg_error *error)
{
    const rg_columns *c = &m->failed.columns;
    const char **unknown = rg_arena_alloc(&m->arena, (c->row_count + 1) * sizeof *unknown);
    const char **missing = rg_arena_alloc(&m->arena, (c->count + 1) * sizeof *missing);
    for (size_t i = 0; unknown && i < c->row_count; i++)
        if (!c->is_known[i] && rg_text_trim(c->row_names[i]).size)
            unknown[m->summary.unknown_count++] = c->row_names[i].bytes;
    for (size_t i = 0; missing && i < c->count; i++)
        if (c->position_of[i] == RG_ABSENT && rg_text_trim(c->names[i]).size)
            missing[m->summary.missing_count++] = c->names[i].bytes;
    m->summary.unknown = unknown;
    m->summary.missing = missing;
    return m->arena.failed ? rg_fail_memory(error) : RG_OK;
}

/* Whose word counts: errors-file.csv's, or, where that fits better, the check's. */
static void choose_way(rg_merge *m)
{
    rg_alignment *a = &m->alignment;
    bool is_whole = m->errors.about_file || !m->has_errors_file;
    m->unfound += m->errors.count - m->next_error;
    a->by_errors_file = !is_whole && (m->listed == a->row_count || m->failing != a->row_count);
    if (is_whole)
        m->unfound = 0;
}

static rg_status prepare(rg_merge *m, rg_error *error)
{
    if (!m->origin.header.size)
        return rg_fail_file(error, RG_BAD_USAGE, rg_input_name(m->original),
                            "the original has no header: there is nothing to merge into");
    rg_status status =
        rg_failed_table_open(&m->failed, m->files.bytes, m->files.name, m->options.failed_encoding, &m->origin, error);
    if (status == RG_OK)
        status = rg_failed_rows_read(&m->rows, &m->failed, &m->keys, &m->alignment, error);
    choose_way(m);
    if (status == RG_OK)
        status = rg_align(&m->alignment, error);
    if (status == RG_OK)
        status = list_open_rows(m, error);
    if (status == RG_OK)
        status = list_columns(m, error);
    rg_check_close(m->check);
    m->check = NULL;
    if (status == RG_OK)
        status = rg_check_open(&m->check, m->again, m->templates, m->template_count, &m->check_options, error);
    m->summary.rows = m->alignment.row_count;
    m->ends_line = true;
    m->stage = READY;
    return status;
}

rg_status rg_merge_survey(rg_merge *m, rg_error *error)
{
    const rg_record *record;
    if (m->stage != SURVEYING)
        return RG_DONE;
    rg_status status = rg_check_next(m->check, &record, error);
    if (status == RG_OK)
        return note(m, record, error);
    if (status != RG_DONE)
        return status;
    status = prepare(m, error);
    return status == RG_OK ? RG_DONE : status;
}

/* ---------------------------------------------------------------- what became of a record */

static rg_text show(rg_buffer *buffer, rg_text text)
{
    text.size = rg_line_content(text);
    rg_buffer_clear(buffer);
    rg_buffer_add(buffer, text.bytes, text.size < MOST_SHOWN ? text.size : MOST_SHOWN);
    return rg_buffer_text(buffer);
}

static void conflict(rg_merge *m, const char *reason)
{
    m->merged.fate = RG_FATE_CONFLICT;
    m->merged.reason = reason;
    m->summary.conflicts++;
}

static void note_changes(rg_merge *m)
{
    m->merged.changes = m->putback.changes;
    m->merged.change_count = m->putback.change_count;
    m->summary.retyped += m->putback.retyped;
}

static rg_status load_row(rg_merge *m, uint32_t row, rg_correction *correction, rg_error *error)
{
    const rg_returned *returned = &m->alignment.rows[row];
    rg_status status = rg_failed_rows_get(&m->rows, returned, correction, error);
    if (status == RG_OK)
        m->merged.row = show(&m->shown_row, correction->bytes);
    return status == RG_OK && m->shown_row.failed ? rg_fail_memory(error) : status;
}

/* The record and its row: put the row's values into it, unless `reason` says why not. */
static rg_status put_back(rg_merge *m, const rg_record *record, uint32_t row, const char *reason, rg_error *error)
{
    rg_returned *returned = &m->alignment.rows[row];
    rg_correction correction;
    rg_comparison comparison = RG_SAYS_THE_SAME;
    returned->settled = true;
    m->merged.way = returned->way;
    m->merged.row_line = returned->line;
    m->merged.fate = RG_FATE_KEPT;
    rg_status status = returned->way == RG_WAY_BYTES ? RG_OK : load_row(m, row, &correction, error);
    if (status == RG_OK && returned->way != RG_WAY_BYTES)
        status = rg_putback_compare(&m->putback, record, &correction, &comparison, error);
    if (status != RG_OK)
        return status;
    if (returned->way != RG_WAY_BYTES)
        note_changes(m);
    if (comparison == RG_SAYS_NOTHING) {
        conflict(m, m->putback.reason);
    } else if (comparison == RG_SAYS_OTHERWISE && reason) {
        conflict(m, reason);
    } else if (comparison == RG_SAYS_OTHERWISE) {
        m->merged.fate = RG_FATE_CHANGED;
        m->merged.bytes = rg_buffer_text(&m->putback.bytes);
    }
    m->summary.kept += m->merged.fate == RG_FATE_KEPT;
    m->summary.changed += m->merged.fate == RG_FATE_CHANGED;
    if (m->merged.fate != RG_FATE_CONFLICT)
        m->summary.by_way[returned->way]++;
    return RG_OK;
}

/* A record that was not handed out, or not any more. Is it what a row without a place is about? */
static rg_status look_for_row(rg_merge *m, const rg_record *record, rg_error *error)
{
    uint64_t key;
    rg_status status = m->open_count ? rg_known_key_of(&m->keys, record, &key, error) : RG_DONE;
    if (status != RG_OK)
        return status == RG_DONE ? RG_OK : status;
    const open_row wanted = {key, 0};
    const open_row *found = key ? bsearch(&wanted, m->open_rows, m->open_count, sizeof wanted, by_key) : NULL;
    if (!found || m->alignment.rows[found->row].settled)
        return RG_OK;
    m->alignment.rows[found->row].way = RG_WAY_KEY;
    return put_back(m, record, found->row,
                    m->options.replace ? NULL
                                       : "the record of this key does not fail, or not any more: it may have been "
                                         "changed since",
                    error);
}

static void leave_out(rg_merge *m)
{
    m->merged.fate = RG_FATE_DELETED;
    m->summary.deleted++;
    if (m->options.deleted == RG_DELETED_DROP)
        m->merged.bytes.size = 0;
}

static rg_status settle_record(rg_merge *m, const rg_record *record, rg_error *error)
{
    rg_alignment *a = &m->alignment;
    rg_place *place = m->next_place < a->place_count ? &a->places[m->next_place] : NULL;
    if (!place || place->line != record->line)
        return look_for_row(m, record, error);
    m->next_place++;
    rg_place now = {0};
    rg_status status = hash_record(m, record, &now, error);
    if (status == RG_OK && now.first_line != place->first_line)
        return rg_fail_file(error, RG_IO_ERROR, rg_input_name(m->again),
                            "line %llu: the file has changed while it was read: merge again",
                            (unsigned long long)place->line);
    if (status != RG_OK)
        return status;
    if (place->row != RG_NOWHERE) {
        bool is_fine = !place->fails && !m->options.replace;
        return put_back(m, record, place->row,
                        is_fine ? "the record does not fail, or not any more: it may have been changed since" : NULL,
                        error);
    }
    if (place->unclear)
        conflict(m, "it cannot be told which row is this record, if any");
    else if (place->deleted)
        leave_out(m);
    else
        return look_for_row(m, record, error);
    return RG_OK;
}

static rg_status put_header(rg_merge *m, const rg_record *record, rg_error *error)
{
    rg_comparison comparison;
    rg_status status = rg_putback_header(&m->putback, record, &comparison, error);
    m->merged.is_header = true;
    if (status != RG_OK || comparison == RG_SAYS_THE_SAME)
        return status;
    note_changes(m);
    if (comparison == RG_SAYS_NOTHING) {
        conflict(m, m->putback.reason);
        return RG_OK;
    }
    m->merged.fate = RG_FATE_CHANGED;
    m->merged.bytes = rg_buffer_text(&m->putback.bytes);
    return RG_OK;
}

/* ---------------------------------------------------------------- the second reading */

static rg_status settle(rg_merge *m, const rg_record *record, rg_error *error)
{
    rg_status status = RG_OK;
    if (record->kind == RG_REST && m->dropping)
        m->merged.bytes.size = 0;
    if (record->kind == RG_HEADER)
        status = put_header(m, record, error);
    if (record->kind == RG_DATA) {
        status = settle_record(m, record, error);
        m->dropping = m->merged.fate == RG_FATE_CHANGED || m->merged.bytes.size == 0;
    }
    if (m->merged.bytes.size)
        m->ends_line = rg_line_content(record->bytes) < record->bytes.size;
    return status;
}

static rg_status next_record(rg_merge *m, rg_error *error)
{
    const rg_record *record;
    rg_status status = rg_check_next(m->check, &record, error);
    if (status != RG_OK)
        return status;
    m->merged = (rg_merged){.bytes = record->original, .line = record->line, .record = record->number};
    m->merged.original = show(&m->shown, record->bytes);
    m->putback.origin = &m->origin;
    m->putback.failed = &m->failed;
    m->putback.decoder = rg_check_table(m->check) ? rg_table_decoder(rg_check_table(m->check)) : NULL;
    m->putback.trust_spreadsheet = m->options.trust_spreadsheet;
    if (m->shown.failed)
        return rg_fail_memory(error);
    /* New records come while the decoder is still there. */
    if (record->kind == RG_END)
        m->stage = AT_ROWS;
    return settle(m, record, error);
}

/* ---------------------------------------------------------------- rows without a record */

static rg_status append(rg_merge *m, const rg_correction *row, rg_error *error)
{
    rg_comparison comparison;
    rg_status status = rg_putback_new(&m->putback, row, m->origin.line_end, &comparison, error);
    if (status != RG_OK)
        return status;
    if (comparison == RG_SAYS_NOTHING) {
        conflict(m, m->putback.reason);
        return RG_OK;
    }
    m->merged.fate = RG_FATE_NEW;
    m->summary.added++;
    if (m->options.append)
        m->merged.bytes = rg_buffer_text(&m->putback.bytes);
    return RG_OK;
}

/* A line that was the last, and has no end, gets one before others follow. */
static bool end_last_line(rg_merge *m)
{
    if (m->ends_line || !m->options.append)
        return false;
    m->ends_line = true;
    m->merged = (rg_merged){0};
    rg_status status = rg_raw_copy(m->putback.decoder, m->origin.line_end, &m->shown, NULL);
    m->merged.bytes = rg_buffer_text(&m->shown);
    return status == RG_OK;
}

static rg_status next_new_row(rg_merge *m, rg_error *error)
{
    rg_alignment *a = &m->alignment;
    rg_correction correction;
    while (m->next_row < a->row_count && (a->rows[m->next_row].settled || a->rows[m->next_row].place != RG_NOWHERE))
        m->next_row++;
    if (m->next_row == a->row_count) {
        m->stage = OVER;
        return RG_DONE;
    }
    const rg_returned *row = &a->rows[m->next_row];
    if (!row->unclear && !m->unfound && end_last_line(m))
        return RG_OK;
    m->merged = (rg_merged){.row_line = row->line};
    rg_status status = load_row(m, (uint32_t)m->next_row++, &correction, error);
    if (status != RG_OK)
        return status;
    if (row->unclear)
        conflict(m, "it cannot be told which record this row is: as many rows as records are needed, or an "
                    "ExternalId in each");
    else if (m->unfound)
        conflict(m, "the record of this row cannot be found: the original has changed since");
    else
        return append(m, &correction, error);
    return RG_OK;
}

rg_status rg_merge_next(rg_merge *m, const rg_merged **merged, rg_error *error)
{
    rg_status status = RG_OK;
    *merged = &m->merged;
    while (status == RG_OK && m->stage == SURVEYING)
        status = rg_merge_survey(m, error);
    if (status != RG_OK && status != RG_DONE)
        return status;
    if (m->stage == READY)
        m->stage = MERGING;
    if (m->stage == MERGING)
        return next_record(m, error);
    return m->stage == AT_ROWS ? next_new_row(m, error) : RG_DONE;
}
