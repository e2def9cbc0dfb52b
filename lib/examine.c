/* examine.c - one record by itself: its structure, then its bytes and fields, then the rules. */
#include "examine.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "error.h"
#include "recode.h"
#include "scan.h"
#include "text.h"
#include "utf8.h"

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
        x->glanced[i] = is_readable(x, rows[i]) ? glancer->row_count : RG_NOT_GLANCED;
        if (x->glanced[i] != RG_NOT_GLANCED)
            glancer->rows[glancer->row_count++] = rows[i];
    }
    rg_glance_over(glancer);
}

/* The numbers that were seen at a glance. */
static void take_numbers(const rg_examiner *x, size_t glanced)
{
    for (size_t i = 0; i < x->layout->t->column_count; i++)
        x->numbers[i] = glanced == RG_NOT_GLANCED ? (double)NAN : x->glancer.numbers[i * RG_GLANCE_ROWS + glanced];
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
    bool is_glanced = glanced != RG_NOT_GLANCED, readable = true;
    rg_status status = RG_OK;
    *broken = !rg_is_structure_sound(x, row);
    if (*broken || (is_glanced && !x->glancer.is_row_open[glanced]))
        return RG_OK;
    take_numbers(x, glanced);
    for (size_t i = 0; status == RG_OK && i < x->layout->field_count; i++)
        if (!is_glanced || x->glancer.open[i] >> glanced & 1)
            status = examine_closely(x, row, i, &readable, error);
    return status == RG_OK && readable ? rg_examine_rules(x, row, error) : status;
}
