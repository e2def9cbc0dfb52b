/* structure.c - what is wrong with a record before one looks at its values: where fields end, how many there are, and
 * lines that are no records. */
#include "examine.h"

#include <inttypes.h>
#include <string.h>

#include "lines.h"
#include "show.h"
#include "text.h"
#include "typography.h"
#include "value.h"

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
    static const rg_text marks[] = {RG_TEXT("#"), RG_TEXT("//"), RG_TEXT("--")};
    rg_text first = row->field_count ? row->fields[0].value : (rg_text){"", 0};
    bool is_marked = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        is_marked |= rg_text_begins(first, marks[i]);
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

bool rg_is_structure_sound(const rg_examiner *x, const rg_row *row)
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
