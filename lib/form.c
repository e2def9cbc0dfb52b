/* form.c - what there is to say of the form of a table: its encoding, its delimiter, what stands above its header. */
#include "form.h"

#include <string.h>

#include "lines.h"
#include "show.h"

/* A finding about the whole of the line. */
static void place_on_line(rg_finding *finding, const rg_row *row)
{
    rg_finding_place(finding, row, 0, rg_line_content(row->bytes));
}

void rg_report_byte_order_mark(rg_findings *findings, const rg_row *row)
{
    rg_finding *finding =
        rg_findings_add(findings, RG_CODE_BYTE_ORDER_MARK, "the file begins with a byte order mark (EF BB BF)");
    finding->hint = "save the file as UTF-8 without BOM: some readers take it for a part of the first column's name";
    rg_finding_place(finding, row, 0, 3);
    rg_finding_fix_file(findings, finding, "no byte order mark", true);
}

void rg_report_sep_line(rg_findings *findings, const rg_row *row)
{
    rg_finding *finding =
        rg_findings_add(findings, RG_CODE_SEP_LINE, "the first line is a hint for Excel, not a header");
    finding->hint = "remove the line";
    place_on_line(finding, row);
    rg_finding_fix_record(findings, finding, NULL, 0, '\0', true);
}

void rg_report_late_header(rg_findings *findings, const rg_row *row)
{
    rg_finding *finding =
        rg_findings_add(findings, RG_CODE_HEADER_LATE,
                        "the header is on line %zu: the lines above it would be taken for it", (size_t)row->line);
    finding->hint = "remove the lines above the header";
    place_on_line(finding, row);
    rg_finding_fix_file(findings, finding, "the header on its first line", false);
}

void rg_report_delimiter(rg_findings *findings, const rg_row *row, char delimiter)
{
    const char *at = memchr(row->bytes.bytes, delimiter, row->bytes.size);
    const char *name = rg_delimiter_name(delimiter);
    rg_finding *finding =
        name ? rg_findings_add(findings, RG_CODE_DELIMITER, "the fields are separated by %ss, not by commas", name)
             : rg_findings_add(findings, RG_CODE_DELIMITER, "the fields are separated by `%c`, not by commas",
                               delimiter);
    finding->hint = "export the file with commas; everything below was checked all the same";
    rg_finding_place(finding, row, at ? (size_t)(at - row->bytes.bytes) : 0, at != NULL);
    rg_finding_fix_file(findings, finding, "commas", true);
}

void rg_report_unrecognised(rg_findings *findings, const rg_row *row, const rg_class *class)
{
    const rg_classification *words = &class->words;
    rg_finding *finding =
        rg_findings_add(findings, RG_CODE_FILE_UNRECOGNISED, "the header is not that of any known import file");
    if (class->hint)
        finding->hint = class->hint;
    else if (words->near_miss_count)
        finding->hint = rg_arena_printf(
            &findings->arena, "nearest: %s; name the template with --template to check by it", words->near_misses[0]);
    else
        finding->hint = "name the template with --template to check by it; `rowgate template list` shows them";
    place_on_line(finding, row);
}

/* As people write it, not as iconv does. */
static const char *display_name(const char *encoding)
{
    return strcmp(encoding, "WINDOWS-1252") == 0 ? "windows-1252" : encoding;
}

void rg_report_encoding(rg_findings *findings, const rg_row *row, const char *encoding)
{
    rg_finding *finding =
        rg_findings_add(findings, RG_CODE_ENCODING, "the file is in %s, not in UTF-8", display_name(encoding));
    finding->hint = "save it as UTF-8; everything below was checked all the same";
    place_on_line(finding, row);
    rg_finding_fix_file(findings, finding, "UTF-8", true);
}

void rg_report_late_encoding(rg_findings *findings, const char *encoding, uint64_t line, bool is_likely)
{
    rg_finding *finding =
        rg_findings_add(findings, RG_CODE_ENCODING, "the file is not in UTF-8, but probably in %s: see line %s",
                        display_name(encoding), rg_grouped(findings, line));
    finding->hint = is_likely
                        ? "save it as UTF-8: characters other than English ones would arrive damaged; if it is in "
                          "another encoding, name that with --encoding"
                        : "so many characters that are not English stand side by side that it may well be in "
                          "another encoding, such as windows-1251 or Shift_JIS: name that with --encoding";
    finding->line = line;
    finding->column = 1;
    rg_finding_fix_file(findings, finding, "UTF-8", is_likely);
}

void rg_report_damage(rg_findings *findings, const rg_error *cause)
{
    rg_finding *finding = rg_findings_add(findings, RG_CODE_MEMBER_DAMAGED, "%s", cause->message);
    finding->hint = "make the archive anew; was it copied or downloaded to its end?";
}
