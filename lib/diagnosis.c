/* diagnosis.c - what is wrong with a broken row, and where it ends. A quote that is never closed swallows what follows:
 * that is told where the quote opens, and what was swallowed are records of their own. */
#include "diagnosis.h"

#include "lines.h"
#include "memory.h"
#include "text.h"

/* The row ends behind the physical line of the defect. */
static void set_defect(rg_row *row, rg_defect defect, size_t at)
{
    row->defect = defect;
    row->defect_at = at;
    row->bytes.size = rg_line_end(row->bytes, at);
}

void rg_diagnose(rg_row *row, rg_stop stop, bool unclosed, char delimiter)
{
    size_t field = stop.field;
    while (field < row->bytes.size && rg_is_blank(row->bytes.bytes[field]) && row->bytes.bytes[field] != delimiter)
        field++;
    /* When the field began on an earlier line, its quote was never closed. */
    if (unclosed || rg_count_lines((rg_text){row->bytes.bytes + field, stop.at - field}) > 0)
        set_defect(row, RG_QUOTE_UNCLOSED, field);
    else
        set_defect(row, stop.in_quotes ? RG_TEXT_AFTER_QUOTE : RG_QUOTE_IN_FIELD, stop.at);
}

/* Would one of the lines in `text` be a record of the wanted width by itself? There is room in `scratch` for one field
 * more. */
static bool has_record(rg_text text, size_t wanted, char delimiter, rg_plain_function *cut_plain, rg_field *scratch)
{
    bool found = false;
    for (size_t at = 0, end; !found && at < text.size; at = end) {
        end = rg_line_end(text, at);
        rg_text line = {text.bytes + at, end - at};
        size_t size;
        found = cut_plain(line, delimiter, true, scratch, wanted + 1, &size) == wanted;
    }
    return found;
}

bool rg_look_for_runaway(rg_row *row, size_t expected, char delimiter, rg_plain_function *cut_plain)
{
    size_t open = 0;
    if (!expected || row->field_total == expected)
        return true;
    while (open < row->field_count && rg_count_lines(row->fields[open].raw) == 0)
        open++;
    if (open == row->field_count)
        return true;
    rg_field *scratch = rg_alloc((expected + 1) * sizeof *scratch);
    if (!scratch)
        return false;
    size_t quote = (size_t)(row->fields[open].raw.bytes - row->bytes.bytes);
    size_t next = rg_line_end(row->bytes, quote);
    rg_text rest = {row->bytes.bytes + next, row->bytes.size - next};
    if (has_record(rest, expected, delimiter, cut_plain, scratch)) {
        row->field_count = open;
        set_defect(row, RG_QUOTE_UNCLOSED, quote);
    }
    rg_free(scratch);
    return true;
}
