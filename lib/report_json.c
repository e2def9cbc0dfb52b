/* report_json.c - the report for programs: one document (json), or one object a line (jsonl). */
#include <jansson.h>
#include <string.h>

#include "error.h"
#include "json_text.h"
#include "report.h"
#include "text.h"
#include "utf8.h"

#define FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(4))

static int append(const char *bytes, size_t size, void *context)
{
    rg_buffer_add(context, bytes, size);
    return 0;
}

/* Write a value, which is gone then. */
static void add_value(rg_buffer *out, json_t *value)
{
    if (!value || json_dump_callback(value, append, out, FLAGS | JSON_ENCODE_ANY) != 0)
        out->failed = true; /* nothing else can go wrong here */
    json_decref(value);
}

/* A string of any bytes: what is not UTF-8 becomes U+FFFD; byte_offset and the message tell what it was. */
static json_t *text(rg_text bytes)
{
    json_t *value = json_stringn(bytes.size ? bytes.bytes : "", bytes.size);
    if (value)
        return value;
    rg_buffer repaired = {0};
    rg_utf8_repair(&repaired, bytes);
    value = json_stringn(rg_buffer_text(&repaired).bytes, repaired.size);
    rg_buffer_free(&repaired);
    return value;
}

static json_t *string(const char *bytes)
{
    return text(rg_text_of(bytes));
}

static json_t *number(uint64_t count)
{
    return json_integer((json_int_t)count);
}

/* What is absent is left out. */
static void set_string(json_t *object, const char *name, const char *bytes)
{
    if (bytes)
        json_object_set_new(object, name, string(bytes));
}

static void set_positive(json_t *object, const char *name, uint64_t count)
{
    if (count)
        json_object_set_new(object, name, number(count));
}

rg_status rg_write_json_text(rg_write_function *write, void *context, rg_text bytes, rg_error *error)
{
    rg_buffer out = {0};
    rg_json_string(&out, bytes);
    rg_status status = out.failed ? rg_fail_memory(error) : write(context, rg_buffer_text(&out), error);
    rg_buffer_free(&out);
    return status;
}

/* ---------------------------------------------------------------- a result */

static const char *const scopes[] = {[RG_FIX_FIELD] = "field", [RG_FIX_RECORD] = "record", [RG_FIX_FILE] = "file"};

/* Files have millions of these: they are written without a tree in between. `out` ends with the object's beginning. */
static void add_result(rg_buffer *out, const rg_finding *f)
{
    rg_json_set_string(out, "code", f->code->id);
    rg_json_set_string(out, "severity", f->severity == RG_ERROR ? "error" : "warning");
    rg_json_set_string(out, "message", f->message);
    rg_json_set_string(out, "hint", f->hint);
    rg_json_set_string(out, "rule", f->rule);
    if (f->member)
        rg_json_set_string(out, f->member->is_sheet ? "sheet" : "member", f->member->name);
    if (f->member && f->member->is_sheet && f->line) {
        rg_buffer cell = {0};
        rg_add_cell(&cell, f);
        rg_json_set_text(out, "cell", rg_buffer_text(&cell));
        out->failed |= cell.failed;
        rg_buffer_free(&cell);
    }
    if (f->line) {
        rg_json_set_number(out, "line", f->line);
        rg_json_set_number(out, "column", f->column);
        rg_json_set_number(out, "byte_offset", f->byte_offset);
    }
    if (f->record)
        rg_json_set_number(out, "record", f->record);
    rg_json_set_string(out, "field", f->field);
    rg_json_set_text(out, "value", f->value);
    rg_json_set_text(out, "external_id", f->external_id);
    if (f->fix) {
        rg_json_name(out, "fix");
        rg_buffer_add_string(out, "{");
        rg_json_set_text(out, "replacement", f->fix->replacement);
        rg_buffer_add_string(out, f->fix->safe ? ",\"safe\":true" : ",\"safe\":false");
        rg_json_set_string(out, "scope", scopes[f->fix->scope]);
        rg_buffer_add_string(out, "}");
    }
    rg_buffer_add_string(out, "}");
}

/* ---------------------------------------------------------------- changes */

rg_status rg_change_write_json(const rg_change *change, const char *path, uint64_t pass, rg_write_function *write,
                               void *context, rg_error *error)
{
    rg_buffer out = {0};
    rg_buffer_add_string(&out, "{");
    rg_json_set_string(&out, "path", path);
    rg_json_set_string(&out, "code", change->code->id);
    rg_buffer_add_string(&out, change->safe ? ",\"safe\":true" : ",\"safe\":false");
    rg_json_set_string(&out, "scope", scopes[change->scope]);
    rg_json_set_number(&out, "pass", pass);
    if (change->line) {
        rg_json_set_number(&out, "line", change->line);
        rg_json_set_number(&out, "column", change->column);
    }
    if (change->record)
        rg_json_set_number(&out, "record", change->record);
    rg_json_set_string(&out, "field", change->field);
    rg_json_set_text(&out, "before", change->before);
    rg_json_set_text(&out, "after", change->after);
    rg_buffer_add_string(&out, "}");
    rg_status status = out.failed ? rg_fail_memory(error) : write(context, rg_buffer_text(&out), error);
    rg_buffer_free(&out);
    return status;
}

/* ---------------------------------------------------------------- totals */

static json_t *strings(const char *const *items, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, string(items[i]));
    return list;
}

static json_t *classification(const rg_classification *c)
{
    json_t *object = json_object();
    json_object_set_new(object, "name", c->name ? string(c->name) : json_null());
    json_object_set_new(object, "confidence", json_real(c->confidence));
    json_object_set_new(object, "reasons", strings(c->reasons, c->reason_count));
    json_object_set_new(object, "near_misses", strings(c->near_misses, c->near_miss_count));
    return object;
}

/* The task record as the service's API spells it. */
static json_t *task(const rg_task *t)
{
    json_t *object = json_object();
    const struct {
        const char *name;
        int64_t count;
    } counts[] = {
        {"serverImportSuccess", t->server_import_success},
        {"serverImportFailure", t->server_import_failure},
        {"applicationImportSuccess", t->application_import_success},
        {"applicationImportFailure", t->application_import_failure},
    };
    set_string(object, "status", t->status);
    set_string(object, "fileClassification", t->file_classification);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (counts[i].count >= 0)
            json_object_set_new(object, counts[i].name, json_integer(counts[i].count));
    return object;
}

static json_t *records(const rg_summary *s)
{
    json_t *object = json_object();
    json_object_set_new(object, "total", number(s->records));
    json_object_set_new(object, "accepted", number(s->accepted));
    json_object_set_new(object, "failed", number(s->failed));
    json_object_set_new(object, "unchecked", number(s->unchecked));
    return object;
}

/* The tables of a file that has several. */
static json_t *tables(const rg_summary *s)
{
    json_t *list = json_array();
    for (size_t i = 0; i < s->table_count; i++) {
        const rg_table_summary *table = &s->tables[i];
        json_t *object = json_object();
        set_string(object, "name", table->name);
        if (table->member)
            set_string(object, table->member->is_sheet ? "sheet" : "member", table->member->name);
        json_object_set_new(object, "records", number(table->records));
        json_object_set_new(object, "accepted", number(table->accepted));
        json_object_set_new(object, "failed", number(table->failed));
        json_object_set_new(object, "unchecked", number(table->unchecked));
        json_array_append_new(list, object);
    }
    return list;
}

/* Counts by name. Two columns of one name, which is an error of its own, are counted together. */
static json_t *counts(rg_report *report, const rg_count *list, size_t size)
{
    json_t *object = json_object();
    for (size_t i = 0; i < size; i++) {
        rg_text name = rg_text_of(list[i].name);
        rg_buffer repaired = {0};
        rg_utf8_repair(&repaired, name);
        const char *key = rg_buffer_text(&repaired).bytes;
        uint64_t before = (uint64_t)json_integer_value(json_object_get(object, key));
        json_object_set_new(object, key, number(before + list[i].errors + list[i].warnings));
        report->out.failed |= repaired.failed;
        rg_buffer_free(&repaired);
    }
    return object;
}

static json_t *findings(rg_report *report, const rg_summary *s)
{
    json_t *object = json_object();
    json_object_set_new(object, "errors", number(s->errors));
    json_object_set_new(object, "warnings", number(s->warnings));
    json_object_set_new(object, "shown", number(report->shown));
    json_object_set_new(object, "by_code", counts(report, s->by_code, s->by_code_count));
    json_object_set_new(object, "by_column", counts(report, s->by_column, s->by_column_count));
    return object;
}

/* What the file is. */
static void set_class(json_t *object, const rg_classification *c)
{
    json_object_set_new(object, "template", c->template_name ? string(c->template_name) : json_null());
    json_object_set_new(object, "classification", classification(c));
}

/* The members of a file that are known at its end. */
static void set_totals(json_t *object, rg_report *report, const rg_summary *s, const char *archive)
{
    set_class(object, &s->classification);
    if (s->task.status)
        json_object_set_new(object, "task", task(&s->task));
    json_object_set_new(object, "records", records(s));
    if (s->table_count > 1)
        json_object_set_new(object, "tables", tables(s));
    if (s->servers)
        json_object_set_new(object, "servers", number(s->servers));
    set_positive(object, "keys_in_temporary_file", s->filed_keys);
    json_object_set_new(object, "findings", findings(report, s));
    set_string(object, "archive", archive);
}

/* ---------------------------------------------------------------- json: results first, they come first */

static void begin_document(rg_buffer *out)
{
    rg_buffer_add_string(out, "{\"rowgate\":{\"version\":");
    add_value(out, string(rg_version()));
    rg_buffer_add_string(out, "},\"files\":[");
}

static void json_begin(rg_report *report)
{
    if (report->file_count == 1)
        begin_document(&report->out);
    rg_buffer_add_string(&report->out, report->file_count == 1 ? "\n{\"path\":" : ",\n{\"path\":");
    add_value(&report->out, string(report->path));
    rg_buffer_add_string(&report->out, ",\"results\":[");
}

static void json_record(rg_report *report, const rg_record *record)
{
    for (size_t i = 0; i < record->finding_count && rg_report_show_one(report); i++) {
        rg_buffer_add_string(&report->out, report->shown == 1 ? "\n{" : ",\n{");
        add_result(&report->out, &record->findings[i]);
    }
}

static void json_end(rg_report *report, const rg_summary *summary, const char *archive)
{
    json_t *object = json_object();
    rg_buffer totals = {0};
    set_totals(object, report, summary, archive);
    add_value(&totals, object);
    /* The members continue the object that was begun: the totals without their opening brace. */
    rg_buffer_add_string(&report->out, "],\n");
    rg_buffer_add(&report->out, rg_buffer_text(&totals).bytes + (totals.size > 0), totals.size - (totals.size > 0));
    report->out.failed |= totals.failed;
    rg_buffer_free(&totals);
}

static void json_class(rg_report *report, const rg_classification *c)
{
    json_t *object = json_object();
    if (report->file_count == 1)
        begin_document(&report->out);
    rg_buffer_add_string(&report->out, report->file_count == 1 ? "\n" : ",\n");
    set_string(object, "path", report->path);
    set_class(object, c);
    add_value(&report->out, object);
}

static void json_finish(rg_report *report)
{
    if (report->file_count == 0)
        begin_document(&report->out);
    rg_buffer_add_string(&report->out, "]}\n");
}

const rg_report_kind rg_report_json = {
    .begin = json_begin, .record = json_record, .end = json_end, .class = json_class, .finish = json_finish};

/* ---------------------------------------------------------------- jsonl: each line says what it is */

static json_t *begin_line(const rg_report *report, const char *type)
{
    json_t *line = json_object();
    set_string(line, "type", type);
    set_string(line, "path", report->path);
    return line;
}

static void jsonl_record(rg_report *report, const rg_record *record)
{
    for (size_t i = 0; i < record->finding_count && rg_report_show_one(report); i++) {
        rg_buffer_add_string(&report->out, "{");
        rg_json_set_string(&report->out, "type", "result");
        rg_json_set_string(&report->out, "path", report->path);
        add_result(&report->out, &record->findings[i]);
        rg_buffer_add_string(&report->out, "\n");
    }
}

static void jsonl_end(rg_report *report, const rg_summary *summary, const char *archive)
{
    json_t *line = begin_line(report, "summary");
    set_totals(line, report, summary, archive);
    add_value(&report->out, line);
    rg_buffer_add_string(&report->out, "\n");
}

static void jsonl_class(rg_report *report, const rg_classification *c)
{
    json_t *line = begin_line(report, "class");
    set_class(line, c);
    add_value(&report->out, line);
    rg_buffer_add_string(&report->out, "\n");
}

const rg_report_kind rg_report_jsonl = {.record = jsonl_record, .end = jsonl_end, .class = jsonl_class};
