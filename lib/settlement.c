/* settlement.c - what becomes of each piece of the original, and of each row that has no record there. */
#include "settlement.h"

#include "error.h"
#include "fingerprint.h"
#include "lines.h"

rg_status rg_settlement_begin(rg_settlement *s, rg_error *error)
{
    s->ends_line = true;
    return rg_open_rows_list(&s->open_rows, s->alignment, error);
}

void rg_settlement_free(rg_settlement *s)
{
    rg_putback_free(&s->putback);
    rg_outcome_free(&s->outcome);
    rg_open_rows_free(&s->open_rows);
    rg_buffer_free(&s->room);
}

static rg_status load_row(rg_settlement *s, const rg_returned *row, rg_correction *correction, rg_error *error)
{
    rg_status status = rg_kept_rows_get(s->rows, row->at, correction, error);
    return status == RG_OK ? rg_outcome_show_row(&s->outcome, correction->bytes, error) : status;
}

static void tell_differences(rg_settlement *s)
{
    rg_outcome_differs(&s->outcome, s->putback.changes, s->putback.change_count, s->putback.retyped);
}

/* ---------------------------------------------------------------- a record that is a row */

static rg_status compare(rg_settlement *s, const rg_record *record, const rg_returned *row, rg_comparison *comparison,
                         rg_error *error)
{
    rg_correction correction;
    *comparison = RG_SAYS_THE_SAME;
    if (row->way == RG_WAY_BYTES)
        return RG_OK;
    rg_status status = load_row(s, row, &correction, error);
    if (status == RG_OK)
        status = rg_putback_compare(&s->putback, record, &correction, comparison, error);
    if (status == RG_OK)
        tell_differences(s);
    return status;
}

/* Put the row's values into the record, unless `reason` says why not. */
static rg_status put_back(rg_settlement *s, const rg_record *record, uint32_t row, const char *reason, rg_error *error)
{
    rg_outcome *o = &s->outcome;
    rg_returned *returned = &s->alignment->rows[row];
    rg_comparison comparison;
    returned->settled = true;
    o->merged.way = returned->way;
    o->merged.row_line = returned->line;
    rg_status status = compare(s, record, returned, &comparison, error);
    if (status != RG_OK)
        return status;
    if (comparison == RG_SAYS_THE_SAME)
        rg_outcome_kept(o);
    else if (comparison == RG_SAYS_NOTHING || reason)
        rg_outcome_conflict(o, comparison == RG_SAYS_NOTHING ? s->putback.reason : reason);
    else
        rg_outcome_changed(o, rg_buffer_text(&s->putback.bytes));
    return RG_OK;
}

/* A record that was not handed out, or not any more. Is it what a row without a place is about? */
static rg_status look_for_row(rg_settlement *s, const rg_record *record, rg_error *error)
{
    uint64_t key = 0;
    rg_status status = s->open_rows.count ? rg_known_key_of(&s->handed_out->keys, record, &key, error) : RG_OK;
    uint32_t row = status == RG_OK ? rg_open_rows_find(&s->open_rows, key) : RG_NOWHERE;
    if (row == RG_NOWHERE || s->alignment->rows[row].settled)
        return status;
    s->alignment->rows[row].way = RG_WAY_KEY;
    return put_back(s, record, row,
                    s->options->replace
                        ? NULL
                        : "the record of this key does not fail, or not any more: it may have been changed since",
                    error);
}

/* ---------------------------------------------------------------- a record */

/* Is it still the record that was there at the first reading? */
static rg_status expect_same(rg_settlement *s, const rg_record *record, const rg_place *place, rg_error *error)
{
    uint32_t now;
    rg_status status = rg_fingerprint_line(&now, s->putback.decoder, record->bytes, &s->room, error);
    if (status == RG_OK && now != place->first_line)
        return rg_fail_file(error, RG_IO_ERROR, s->original,
                            "line %llu: the file has changed while it was read: merge again",
                            (unsigned long long)place->line);
    return status;
}

static rg_status settle_record(rg_settlement *s, const rg_record *record, rg_error *error)
{
    const rg_alignment *a = s->alignment;
    const rg_place *place = s->next_place < a->place_count ? &a->places[s->next_place] : NULL;
    if (!place || place->line != record->line)
        return look_for_row(s, record, error);
    s->next_place++;
    rg_status status = expect_same(s, record, place, error);
    if (status != RG_OK)
        return status;
    bool is_fine = !place->fails && !s->options->replace;
    if (place->row != RG_NOWHERE)
        return put_back(s, record, place->row,
                        is_fine ? "the record does not fail, or not any more: it may have been changed since" : NULL,
                        error);
    if (!place->unclear && !place->deleted)
        return look_for_row(s, record, error);
    if (place->unclear)
        rg_outcome_conflict(&s->outcome, "it cannot be told which row is this record, if any");
    else
        rg_outcome_deleted(&s->outcome, s->options->deleted == RG_DELETED_DROP);
    return RG_OK;
}

/* ---------------------------------------------------------------- any piece */

static rg_status settle_header(rg_settlement *s, const rg_record *header, rg_error *error)
{
    rg_comparison comparison;
    rg_status status = rg_putback_header(&s->putback, header, &comparison, error);
    if (status != RG_OK || comparison == RG_SAYS_THE_SAME)
        return status;
    tell_differences(s);
    if (comparison == RG_SAYS_NOTHING)
        rg_outcome_conflict(&s->outcome, s->putback.reason);
    else
        rg_outcome_header_changed(&s->outcome, rg_buffer_text(&s->putback.bytes));
    return RG_OK;
}

rg_status rg_settle_piece(rg_settlement *s, const rg_record *piece, rg_error *error)
{
    rg_merged *merged = &s->outcome.merged;
    rg_status status = rg_outcome_begin(&s->outcome, piece, error);
    if (status == RG_OK && piece->kind == RG_HEADER)
        status = settle_header(s, piece, error);
    if (status == RG_OK && piece->kind == RG_DATA) {
        status = settle_record(s, piece, error);
        s->dropping = merged->fate == RG_FATE_CHANGED || merged->bytes.size == 0;
    }
    if (piece->kind == RG_REST && s->dropping)
        merged->bytes.size = 0;
    if (merged->bytes.size)
        s->ends_line = rg_line_content(piece->bytes) < piece->bytes.size;
    return status;
}

/* ---------------------------------------------------------------- a row without a record */

static rg_status append(rg_settlement *s, const rg_correction *row, rg_error *error)
{
    rg_comparison comparison;
    rg_status status = rg_putback_new(&s->putback, row, s->ends_line, &comparison, error);
    if (status != RG_OK)
        return status;
    if (comparison == RG_SAYS_NOTHING) {
        rg_outcome_conflict(&s->outcome, s->putback.reason);
        return RG_OK;
    }
    rg_outcome_new(&s->outcome, s->options->append ? rg_buffer_text(&s->putback.bytes) : (rg_text){"", 0});
    s->ends_line |= s->options->append;
    return RG_OK;
}

rg_status rg_settle_row(rg_settlement *s, rg_error *error)
{
    const rg_alignment *a = s->alignment;
    rg_correction correction;
    while (s->next_row < a->row_count && (a->rows[s->next_row].settled || a->rows[s->next_row].place != RG_NOWHERE))
        s->next_row++;
    if (s->next_row == a->row_count)
        return RG_DONE;
    const rg_returned *row = &a->rows[s->next_row++];
    rg_outcome_begin_row(&s->outcome, row->line);
    rg_status status = load_row(s, row, &correction, error);
    if (status != RG_OK)
        return status;
    if (!row->unclear && !s->handed_out->unfound)
        return append(s, &correction, error);
    rg_outcome_conflict(&s->outcome, row->unclear
                                         ? "it cannot be told which record this row is: as many rows as records are "
                                           "needed, or an ExternalId in each"
                                         : "the record of this row cannot be found: the original has changed since");
    return RG_OK;
}
