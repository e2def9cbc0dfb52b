/* findings.c - the findings of one row, while it is looked at. */
#include "findings.h"

#include <string.h>

#include "buffer.h"
#include "lines.h"
#include "show.h"
#include "utf8.h"

#define QUOTED_CHARACTERS 60

rg_finding *rg_findings_add(rg_findings *findings, rg_code_index code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = rg_arena_vprintf(&findings->arena, format, arguments);
    va_end(arguments);
    return rg_findings_say(findings, code, message);
}

rg_finding *rg_findings_say(rg_findings *findings, rg_code_index code, const char *message)
{
    if (!message || !RG_GROW(findings->items, findings->count, findings->capacity)) {
        findings->failed = true;
        return &findings->dummy;
    }
    rg_finding *finding = &findings->items[findings->count++];
    *finding = (rg_finding){.code = rg_code_at(code), .message = message};
    finding->severity = finding->code->severity;
    return finding;
}

void rg_findings_copy(rg_findings *findings, const rg_finding *others, size_t count)
{
    for (size_t i = 0; i < count && !findings->failed; i++) {
        if (RG_GROW(findings->items, findings->count, findings->capacity))
            findings->items[findings->count++] = others[i];
        else
            findings->failed = true;
    }
}

void rg_findings_append(rg_findings *findings, const char *format, ...)
{
    if (findings->count == 0)
        return; /* memory was out when it was added */
    rg_finding *last = &findings->items[findings->count - 1];
    va_list arguments;
    va_start(arguments, format);
    const char *more = rg_arena_vprintf(&findings->arena, format, arguments);
    va_end(arguments);
    const char *message = more ? rg_arena_printf(&findings->arena, "%s%s", last->message, more) : NULL;
    last->message = message ? message : last->message;
    findings->failed |= !message;
}

void rg_findings_clear(rg_findings *findings)
{
    findings->failed |= findings->arena.failed;
    findings->count = 0;
    rg_arena_reset(&findings->arena);
}

void rg_findings_free(rg_findings *findings)
{
    rg_free(findings->items);
    rg_arena_free(&findings->arena);
    *findings = (rg_findings){0};
}

void rg_finding_place(rg_finding *finding, const rg_row *row, size_t start, size_t size)
{
    const char *bytes = row->bytes.bytes;
    size_t line_start = 0;
    finding->line = row->line;
    for (size_t end; (end = rg_line_end(row->bytes, line_start)) <= start && end < row->bytes.size; line_start = end)
        finding->line++;
    size_t first = line_start == 0 && start >= row->mark_size ? row->mark_size : line_start;
    finding->column = rg_utf8_length((rg_text){bytes + first, start - first}) + 1;
    finding->byte_offset = row->byte_offset + start;
    finding->start = start;
    finding->size = size;
}

void rg_finding_place_field(rg_finding *finding, const rg_row *row, size_t position)
{
    const rg_field *field = &row->fields[position];
    rg_finding_place(finding, row, (size_t)(field->raw.bytes - row->bytes.bytes), field->raw.size);
    finding->field_number = position + 1;
    finding->value = field->value;
}

void rg_finding_rule(rg_findings *findings, rg_finding *finding, const rg_template *t, const char *name, unsigned line)
{
    char room[RG_DECIMAL_SIZE];
    finding->rule =
        rg_arena_join(&findings->arena, name, " (template ", t->name, ", line ", rg_decimal(line, room), ")", NULL);
}

/* The texts of `fix` are alive already. */
static rg_fix *set_fix(rg_findings *findings, rg_finding *finding, rg_fix fix)
{
    rg_fix *made = rg_arena_alloc(&findings->arena, sizeof *made);
    if (!made)
        return NULL;
    *made = fix;
    finding->fix = made;
    return made;
}

rg_fix *rg_finding_fix(rg_findings *findings, rg_finding *finding, rg_text replacement, bool safe)
{
    const char *bytes = rg_arena_text(&findings->arena, replacement);
    return bytes ? set_fix(findings, finding, (rg_fix){.replacement = {bytes, replacement.size}, .safe = safe}) : NULL;
}

void rg_finding_fix_record(rg_findings *findings, rg_finding *finding, const rg_text *fields, size_t count,
                           char delimiter, bool safe)
{
    rg_buffer joined = {0};
    rg_text *copies = rg_arena_alloc(&findings->arena, (count + 1) * sizeof *copies);
    for (size_t i = 0; copies && i < count; i++) {
        const char *bytes = rg_arena_text(&findings->arena, fields[i]);
        copies[i] = (rg_text){bytes, fields[i].size};
        rg_buffer_add(&joined, &delimiter, i > 0);
        rg_buffer_add(&joined, fields[i].bytes, fields[i].size);
    }
    rg_text text = {rg_arena_text(&findings->arena, rg_buffer_text(&joined)), joined.size};
    findings->failed |= joined.failed;
    rg_buffer_free(&joined);
    if (!findings->arena.failed)
        set_fix(findings, finding,
                (rg_fix){
                    .replacement = text, .safe = safe, .scope = RG_FIX_RECORD, .fields = copies, .field_count = count});
}

void rg_finding_fix_file(rg_findings *findings, rg_finding *finding, const char *form, bool safe)
{
    set_fix(findings, finding, (rg_fix){.replacement = {form, strlen(form)}, .safe = safe, .scope = RG_FIX_FILE});
}

static const char *quote_plain(rg_findings *findings, rg_text value)
{
    char *quoted = rg_arena_alloc(&findings->arena, value.size + 3);
    findings->failed |= !quoted;
    if (!quoted)
        return "";
    quoted[0] = quoted[value.size + 1] = '`';
    if (value.size)
        memcpy(quoted + 1, value.bytes, value.size);
    return quoted;
}

const char *rg_quoted(rg_findings *findings, rg_text value)
{
    if (value.size <= QUOTED_CHARACTERS && rg_visible_prefix(value) == value.size)
        return quote_plain(findings, value);
    rg_buffer out = {0};
    size_t characters = 0, size, cells;
    rg_buffer_add_string(&out, "`");
    for (size_t i = 0; i < value.size; i += size, characters++) {
        if (characters == QUOTED_CHARACTERS) {
            rg_buffer_add_string(&out, "…");
            break;
        }
        size = rg_show_character(&out, (rg_text){value.bytes + i, value.size - i}, &cells);
    }
    rg_buffer_add_string(&out, "`");
    const char *quoted = rg_arena_text(&findings->arena, rg_buffer_text(&out));
    findings->failed |= out.failed || !quoted;
    rg_buffer_free(&out);
    return quoted ? quoted : "";
}

const char *rg_grouped(rg_findings *findings, uint64_t number)
{
    rg_buffer out = {0};
    rg_buffer_add_grouped(&out, number);
    const char *grouped = rg_arena_text(&findings->arena, rg_buffer_text(&out));
    findings->failed |= out.failed || !grouped;
    rg_buffer_free(&out);
    return grouped ? grouped : "";
}
