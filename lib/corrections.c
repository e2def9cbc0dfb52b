/* corrections.c - the failed entries as they come back: found in what the user gives, cut into rows, and kept.
 *
 * Rows that nobody has touched are recognised before anything is parsed: how far a quote reaches that is never closed
 * depends on what follows it, and here other rows follow than in the original. */
#include "corrections.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "failed_source.h"
#include "hash.h"
#include "lines.h"
#include "memory.h"
#include "reader.h"
#include "survey.h"
#include "text.h"

#define MOST_TRIES 64 /* places with the same first line, of which many are taken */

/* Where a first line may be found; in order of the hash, then of the place. */
typedef struct first_line {
    uint32_t hash, place;
} first_line;

struct rg_corrections {
    rg_failed_source failed, errors;
    const char *name; /* of the failed entries */
    const char *encoding;
    rg_spool *bytes; /* of the failed entries, to look at them more than once */
    rg_kept_rows rows;
    rg_input *input;
    rg_decoder *decoder;
    rg_reader *reader;
    char delimiter;
    rg_columns columns;
    rg_buffer header;
    rg_text *values; /* of a row, by columns of the original */
    rg_buffer raw;
    first_line *first_lines;
    uint32_t last_place; /* that a row was found to be */
};

/* ---------------------------------------------------------------- hashes */

uint64_t rg_content_hash(uint64_t before, rg_text piece)
{
    return rg_hash(piece) ^ (before * 0x9E3779B97F4A7C15u);
}

static rg_status encode(rg_decoder *decoder, rg_text text, rg_buffer *out, rg_text *raw, rg_error *error)
{
    uint64_t first;
    *raw = text;
    if (!rg_decoder_encoding(decoder, &first))
        return RG_OK;
    rg_buffer_clear(out);
    rg_status status = rg_decoder_encode(decoder, text, out, NULL, error);
    *raw = rg_buffer_text(out);
    return status;
}

rg_status rg_raw_content(rg_decoder *decoder, rg_text text, rg_buffer *out, rg_text *raw, rg_error *error)
{
    text.size = rg_line_content(text);
    return encode(decoder, text, out, raw, error);
}

/* ---------------------------------------------------------------- opening */

static rg_status find_and_read(rg_corrections *c, rg_input *failed, const char *original, rg_error *error)
{
    rg_status status = rg_failed_source_open(&c->failed, failed, error);
    size_t part = status == RG_OK ? rg_failed_source_rows(&c->failed, original) : RG_NO_PART;
    if (status == RG_OK && part == RG_NO_PART)
        return rg_fail_file(error, RG_BAD_USAGE, c->name,
                            "there is no failed-entries-file.csv in it, nor is there only one table: which are the "
                            "corrected rows?");
    if (status == RG_OK)
        status = rg_spool_open(&c->bytes, error);
    return status == RG_OK ? rg_failed_source_read(&c->failed, part, c->bytes, error) : status;
}

rg_status rg_corrections_open(rg_corrections **corrections, rg_input *failed, rg_input *errors, const char *original,
                              const char *encoding, rg_error *error)
{
    rg_corrections *c = rg_alloc(sizeof *c);
    *corrections = NULL;
    if (!c)
        return rg_fail_memory(error);
    c->name = rg_input_name(failed);
    c->encoding = encoding;
    c->last_place = RG_NOWHERE;
    rg_status status = find_and_read(c, failed, original, error);
    if (status == RG_OK && errors)
        status = rg_failed_source_open(&c->errors, errors, error);
    if (status == RG_OK)
        status = rg_spool_open(&c->rows.spool, error);
    if (status != RG_OK) {
        rg_corrections_close(c);
        return status;
    }
    *corrections = c;
    return RG_OK;
}

void rg_corrections_close(rg_corrections *c)
{
    if (!c)
        return;
    rg_reader_close(c->reader);
    rg_decoder_close(c->decoder);
    rg_input_close(c->input);
    rg_failed_source_close(&c->failed);
    rg_failed_source_close(&c->errors);
    rg_spool_close(c->bytes);
    rg_spool_close(c->rows.spool);
    rg_kept_rows_free(&c->rows);
    rg_columns_free(&c->columns);
    rg_buffer_free(&c->header);
    rg_buffer_free(&c->raw);
    rg_free(c->values);
    rg_free(c->first_lines);
    rg_free(c);
}

rg_status rg_corrections_errors(rg_corrections *c, const char *table, rg_errors_file *errors, bool *found,
                                rg_error *error)
{
    rg_failed_source *s = c->errors.container ? &c->errors : &c->failed;
    bool is_file = rg_failed_source_is_file(s);
    size_t part = is_file ? 0 : rg_failed_source_errors(s);
    rg_status status = RG_OK;
    *found = part != RG_NO_PART && !(is_file && s == &c->failed);
    if (!*found)
        return s == &c->errors ? rg_fail(error, RG_BAD_USAGE, "there is no errors-file.csv in what --errors names")
                               : RG_OK;
    rg_spool *spool = NULL;
    rg_input *input = NULL;
    status = rg_spool_open(&spool, error);
    if (status == RG_OK)
        status = rg_failed_source_read(s, part, spool, error);
    /* Rows of a table's name are there only where the export was checked as a whole. */
    for (const char *about = table; status == RG_OK && !errors->count && !errors->about_file; about = NULL) {
        status = rg_spool_read(spool, "errors-file.csv", &input, error);
        if (status == RG_OK)
            status = rg_errors_file_read(errors, input, about, error);
        rg_input_close(input);
        input = NULL;
        if (!about)
            break;
    }
    rg_spool_close(spool);
    return status;
}

/* ---------------------------------------------------------------- encoding */

/* What is no UTF-8 and has no mark is in the original's encoding, if that is one of single bytes. */
static rg_status choose_encoding(rg_corrections *c, const rg_origin *origin, rg_error *error)
{
    char piece[RG_SURVEY_SAMPLE];
    rg_survey survey = {0};
    rg_input *input;
    size_t size = 1;
    const char *name = NULL;
    bool is_first = true, is_known = c->encoding || !origin->encoding;
    if (is_known)
        return RG_OK;
    rg_status status = rg_spool_read(c->bytes, c->name, &input, error);
    while (status == RG_OK && size) {
        status = rg_input_read(input, piece, sizeof piece, &size, error);
        if (is_first)
            is_known = rg_survey_start((rg_text){piece, size}, &name) == RG_GUESS_OTHER;
        is_first = false;
        rg_survey_add(&survey, (rg_text){piece, size}, size == 0);
    }
    rg_input_close(input);
    if (status == RG_OK && !is_known && survey.unsound)
        c->encoding = origin->encoding;
    return status;
}

/* ---------------------------------------------------------------- the header */

static bool is_sep_line(rg_text line)
{
    line.size = rg_line_content(line);
    return line.size == 5 && rg_text_equal_nocase((rg_text){line.bytes, 4}, rg_text_of("sep="));
}

static rg_text without_mark(rg_text text)
{
    static const rg_text mark = RG_TEXT("\xEF\xBB\xBF");
    bool marked = text.size >= mark.size && memcmp(text.bytes, mark.bytes, mark.size) == 0;
    return marked ? (rg_text){text.bytes + mark.size, text.size - mark.size} : text;
}

/* Does the text at hand begin with the original's header, byte for byte? Then it is behind the reader. */
static rg_status take_same_header(rg_corrections *c, const rg_origin *origin, bool *taken, rg_error *error)
{
    rg_row row;
    rg_text raw, header = rg_buffer_text(&origin->header);
    rg_reader_hold(c->reader);
    rg_status status = rg_reader_lines(c->reader, rg_count_lines(header) + 1, &row, error);
    *taken = false;
    if (status == RG_OK) {
        status = rg_raw_content(c->decoder, without_mark(row.bytes), &c->raw, &raw, error);
        *taken = status == RG_OK && rg_text_equal(raw, header);
    }
    if (!*taken)
        rg_reader_rewind(c->reader);
    return status == RG_DONE ? RG_OK : status;
}

/* The delimiter by which most names are known; the reader is where it was. */
static rg_status choose_delimiter(rg_corrections *c, const rg_origin *origin, rg_error *error)
{
    static const char delimiters[] = ",;\t|";
    char candidates[] = {origin->delimiter, delimiters[0], delimiters[1], delimiters[2], delimiters[3]};
    size_t best = 0;
    rg_row row;
    rg_status status = RG_OK;
    c->delimiter = origin->delimiter;
    for (size_t i = 0; status == RG_OK && i < sizeof candidates; i++) {
        rg_reader_hold(c->reader);
        rg_reader_set_delimiter(c->reader, candidates[i]);
        status = rg_reader_next(c->reader, &row, error);
        size_t known =
            status == RG_OK ? rg_columns_known(origin->fields, origin->field_count, row.fields, row.field_count) : 0;
        if (known > best) {
            best = known;
            c->delimiter = candidates[i];
        }
        rg_reader_rewind(c->reader);
    }
    rg_reader_set_delimiter(c->reader, c->delimiter);
    return status;
}

static rg_status keep_header(rg_corrections *c, const rg_row *row, rg_error *error)
{
    rg_text header = without_mark(row->bytes);
    rg_buffer_add(&c->header, header.bytes, rg_line_content(header));
    return c->header.failed ? rg_fail_memory(error) : RG_OK;
}

static rg_status read_header(rg_corrections *c, const rg_origin *origin, rg_error *error)
{
    bool is_same;
    rg_row row;
    rg_status status = take_same_header(c, origin, &is_same, error);
    c->delimiter = origin->delimiter;
    if (status != RG_OK)
        return status;
    if (is_same) {
        rg_reader_set_delimiter(c->reader, c->delimiter);
        return rg_columns_match(&c->columns, origin->fields, origin->field_count, origin->fields, origin->field_count,
                                error);
    }
    status = choose_delimiter(c, origin, error);
    do {
        if (status == RG_OK)
            status = rg_reader_next(c->reader, &row, error);
    } while (status == RG_OK && (row.blank || is_sep_line(without_mark(row.bytes))));
    if (status == RG_DONE)
        return rg_fail_file(error, RG_BAD_USAGE, c->name, "the file is empty: it needs the header and the rows");
    if (status == RG_OK)
        status = keep_header(c, &row, error);
    if (status == RG_OK)
        status = rg_columns_match(&c->columns, origin->fields, origin->field_count, row.fields, row.field_count, error);
    if (status == RG_OK && !c->columns.matched)
        return rg_fail_file(error, RG_BAD_USAGE, c->name,
                            "its first line names none of the original's columns: are these its failed entries?");
    return status;
}

/* ---------------------------------------------------------------- rows that nobody has touched */

static int by_hash(const void *a, const void *b)
{
    const first_line *left = a, *right = b;
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    return (left->place > right->place) - (left->place < right->place);
}

static rg_status list_first_lines(rg_corrections *c, const rg_alignment *a, rg_error *error)
{
    c->first_lines = rg_alloc((a->place_count + 1) * sizeof *c->first_lines);
    if (!c->first_lines)
        return rg_fail_memory(error);
    for (size_t i = 0; i < a->place_count; i++)
        c->first_lines[i] = (first_line){a->places[i].first_line, (uint32_t)i};
    if (a->place_count)
        qsort(c->first_lines, a->place_count, sizeof *c->first_lines, by_hash);
    return RG_OK;
}

/* The first entry that is not before `wanted`. */
static size_t find_first_line(const rg_corrections *c, size_t count, first_line wanted)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_hash(&c->first_lines[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Is the place what the reader has before it? The reader is then behind it. */
typedef rg_status place_test(rg_corrections *c, const rg_place *place, const void *context, bool *is_it,
                             rg_error *error);

/* Of the free places with this first line, the next one, or any, that passes the test. */
static rg_status find_place(rg_corrections *c, const rg_alignment *a, uint32_t hash, place_test *test,
                            const void *context, uint32_t *found, rg_error *error)
{
    const uint32_t starts[] = {c->last_place == RG_NOWHERE ? 0 : c->last_place + 1, 0};
    *found = RG_NOWHERE;
    for (size_t s = 0; s < 2; s++) {
        size_t at = find_first_line(c, a->place_count, (first_line){hash, starts[s]});
        for (size_t tries = 0; tries < MOST_TRIES && at < a->place_count; at++, tries++) {
            const first_line *line = &c->first_lines[at];
            bool is_it = false;
            if (line->hash != hash)
                break;
            if (a->places[line->place].row != RG_NOWHERE)
                continue;
            rg_status status = test(c, &a->places[line->place], context, &is_it, error);
            if (status != RG_OK)
                return status;
            if (is_it) {
                *found = c->last_place = line->place;
                return RG_OK;
            }
        }
    }
    return RG_OK;
}

static rg_status test_lines(rg_corrections *c, const rg_place *place, const void *context, bool *is_it, rg_error *error)
{
    rg_row row;
    rg_text raw;
    (void)context;
    *is_it = false;
    if (!place->lines)
        return RG_OK;
    rg_reader_rewind(c->reader);
    rg_reader_hold(c->reader);
    rg_status status = rg_reader_lines(c->reader, place->lines, &row, error);
    if (status == RG_OK)
        status = rg_raw_content(c->decoder, row.bytes, &c->raw, &raw, error);
    *is_it = status == RG_OK && rg_content_hash(0, raw) == place->content;
    return status == RG_DONE ? RG_OK : status;
}

static rg_status add_row(rg_alignment *a, size_t *capacity, rg_returned row, rg_error *error)
{
    if (a->row_count >= RG_NOWHERE || !RG_GROW(a->rows, a->row_count, *capacity))
        return rg_fail_memory(error);
    a->rows[a->row_count++] = row;
    return RG_OK;
}

static void join(rg_alignment *a, size_t row, uint32_t place)
{
    a->rows[row].place = place;
    a->rows[row].way = RG_WAY_BYTES;
    a->places[place].row = (uint32_t)row;
}

/* Take a row that is one of the records; otherwise the reader stays where it is. RG_DONE: there are no more rows. */
static rg_status take_same_row(rg_corrections *c, rg_alignment *a, size_t *capacity, bool *taken, rg_error *error)
{
    rg_row row;
    rg_text raw;
    uint32_t place = RG_NOWHERE;
    *taken = false;
    rg_reader_hold(c->reader);
    rg_status status = rg_reader_lines(c->reader, 1, &row, error);
    if (status == RG_DONE) {
        rg_reader_rewind(c->reader);
        return RG_OK;
    }
    uint64_t line = row.line;
    if (status == RG_OK)
        status = rg_raw_content(c->decoder, row.bytes, &c->raw, &raw, error);
    if (status == RG_OK)
        status = find_place(c, a, rg_hash32(raw), test_lines, NULL, &place, error);
    if (status == RG_OK && place == RG_NOWHERE)
        rg_reader_rewind(c->reader);
    *taken = status == RG_OK && place != RG_NOWHERE;
    if (*taken) {
        status = add_row(a, capacity, (rg_returned){.line = line}, error);
        if (status == RG_OK)
            join(a, a->row_count - 1, place);
    }
    return status;
}

/* ---------------------------------------------------------------- other rows */

static bool has_values(const rg_row *row)
{
    for (size_t i = 0; i < row->field_count; i++)
        if (row->fields[i].value.size)
            return true;
    return row->defect != RG_SOUND;
}

/* The values of the row, by columns of the original. */
static const rg_text *sort_values(rg_corrections *c, const rg_row *row)
{
    for (size_t i = 0; i < c->columns.count; i++) {
        size_t at = c->columns.position_of[i];
        c->values[i] = at < row->field_count ? row->fields[at].value : (rg_text){"", 0};
    }
    return c->values;
}

typedef struct row_reader {
    rg_alignment *a;
    size_t capacity;
    bool is_long;        /* the row at hand is longer than the limit */
    uint64_t content;    /* of it: hash of its pieces so far ... */
    uint32_t first_line; /* ... and of the first of them */
} row_reader;

static rg_status test_content(rg_corrections *c, const rg_place *place, const void *context, bool *is_it,
                              rg_error *error)
{
    const row_reader *r = context;
    (void)c;
    (void)error;
    *is_it = place->content == r->content;
    return RG_OK;
}

/* All pieces of a row that is longer than the limit are there: it may be a record that nobody has touched. */
static rg_status end_long_row(rg_corrections *c, row_reader *r, rg_error *error)
{
    uint32_t place = RG_NOWHERE;
    if (!r->is_long)
        return RG_OK;
    rg_status status = find_place(c, r->a, r->first_line, test_content, r, &place, error);
    if (place != RG_NOWHERE)
        join(r->a, r->a->row_count - 1, place);
    r->is_long = false;
    return status;
}

static rg_status read_row(rg_corrections *c, row_reader *r, const rg_row *row, rg_key_function *key, void *context,
                          rg_error *error)
{
    rg_text raw;
    rg_returned made = {.line = row->line, .place = RG_NOWHERE, .is_empty = !has_values(row)};
    rg_status status = rg_raw_content(c->decoder, row->bytes, &c->raw, &raw, error);
    if (status == RG_OK && row->rest) {
        r->content = rg_content_hash(r->content, raw);
        return RG_OK;
    }
    if (status == RG_OK && row->defect == RG_ROW_TOO_LONG) {
        r->content = rg_content_hash(0, raw);
        r->first_line = rg_hash32(raw);
        r->is_long = true;
    }
    if (status == RG_OK)
        status = rg_kept_rows_add(&c->rows, row, &made.at, error);
    made.key = key(context, sort_values(c, row), c->columns.count);
    return status == RG_OK ? add_row(r->a, &r->capacity, made, error) : status;
}

static rg_status read_rows(rg_corrections *c, row_reader *r, rg_key_function *key, void *context, rg_error *error)
{
    rg_row row;
    bool taken = false;
    for (;;) {
        rg_status status = RG_OK;
        taken = false;
        if (!r->is_long)
            status = take_same_row(c, r->a, &r->capacity, &taken, error);
        if (status == RG_OK && taken)
            continue;
        if (status == RG_OK)
            status = rg_reader_next(c->reader, &row, error);
        if (status == RG_DONE || (status == RG_OK && !row.rest && r->is_long)) {
            bool is_over = status == RG_DONE;
            status = end_long_row(c, r, error);
            if (status != RG_OK || is_over)
                return status;
        }
        if (status == RG_OK && !row.blank)
            status = read_row(c, r, &row, key, context, error);
        if (status != RG_OK)
            return status;
    }
}

rg_status rg_corrections_read(rg_corrections *c, const rg_origin *origin, rg_alignment *a, rg_key_function *key,
                              void *context, rg_error *error)
{
    rg_check_options options = {0};
    row_reader r = {.a = a};
    rg_status status = choose_encoding(c, origin, error);
    if (status == RG_OK)
        status = rg_spool_read(c->bytes, c->name, &c->input, error);
    if (status == RG_OK)
        status = rg_decoder_open(&c->decoder, c->input, c->encoding, error);
    if (status == RG_OK)
        status = rg_reader_open(&c->reader, rg_decoder_text(c->decoder), &options, error);
    if (status == RG_OK)
        status = read_header(c, origin, error);
    if (status != RG_OK)
        return status;
    rg_reader_expect(c->reader, origin->record_limit, c->columns.row_count);
    c->values = rg_alloc((c->columns.count + 1) * sizeof *c->values);
    if (!c->values)
        return rg_fail_memory(error);
    status = list_first_lines(c, a, error);
    return status == RG_OK ? read_rows(c, &r, key, context, error) : status;
}

/* ---------------------------------------------------------------- what was read */

const rg_columns *rg_corrections_columns(const rg_corrections *c)
{
    return &c->columns;
}

rg_text rg_corrections_header(const rg_corrections *c)
{
    return rg_buffer_text(&c->header);
}

char rg_corrections_delimiter(const rg_corrections *c)
{
    return c->delimiter;
}

rg_status rg_corrections_row(rg_corrections *c, const rg_returned *row, rg_correction *correction, rg_error *error)
{
    return rg_kept_rows_get(&c->rows, row->at, correction, error);
}

rg_status rg_corrections_raw(rg_corrections *c, rg_text text, rg_buffer *out, rg_error *error)
{
    rg_text raw;
    rg_status status = encode(c->decoder, text, out, &raw, error);
    if (status == RG_OK && raw.bytes == text.bytes) {
        rg_buffer_clear(out);
        rg_buffer_add(out, text.bytes, text.size);
    }
    return status == RG_OK && out->failed ? rg_fail_memory(error) : status;
}
