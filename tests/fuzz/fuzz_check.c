/* fuzz_check.c - any bytes as a CSV file: whatever the sizes of the reads, the pieces are the input, the findings
 * point into them, and the totals add up. The first byte chooses one more read size, and whether to classify. */
#include "fuzz.h"
#include "likeness.h"
#include "lines.h"
#include "text.h"

/* Small limits and one of each kind of constraint and rule, so that short inputs reach everything. */
static const char template_text[] =
    "name: fuzz\n"
    "externalId: id\n"
    "primaryKey: [id]\n"
    "uniqueKeys: [[host, owner]]\n"
    "servers: {matchedBy: [id, host, [owner, when]]}\n"
    "applications: {listedIn: apps}\n"
    "fieldsMatch: partial\n"
    "missingValues: ['', n/a]\n"
    "limits: {bytes: 512, records: 6, servers: 3, applications: 3, serversPerApplication: 2, fieldBytes: 24,\n"
    "         recordBytes: 96}\n"
    "fields:\n"
    "  - {name: id, constraints: {required: true, pattern: '[a-z]\\w*', maxLength: 12}}\n"
    "  - {name: host, type: string, format: hostname}\n"
    "  - {name: apps, type: list, constraints: {maxLength: 2, pattern: '\\PC+'}}\n"
    "  - {name: low, type: integer, groupChar: \"'\", constraints: {minimum: 0}}\n"
    "  - {name: high, type: number, bareNumber: false, constraints: {exclusiveMaximum: 1e6}}\n"
    "  - {name: when, type: date, format: '%d/%m/%Y'}\n"
    "  - {name: mode, constraints: {enum: [fast, slow]}, severity: warning}\n"
    "  - {name: owner, type: string, format: email, constraints: {unique: true}}\n"
    "rules:\n"
    "  - atLeastOne: [host, [owner, when]]\n"
    "  - allOrNone: [low, high]\n"
    "  - order: [low, high]\n"
    "  - {when: {field: mode, matches: fast}, then: {required: [apps]}}\n"
    "  - {when: {field: mode, matches: slow}, then: {empty: [when]}, severity: warning}\n"
    "  - {when: {field: mode}, then: {field: owner, matches: '.*@.*'}}\n";

/* What has been seen of a file, and all that was said about it. */
typedef struct run {
    rg_buffer said;
    uint64_t offset, text_offset, line; /* behind the pieces so far: in the input, and in the text */
    bool is_container;
    uint64_t records, failed, errors, warnings;
} run;

static bool is_structural(const rg_code *code)
{
    static const char *const ids[] = {"E201", "E202", "E203", "E204", "E205", "E209", "E211"};
    bool found = false;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        found |= strcmp(ids[i], code->id) == 0;
    return found;
}

static void check_place(const rg_record *record, const rg_finding *finding)
{
    MUST(finding->start <= record->bytes.size && finding->size <= record->bytes.size - finding->start);
    if (record->kind == RG_END || record->kind == RG_CONTAINER)
        return;
    MUST(finding->byte_offset == record->byte_offset + finding->start);
    MUST(finding->line >= record->line && finding->line <= record->line + rg_count_lines(record->bytes));
    MUST(finding->column >= 1 && finding->column <= record->bytes.size + 1);
    MUST(finding->record == record->number);
    if (!finding->value.bytes)
        return;
    MUST(finding->field && finding->field_number >= 1 && finding->field_number <= record->field_count);
    const rg_field *field = &record->fields[finding->field_number - 1];
    size_t raw = (size_t)(field->raw.bytes - record->bytes.bytes);
    MUST(rg_text_equal(finding->value, field->value));
    MUST(finding->start <= raw + field->raw.size && raw <= finding->start + finding->size);
}

static void say(rg_buffer *said, const char *what, rg_text text)
{
    rg_buffer_printf(said, "  %s: ", what);
    rg_buffer_add(said, text.bytes ? text.bytes : "", text.size);
    rg_buffer_add_string(said, "\n");
}

static void take_finding(run *r, const rg_record *record, const rg_finding *f)
{
    check_place(record, f);
    MUST(*f->message && is_showable(f->message) && is_showable(f->hint) && is_showable(f->rule));
    MUST(!is_structural(f->code) || record->finding_count == 1);
    MUST(f->severity == RG_WARNING || record->failed || record->kind != RG_DATA);
    r->errors += f->severity == RG_ERROR;
    r->warnings += f->severity == RG_WARNING;
    rg_buffer_printf(&r->said, "%s %d %llu:%llu %llu+%zu:\n", f->code->id, (int)f->severity,
                     (unsigned long long)f->line, (unsigned long long)f->column, (unsigned long long)f->byte_offset,
                     f->size);
    say(&r->said, "message", rg_text_of(f->message));
    say(&r->said, "hint", rg_text_of(f->hint ? f->hint : ""));
    say(&r->said, "rule", rg_text_of(f->rule ? f->rule : ""));
    say(&r->said, "field", rg_text_of(f->field ? f->field : ""));
    say(&r->said, "value", f->value);
    say(&r->said, "id", f->external_id);
    say(&r->said, "fix", f->fix ? f->fix->replacement : (rg_text){"", 0});
}

static void take_record(run *r, const rg_record *record, rg_text input)
{
    rg_text bytes = record->bytes, original = record->original;
    bool has_bytes = record->kind != RG_END && record->kind != RG_CONTAINER;
    MUST(has_bytes == (bytes.size > 0));
    if (has_bytes && !r->is_container) {
        MUST(record->byte_offset == r->text_offset);
        MUST(original.size <= input.size - r->offset);
        MUST(memcmp(original.bytes, input.bytes + r->offset, original.size) == 0);
        MUST(record->line >= r->line);
    }
    r->offset += original.size;
    r->text_offset += bytes.size;
    r->line = record->line;
    if (record->kind == RG_DATA)
        MUST(record->number == ++r->records);
    r->failed += record->kind == RG_DATA && record->failed;
    const char *raw = bytes.bytes;
    for (size_t i = 0; i < record->field_count; i++) {
        rg_text field = record->fields[i].raw;
        MUST(field.bytes >= raw && field.bytes + field.size <= bytes.bytes + bytes.size);
        MUST(record->fields[i].value.size <= field.size);
        raw = field.bytes + field.size;
    }
    rg_buffer_printf(&r->said, "%d %llu #%llu +%zu %d\n", (int)record->kind, (unsigned long long)record->line,
                     (unsigned long long)record->number, bytes.size, record->failed);
    for (size_t i = 0; i < record->finding_count; i++)
        take_finding(r, record, &record->findings[i]);
}

static void take_summary(run *r, const rg_summary *s, rg_text input)
{
    uint64_t errors = 0, warnings = 0;
    MUST(r->is_container || (r->offset == input.size && s->bytes == input.size));
    MUST(s->records == r->records && s->failed == r->failed && s->records == s->accepted + s->failed);
    MUST(s->errors == r->errors && s->warnings == r->warnings && s->unchecked <= s->failed);
    for (size_t i = 0; i < s->by_code_count; i++) {
        errors += s->by_code[i].errors;
        warnings += s->by_code[i].warnings;
    }
    MUST(errors == s->errors && warnings == s->warnings);
    rg_buffer_printf(&r->said, "%llu servers, %zu columns, data from line %llu\n", (unsigned long long)s->servers,
                     s->by_column_count, (unsigned long long)s->first_data_line);
}

static bool begins(rg_text text, const char *start)
{
    return text.size >= strlen(start) && memcmp(text.bytes, start, strlen(start)) == 0;
}

static rg_buffer check(rg_text text, size_t read_size, bool classify)
{
    const rg_template *template_ = own_template(template_text);
    rg_check_options options = {.classify = classify, .read_size = read_size};
    rg_text rest = text;
    run r = {.is_container = begins(text, "PK\3\4") || begins(text, "PK\5\6") || begins(text, "\xD0\xCF\x11\xE0") ||
                             rg_foreign_kind(text)};
    rg_input *input;
    rg_check *check;
    const rg_record *record;
    rg_status status;
    MUST(rg_input_open_function(&input, "fuzz.csv", read_text, &rest, NULL) == RG_OK);
    MUST(rg_check_open(&check, input, &template_, 1, &options, NULL) == RG_OK);
    while ((status = rg_check_next(check, &record, NULL)) == RG_OK)
        take_record(&r, record, text);
    MUST(status == RG_DONE && !record);
    take_summary(&r, rg_check_summary(check), text);
    rg_check_close(check);
    rg_input_close(input);
    return r.said;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    rg_text text = {(const char *)data + 1, size - 1};
    const size_t read_sizes[] = {1, 7, 4096, (size_t)data[0] / 2 + 1};
    bool classify = data[0] % 2;
    rg_buffer whole = check(text, 0, classify);
    for (size_t i = 0; i < sizeof read_sizes / sizeof *read_sizes; i++) {
        rg_buffer said = check(text, read_sizes[i], classify);
        MUST(rg_text_equal(rg_buffer_text(&said), rg_buffer_text(&whole)));
        rg_buffer_free(&said);
    }
    rg_buffer_free(&whole);
    return 0;
}
