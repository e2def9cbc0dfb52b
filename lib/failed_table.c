/* failed_table.c - how the failed entries are to be read: their encoding, their delimiter, and their header beside the
 * original's. */
#include "failed_table.h"

#include "error.h"
#include "lines.h"
#include "raw_bytes.h"
#include "survey.h"
#include "text.h"
#include "utf8.h"

/* ---------------------------------------------------------------- encoding */

/* What is no UTF-8 and has no mark is in the original's encoding, if that is one of single bytes. */
static rg_status choose_encoding(rg_failed_table *t, rg_spool *bytes, const rg_origin *origin, rg_error *error)
{
    char piece[RG_SURVEY_SAMPLE];
    rg_survey survey = {0};
    rg_input *input;
    size_t size = 1;
    const char *name = NULL;
    bool is_first = true, is_known = t->encoding || !origin->encoding;
    if (is_known)
        return RG_OK;
    rg_status status = rg_spool_read(bytes, t->name, &input, error);
    while (status == RG_OK && size) {
        status = rg_input_read(input, piece, sizeof piece, &size, error);
        if (is_first)
            is_known = rg_survey_start((rg_text){piece, size}, &name) == RG_GUESS_OTHER;
        is_first = false;
        rg_survey_add(&survey, (rg_text){piece, size}, size == 0);
    }
    rg_input_close(input);
    if (status == RG_OK && !is_known && survey.unsound)
        t->encoding = origin->encoding;
    return status;
}

/* ---------------------------------------------------------------- the header */

/* Does the text at hand begin with the original's header, byte for byte? Then it is behind the reader. */
static rg_status take_same_header(rg_failed_table *t, const rg_origin *origin, bool *taken, rg_error *error)
{
    rg_row row;
    rg_buffer room = {0};
    rg_text raw, header = rg_buffer_text(&origin->header);
    rg_reader_hold(t->reader);
    rg_status status = rg_reader_lines(t->reader, rg_count_lines(header) + 1, &row, error);
    *taken = false;
    if (status == RG_OK) {
        status = rg_raw_content(t->decoder, rg_utf8_without_mark(row.bytes), &room, &raw, error);
        *taken = status == RG_OK && rg_text_equal(raw, header);
    }
    rg_buffer_free(&room);
    if (!*taken)
        rg_reader_rewind(t->reader);
    return status == RG_DONE ? RG_OK : status;
}

/* The delimiter by which most names are known; the reader is where it was. */
static rg_status choose_delimiter(rg_failed_table *t, const rg_origin *origin, rg_error *error)
{
    static const char delimiters[] = ",;\t|";
    char candidates[] = {origin->delimiter, delimiters[0], delimiters[1], delimiters[2], delimiters[3]};
    size_t best = 0;
    rg_row row;
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < sizeof candidates; i++) {
        rg_reader_hold(t->reader);
        rg_reader_set_delimiter(t->reader, candidates[i]);
        status = rg_reader_header(t->reader, &row, error);
        size_t known =
            status == RG_OK ? rg_columns_known(origin->fields, origin->field_count, row.fields, row.field_count) : 0;
        if (known > best) {
            best = known;
            t->delimiter = candidates[i];
        }
        rg_reader_rewind(t->reader);
    }
    rg_reader_set_delimiter(t->reader, t->delimiter);
    return status;
}

/* A header that is not the original's, byte for byte. */
static rg_status read_other_header(rg_failed_table *t, const rg_origin *origin, rg_error *error)
{
    rg_row row;
    rg_status status = choose_delimiter(t, origin, error);
    if (status == RG_OK)
        status = rg_reader_header(t->reader, &row, error);
    if (status == RG_DONE)
        return rg_fail_file(error, RG_BAD_USAGE, t->name, "the file is empty: it needs the header and the rows");
    if (status == RG_OK)
        status = rg_columns_match(&t->columns, origin->fields, origin->field_count, row.fields, row.field_count, error);
    if (status == RG_OK && !t->columns.matched)
        return rg_fail_file(error, RG_BAD_USAGE, t->name,
                            "its header names none of the original's columns: are these its failed entries?");
    return status;
}

static rg_status read_header(rg_failed_table *t, const rg_origin *origin, rg_error *error)
{
    bool is_same;
    t->delimiter = origin->delimiter;
    rg_status status = take_same_header(t, origin, &is_same, error);
    if (status != RG_OK)
        return status;
    if (!is_same)
        return read_other_header(t, origin, error);
    rg_reader_set_delimiter(t->reader, t->delimiter);
    return rg_columns_match(&t->columns, origin->fields, origin->field_count, origin->fields, origin->field_count,
                            error);
}

/* ---------------------------------------------------------------- the whole */

rg_status rg_failed_table_open(rg_failed_table *t, rg_spool *bytes, const char *name, const char *encoding,
                               const rg_origin *origin, rg_error *error)
{
    rg_check_options options = {0};
    t->name = name;
    t->encoding = encoding;
    rg_status status = choose_encoding(t, bytes, origin, error);
    if (status == RG_OK)
        status = rg_spool_read(bytes, name, &t->input, error);
    if (status == RG_OK)
        status = rg_decoder_open(&t->decoder, t->input, t->encoding, error);
    if (status == RG_OK)
        status = rg_reader_open(&t->reader, rg_decoder_text(t->decoder), &options, error);
    if (status == RG_OK)
        status = read_header(t, origin, error);
    if (status == RG_OK)
        rg_reader_expect(t->reader, origin->record_limit, t->columns.row_count);
    return status;
}

void rg_failed_table_close(rg_failed_table *t)
{
    rg_reader_close(t->reader);
    rg_decoder_close(t->decoder);
    rg_input_close(t->input);
    rg_columns_free(&t->columns);
}
