/* examine.c - one record by itself: what is wrong with its structure, then its fields, then the rules. */
#include "examine.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "lines.h"
#include "recode.h"
#include "scan.h"
#include "show.h"
#include "text.h"
#include "typography.h"
#include "utf8.h"
#include "value.h"

void rg_examiner_open(rg_examiner *examiner, const rg_layout *layout, rg_arena *arena)
{
    const rg_template *t = layout->t;
    examiner->layout = layout;
    rg_glancer_open(&examiner->glancer, t, layout->glances, layout->field_count, layout->position_of,
                    layout->rule_is_idle, layout->delimiter, arena);
    examiner->numbers = rg_arena_alloc(arena, t->column_count * sizeof *examiner->numbers);
}

rg_text rg_column_value(const rg_layout *layout, const rg_row *row, size_t column)
{
    size_t position = layout->position_of[column];
    if (position == RG_NO_COLUMN || position >= row->field_count)
        return (rg_text){"", 0};
    rg_text value = rg_text_trim(row->fields[position].value);
    return rg_is_missing(&layout->t->columns[column], value) ? (rg_text){"", 0} : value;
}

rg_status rg_examine_pattern(const rg_examiner *x, rg_pattern *pattern, const rg_column *column, rg_text value,
                             bool *matches, rg_error *error)
{
    char said[512];
    rg_status status = rg_pattern_match(pattern, x->matcher, value, matches, error);
    if (status != RG_OK && error) {
        snprintf(said, sizeof said, "%.*s", (int)sizeof said - 1, error->message);
        rg_fail(error, status, "column `%s`: %s", column->name, said);
    }
    return status;
}

/* ---------------------------------------------------------------- structure */

/* The name of the column at `position` for messages about structure. */
static const char *column_name(const rg_layout *layout, size_t position)
{
    return position < layout->field_count ? layout->names[position] : NULL;
}

/* Where the field behind the sound ones begins, at its quote. */
static size_t broken_field_start(const rg_examiner *x, const rg_row *row)
{
    size_t start = row->mark_size;
    if (row->field_count) {
        rg_text before = row->fields[row->field_count - 1].raw;
        start = (size_t)(before.bytes + before.size + 1 - row->bytes.bytes);
    }
    while (start < row->defect_at && rg_is_blank(row->bytes.bytes[start]) &&
           row->bytes.bytes[start] != x->layout->delimiter)
        start++;
    return start;
}

/* Either a quote inside the field was not doubled, or one further left was never closed and met this one. */
static void explain_text_after_quote(const rg_examiner *x, const rg_row *row, rg_finding *finding)
{
    rg_arena *arena = &x->findings->arena;
    rg_finding opening = {0};
    size_t start = broken_field_start(x, row);
    rg_finding_place(&opening, row, start, 1);
    bool swallowed = memchr(row->bytes.bytes + start, x->layout->delimiter, row->defect_at - start) != NULL;
    finding->message = rg_arena_printf(
        arena, "the quote that opens at column %" PRIu64 " closes here, and text follows", opening.column);
    finding->hint = rg_arena_printf(arena, "%swrite a quote inside a quoted field twice: \"5\"\" disk\"",
                                    swallowed ? "close the quote where the value ends, or " : "");
}

static void report_defect(const rg_examiner *x, const rg_row *row)
{
    static const struct {
        rg_code_index code;
        const char *message, *hint;
    } defects[] = {
        [RG_TEXT_AFTER_QUOTE] = {RG_CODE_TEXT_AFTER_QUOTE, "", NULL},
        [RG_QUOTE_IN_FIELD] = {RG_CODE_QUOTE_IN_FIELD, "there is a quote inside a field that does not begin with one",
                               "put the field into quotes and write the quote twice: \"5\"\" disk\""},
        [RG_QUOTE_UNCLOSED] = {RG_CODE_QUOTE_UNCLOSED, "the quote that opens here is never closed",
                               "close the quote at the end of the field; the lines after this one were read as records "
                               "of their own"},
        [RG_ROW_TOO_LONG] = {RG_CODE_RECORD_TOO_LONG, "the record is longer than the limit `recordBytes`",
                             "look for a missing line end, or raise the limit with --set recordBytes=SIZE"},
    };
    size_t field = row->field_count; /* the one behind those that were sound */
    rg_finding *finding = rg_findings_add(x->findings, defects[row->defect].code, "%s", defects[row->defect].message);
    finding->hint = defects[row->defect].hint;
    if (row->defect == RG_TEXT_AFTER_QUOTE)
        explain_text_after_quote(x, row, finding);
    rg_finding_place(finding, row, row->defect_at,
                     row->defect == RG_QUOTE_UNCLOSED ? rg_line_content((rg_text){row->bytes.bytes + row->defect_at,
                                                                                  row->bytes.size - row->defect_at})
                                                      : row->defect_at < row->bytes.size);
    finding->field = row->defect == RG_ROW_TOO_LONG ? NULL : column_name(x->layout, field);
    finding->field_number = finding->field ? field + 1 : 0;
    rg_resplit(x, row, finding);
}

/* Where an unquoted list was probably split: a field that begins with a blank, as items do after a comma. */
static size_t find_split_list(const rg_layout *layout, const rg_row *row)
{
    for (size_t i = 1; i < row->field_count; i++) {
        rg_text raw = row->fields[i].raw;
        size_t before = i - 1 < layout->field_count ? layout->column_of[i - 1] : RG_NO_COLUMN;
        bool is_list = before != RG_NO_COLUMN && layout->t->columns[before].value.type == RG_TYPE_LIST;
        if (is_list && raw.size && rg_is_blank(raw.bytes[0]))
            return i - 1;
    }
    return RG_NO_COLUMN;
}

bool rg_row_is_empty(const rg_row *row, size_t position)
{
    for (size_t i = position; i < row->field_count; i++)
        if (rg_text_trim(row->fields[i].value).size)
            return false;
    return true;
}

static const char *delimiters(const rg_examiner *x, size_t count)
{
    const char *known = rg_delimiter_name(x->layout->delimiter), *name = known ? known : "delimiter";
    return count == 1 ? name : rg_arena_printf(&x->findings->arena, "%ss", name);
}

static void report_too_many(const rg_examiner *x, const rg_row *row)
{
    size_t expected = x->layout->field_count, extra = row->field_total - expected;
    size_t list = find_split_list(x->layout, row);
    rg_arena *arena = &x->findings->arena;
    rg_finding *finding = rg_findings_add(x->findings, RG_CODE_FIELDS_TOO_MANY,
                                          "%zu fields where the header has %zu: %zu too many on the right",
                                          row->field_total, expected, extra);
    if (row->has_high && rg_has_curly_quote(row->bytes))
        finding->hint = "curly quotes do not quote: write \"a, b\" with straight ones";
    else if (list != RG_NO_COLUMN)
        finding->hint = rg_arena_printf(arena, "put the list in `%s` into quotes: \"a, b\"", x->layout->names[list]);
    else if (rg_row_is_empty(row, expected) && row->field_total == row->field_count)
        finding->hint = rg_arena_printf(arena, "remove the %s%s at the end of the line",
                                        extra == 1 ? "" : rg_arena_printf(arena, "%zu ", extra), delimiters(x, extra));
    else
        finding->hint = "usually a comma inside a value: put values with commas, such as lists, into quotes";
    if (list != RG_NO_COLUMN) {
        rg_finding_place_field(finding, row, list);
        finding->field = x->layout->names[list];
        const char *end = row->fields[list + 1].raw.bytes + row->fields[list + 1].raw.size;
        finding->size = (size_t)(end - row->bytes.bytes) - finding->start;
    } else if (expected < row->field_count) {
        size_t start = (size_t)(row->fields[expected].raw.bytes - row->bytes.bytes);
        rg_finding_place(finding, row, start, rg_line_content(row->bytes) - start);
    }
    rg_resplit(x, row, finding);
}

/* The record was written with other delimiters than the header: then there are as many of them as there should be. */
static char other_delimiter(const rg_examiner *x, const rg_row *row)
{
    static const char others[] = ",;\t|";
    for (const char *c = others; *c && row->field_total == 1; c++) {
        size_t found = 1;
        for (size_t i = 0; i < row->bytes.size; i++)
            found += row->bytes.bytes[i] == *c;
        if (*c != x->layout->delimiter && found >= x->layout->field_count)
            return *c;
    }
    return 0;
}

static void report_too_few(const rg_examiner *x, const rg_row *row)
{
    size_t expected = x->layout->field_count, missing = expected - row->field_total;
    rg_text name = rg_text_of(x->layout->names[row->field_total]);
    const char *first = name.size ? rg_quoted(x->findings, name)
                                  : rg_arena_printf(&x->findings->arena, "column %zu", row->field_total + 1);
    rg_finding *finding =
        rg_findings_add(x->findings, RG_CODE_FIELDS_TOO_FEW,
                        "%zu field%s where the header has %zu: %zu missing on the right, from %s on", row->field_total,
                        row->field_total == 1 ? "" : "s", expected, missing, first ? first : "");
    finding->hint = "is a line end in the middle of the record, or are commas for empty values missing at its end?";
    char other = other_delimiter(x, row);
    if (other)
        finding->hint =
            rg_arena_printf(&x->findings->arena, "its fields are separated by %ss, those of the header are not",
                            rg_delimiter_name(other));
    rg_finding_place(finding, row, rg_line_content(row->bytes), 0);
    rg_resplit(x, row, finding);
}

/* A line that only people read: not even its width says anything. */
static bool is_comment(const rg_examiner *x, const rg_row *row)
{
    rg_text first = row->field_count ? row->fields[0].value : (rg_text){"", 0};
    bool is_marked =
        first.size && (first.bytes[0] == '#' ||
                       (first.size > 1 && (memcmp(first.bytes, "//", 2) == 0 || memcmp(first.bytes, "--", 2) == 0)));
    if (!is_marked)
        return false;
    return row->field_total != x->layout->field_count || rg_row_is_empty(row, 1);
}

static bool is_number(rg_text value)
{
    static const rg_value_type number = {
        .type = RG_TYPE_NUMBER, .decimal_char = '.', .group_char = ",", .bare_number = true};
    return rg_value_fits(&number, value, NULL);
}

/* Sums at the end of a report: the word, then nothing but numbers. */
static bool is_total(const rg_row *row)
{
    static const rg_text words[] = {RG_TEXT("total"),  RG_TEXT("totals"), RG_TEXT("grand total"), RG_TEXT("sum"),
                                    RG_TEXT("gesamt"), RG_TEXT("summe"),  RG_TEXT("totale"),      RG_TEXT("suma")};
    size_t first = 0, numbers = 0;
    while (first < row->field_count && !rg_text_trim(row->fields[first].value).size)
        first++;
    if (first == row->field_count)
        return false;
    rg_text name = rg_text_trim(row->fields[first].value);
    if (name.bytes[name.size - 1] == ':')
        name.size--;
    size_t word = 0;
    while (word < sizeof words / sizeof *words && !rg_text_equal_nocase(name, words[word]))
        word++;
    if (word == sizeof words / sizeof *words)
        return false;
    for (size_t i = first + 1; i < row->field_count; i++) {
        rg_text value = rg_text_trim(row->fields[i].value);
        if (value.size && !is_number(value))
            return false;
        numbers += value.size > 0;
    }
    return numbers || row->field_count == 1;
}

static void report_no_record(const rg_examiner *x, const rg_row *row, rg_code_index code, const char *message)
{
    rg_finding *finding = rg_findings_add(x->findings, code, "%s", message);
    finding->hint = "remove the line";
    rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
    rg_finding_fix_record(x->findings, finding, NULL, 0, '\0', false);
}

static bool is_structure_sound(const rg_examiner *x, const rg_row *row)
{
    if (row->defect != RG_SOUND) {
        report_defect(x, row);
    } else if (row->field_total == row->field_count && rg_row_is_empty(row, 0)) {
        rg_finding *finding = rg_findings_add(x->findings, RG_CODE_RECORD_EMPTY,
                                              "the record has %zu fields and no value in any", row->field_total);
        finding->hint = "remove the line: spreadsheets leave such lines where rows were cleared but not deleted";
        rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
        rg_finding_fix_record(x->findings, finding, NULL, 0, '\0', true);
    } else if (is_comment(x, row)) {
        report_no_record(x, row, RG_CODE_COMMENT, "the line is a comment, not a record");
    } else if (is_total(row)) {
        report_no_record(x, row, RG_CODE_TOTALS, "the line has totals, and is no record");
    } else if (row->field_total > x->layout->field_count) {
        report_too_many(x, row);
    } else if (row->field_total < x->layout->field_count) {
        report_too_few(x, row);
    } else {
        return true;
    }
    return false;
}

/* ---------------------------------------------------------------- bytes */

static const char *encoding_hint(unsigned char byte, bool escaped)
{
    if (escaped)
        return "is the encoding another one? Name it with --encoding, or write the character anew";
    return byte >= 0x80 ? "the file is taken for UTF-8: was this pasted from elsewhere? Write the character anew"
                        : NULL;
}

/* Nobody sees them, but somebody may have meant them. */
static void fix_control_bytes(const rg_examiner *x, const rg_row *row, size_t position, rg_finding *finding)
{
    rg_buffer without = {0};
    rg_text value = row->fields[position].value;
    for (size_t i = 0; i < value.size; i++)
        if (!rg_is_control(value.bytes[i]))
            rg_buffer_add(&without, value.bytes + i, 1);
    rg_finding_fix(x->findings, finding, rg_text_trim(rg_buffer_text(&without)), false);
    x->findings->failed |= without.failed;
    rg_buffer_free(&without);
}

static void report_byte(const rg_examiner *x, const rg_row *row, size_t position, rg_code_index code, size_t offset)
{
    const rg_field *field = &row->fields[position];
    unsigned char byte = (unsigned char)field->raw.bytes[offset];
    char original;
    bool escaped = rg_escaped_byte((rg_text){field->raw.bytes + offset, field->raw.size - offset}, &original);
    const char *format = escaped                    ? "byte 0x%02X means nothing in the encoding of the file"
                         : code == RG_CODE_NOT_UTF8 ? "byte 0x%02X is not UTF-8"
                                                    : "control byte 0x%02X";
    rg_finding *finding = rg_findings_add(x->findings, code, format, escaped ? (unsigned char)original : byte);
    finding->hint = code == RG_CODE_NOT_UTF8 ? encoding_hint(byte, escaped)
                    : byte == 0              ? "a NUL byte: the file may be UTF-16; save it as UTF-8"
                                             : "remove the byte: nobody can see it, and it is part of the value";
    rg_finding_place_field(finding, row, position);
    rg_finding_place(finding, row, (size_t)(field->raw.bytes - row->bytes.bytes) + offset, 1);
    finding->field = x->layout->names[position];
    if (code == RG_CODE_CONTROL_BYTE)
        fix_control_bytes(x, row, position, finding);
}

/* Bytes that no value may have. The first of a field is reported; the field is not looked at further. */
static bool has_bad_byte(const rg_examiner *x, const rg_row *row, size_t position)
{
    rg_text raw = row->fields[position].raw;
    size_t control = 0, valid = row->has_high ? rg_utf8_valid_prefix(raw) : raw.size;
    while (control < raw.size && !(row->has_control && rg_is_control(raw.bytes[control])))
        control++;
    if (valid == raw.size && control == raw.size)
        return false;
    bool is_control = control < valid;
    report_byte(x, row, position, is_control ? RG_CODE_CONTROL_BYTE : RG_CODE_NOT_UTF8, is_control ? control : valid);
    return true;
}

static bool is_too_long(const rg_examiner *x, const rg_row *row, size_t position)
{
    uint64_t limit = x->layout->t->limits[RG_LIMIT_FIELD_BYTES];
    if (limit == 0 || row->fields[position].raw.size <= limit)
        return false;
    rg_finding *finding = rg_findings_add(x->findings, RG_CODE_FIELD_TOO_LONG,
                                          "the value has %zu bytes, the limit `fieldBytes` is %" PRIu64,
                                          row->fields[position].raw.size, limit);
    finding->hint = "look for a missing quote, or raise the limit with --set fieldBytes=SIZE";
    rg_finding_place_field(finding, row, position);
    finding->field = x->layout->names[position];
    return true;
}

/* ---------------------------------------------------------------- the record */

/* Can anything be told of its fields without a look at each byte? */
static bool is_readable(const rg_examiner *x, const rg_row *row)
{
    if (row->blank || row->rest || row->defect != RG_SOUND || row->has_control ||
        row->field_total != x->layout->field_count || row->field_count != row->field_total)
        return false;
    return !row->has_high || rg_utf8_valid_prefix(row->bytes) == row->bytes.size;
}

void rg_examine_together(rg_examiner *x, const rg_row *const *rows, size_t count)
{
    rg_glancer *glancer = &x->glancer;
    glancer->matcher = x->matcher;
    glancer->row_count = 0;
    for (size_t i = 0; i < count; i++) {
        x->glanced[i] = is_readable(x, rows[i]) ? glancer->row_count : RG_NO_COLUMN;
        if (x->glanced[i] != RG_NO_COLUMN)
            glancer->rows[glancer->row_count++] = rows[i];
    }
    rg_glance_over(glancer);
}

/* The numbers that were seen at a glance. */
static void take_numbers(const rg_examiner *x, size_t glanced)
{
    for (size_t i = 0; i < x->layout->t->column_count; i++)
        x->numbers[i] = glanced == RG_NO_COLUMN ? (double)NAN : x->glancer.numbers[i * RG_GLANCE_ROWS + glanced];
}

/* A field that needs more than a glance. `*readable` is false when there is no value to be told. */
static rg_status examine_closely(const rg_examiner *x, const rg_row *row, size_t position, bool *readable,
                                 rg_error *error)
{
    bool is_bad = (row->has_high || row->has_control) && has_bad_byte(x, row, position);
    if (!is_bad && !is_too_long(x, row, position))
        return x->layout->column_of[position] == RG_NO_COLUMN ? RG_OK : rg_examine_field(x, row, position, error);
    *readable = false;
    return RG_OK;
}

rg_status rg_examine(const rg_examiner *x, const rg_row *row, size_t index, bool *broken, rg_error *error)
{
    size_t glanced = x->glanced[index];
    bool is_glanced = glanced != RG_NO_COLUMN, readable = true;
    rg_status status = RG_OK;
    *broken = !is_structure_sound(x, row);
    if (*broken || (is_glanced && !x->glancer.is_row_open[glanced]))
        return RG_OK;
    take_numbers(x, glanced);
    for (size_t i = 0; status == RG_OK && i < x->layout->field_count; i++)
        if (!is_glanced || x->glancer.open[i] >> glanced & 1)
            status = examine_closely(x, row, i, &readable, error);
    return status == RG_OK && readable ? rg_examine_rules(x, row, error) : status;
}
