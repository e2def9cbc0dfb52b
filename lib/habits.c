/* habits.c - what spreadsheets and exports do to whole files: said once, at the first record that shows it. */
#include "habits.h"

#include <string.h>

#include "buffer.h"
#include "error.h"
#include "mojibake.h"
#include "scan.h"
#include "text.h"
#include "typography.h"
#include "utf8.h"

/* Something worse was said of the field: it is looked at anyway. */
static bool has_error(const rg_findings *findings, size_t position)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].field_number == position + 1 && findings->items[i].severity == RG_ERROR)
            return true;
    return false;
}

static bool is_mojibake(rg_text value, rg_findings *findings)
{
    rg_buffer was = {0};
    bool is_it = rg_undo_mojibake(value, &was);
    findings->failed |= was.failed;
    rg_buffer_free(&was);
    return is_it;
}

static void look_for_invisible(rg_habits *habits, const rg_layout *layout, const rg_row *row, size_t position,
                               rg_findings *findings)
{
    rg_text found;
    const char *what = rg_find_invisible(row->fields[position].raw, &found);
    /* In text that was decoded twice it is half of a character. */
    if (!what || has_error(findings, position) || is_mojibake(row->fields[position].value, findings))
        return;
    rg_finding *finding =
        rg_findings_add(findings, RG_CODE_INVISIBLE, "%s is in the value, as perhaps in others", what);
    finding->hint = "remove it: it comes from a web page or a text document, and looks like nothing or like a blank";
    rg_finding_place_field(finding, row, position);
    rg_finding_place(finding, row, (size_t)(found.bytes - row->bytes.bytes), found.size);
    finding->field = layout->names[position];
    rg_buffer clean = {0};
    rg_add_visible(&clean, row->fields[position].value);
    rg_finding_fix(findings, finding, rg_text_trim(rg_buffer_text(&clean)),
                   !rg_has_joiner(row->fields[position].value));
    findings->failed |= clean.failed;
    rg_buffer_free(&clean);
    habits->invisible = !habits->each;
}

static void look_for_mojibake(rg_habits *habits, const rg_layout *layout, const rg_row *row, size_t position,
                              rg_findings *findings)
{
    rg_buffer was = {0};
    if (rg_undo_mojibake(row->fields[position].value, &was)) {
        rg_finding *finding = rg_findings_add(findings, RG_CODE_MOJIBAKE, "%s was probably %s, as perhaps others",
                                              rg_quoted(findings, row->fields[position].value),
                                              rg_quoted(findings, rg_buffer_text(&was)));
        finding->hint = "UTF-8 was read as windows-1252 on its way here: open the source as UTF-8, and export again";
        rg_finding_place_field(finding, row, position);
        rg_finding_fix(findings, finding, rg_buffer_text(&was), false);
        finding->field = layout->names[position];
        habits->mojibake = !habits->each;
    }
    findings->failed |= was.failed;
    rg_buffer_free(&was);
}

static void look_for_curly_quotes(rg_habits *habits, const rg_layout *layout, const rg_row *row, size_t position,
                                  rg_findings *findings)
{
    rg_text value = rg_text_trim(row->fields[position].value), inside;
    if (!rg_in_curly_quotes(value, &inside) || has_error(findings, position))
        return;
    rg_finding *finding = rg_findings_add(findings, RG_CODE_CURLY_QUOTES,
                                          "the curly quotes round %s are a part of the value, as perhaps in others",
                                          rg_quoted(findings, inside));
    finding->hint = "remove them: a text document has made them of straight ones, and only those quote";
    rg_finding_place_field(finding, row, position);
    rg_finding_fix(findings, finding, inside, true);
    finding->field = layout->names[position];
    habits->curly = !habits->each;
}

rg_status rg_habits_look(rg_habits *habits, const rg_layout *layout, const rg_row *row, rg_findings *findings,
                         rg_error *error)
{
    bool more = row->has_high && !(habits->mojibake && habits->invisible && habits->curly);
    for (size_t i = 0; more && i < layout->field_count && i < row->field_count; i++) {
        bool has_high, has_control;
        rg_text raw = row->fields[i].raw;
        rg_scan_bytes(raw, &has_high, &has_control);
        if (!has_high || rg_utf8_valid_prefix(raw) < raw.size)
            continue;
        if (!habits->invisible)
            look_for_invisible(habits, layout, row, i, findings);
        if (!habits->curly)
            look_for_curly_quotes(habits, layout, row, i, findings);
        if (!habits->mojibake)
            look_for_mojibake(habits, layout, row, i, findings);
    }
    return findings->failed ? rg_fail_memory(error) : RG_OK;
}
