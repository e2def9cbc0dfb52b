/* report.c - the steps of a report, whatever its format: gather text, write it out, keep the first failure. */
#include "report.h"

#include <string.h>

#include "error.h"
#include "memory.h"
#include "show.h"
#include "text.h"
#include "utf8.h"

#define DEFAULT_WIDTH 100
#define LEAST_WIDTH 40
#define ENOUGH_TO_WRITE 65536

static const rg_report_kind *const kinds[] = {
    [RG_FULL] = &rg_report_full,
    [RG_CONCISE] = &rg_report_concise,
    [RG_JSON] = &rg_report_json,
    [RG_JSONL] = &rg_report_jsonl,
};

rg_status rg_report_open(rg_report **report, rg_format format, const rg_report_options *options,
                         rg_write_function *write, void *context, rg_error *error)
{
    rg_report *made = rg_alloc(sizeof *made);
    *report = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->kind = kinds[format];
    made->options = options ? *options : (rg_report_options){0};
    if (made->options.width == 0)
        made->options.width = DEFAULT_WIDTH;
    if (made->options.width < LEAST_WIDTH)
        made->options.width = LEAST_WIDTH;
    made->write = write;
    made->context = context;
    made->state = made->kind->state_size ? rg_alloc(made->kind->state_size) : NULL;
    if (made->kind->state_size && !made->state) {
        rg_free(made);
        return rg_fail_memory(error);
    }
    *report = made;
    return RG_OK;
}

void rg_report_close(rg_report *report)
{
    if (!report)
        return;
    if (report->kind->close)
        report->kind->close(report);
    rg_free(report->state);
    rg_buffer_free(&report->path_bytes);
    rg_buffer_free(&report->label_bytes);
    rg_buffer_free(&report->out);
    rg_free(report);
}

bool rg_report_show_one(rg_report *report)
{
    if (report->options.max_findings && report->shown == report->options.max_findings)
        return false;
    report->shown++;
    return true;
}

static void add_number(rg_buffer *out, const char *before, uint64_t number)
{
    char room[RG_DECIMAL_SIZE];
    rg_buffer_add_string(out, before);
    rg_buffer_add_string(out, rg_decimal(number, room));
}

void rg_add_cell(rg_buffer *out, const rg_finding *finding)
{
    char letters[16];
    size_t i = sizeof letters - 1;
    letters[i] = '\0';
    for (size_t n = finding->field_number; n; n = (n - 1) / 26)
        letters[--i] = (char)('A' + (n - 1) % 26);
    add_number(out, letters + i, finding->line);
    if (!finding->field_number)
        add_number(out, ":", finding->line);
}

void rg_report_add_place(rg_report *report, rg_buffer *out, const rg_finding *finding)
{
    const rg_member *member = finding->member;
    rg_buffer_add_string(out, report->label);
    if (member) {
        size_t size = strlen(report->label);
        bool has_slash = size && report->label[size - 1] == '/';
        rg_buffer_add_string(out, !member->is_file ? "!" : has_slash ? "" : "/");
        rg_report_add_words(report, out, member->name);
    }
    if (finding->line && member && member->is_sheet) {
        rg_buffer_add_string(out, "!");
        rg_add_cell(out, finding);
    } else if (finding->line) {
        add_number(out, ":", finding->line);
        add_number(out, ":", finding->column);
    }
}

static void add_line(rg_report *report, const char *before, const char *words)
{
    rg_buffer_add_string(&report->out, before);
    rg_report_add_words(report, &report->out, words);
    rg_buffer_add_string(&report->out, "\n");
}

void rg_report_add_class(rg_report *report, const rg_classification *c)
{
    rg_buffer *out = &report->out;
    rg_buffer_printf(out, "%s: ", report->label);
    if (c->template_name) {
        rg_report_add_words(report, out, c->template_name);
        if (c->name) {
            rg_buffer_add_string(out, ", ");
            rg_report_add_words(report, out, c->name);
        }
        rg_buffer_printf(out, ", confidence %.2f\n", c->confidence);
    } else {
        rg_buffer_add_string(out, "nothing known: the service would answer IMPORT_FAILED_UNSUPPORTED_FILE_TYPE\n");
    }
    for (size_t i = 0; i < c->reason_count; i++)
        add_line(report, "  because ", c->reasons[i]);
    for (size_t i = 0; i < c->near_miss_count; i++)
        add_line(report, c->template_name ? "  rather than " : "  nearest: ", c->near_misses[i]);
}

void rg_report_add_words(rg_report *report, rg_buffer *out, const char *words)
{
    if (words)
        rg_show(out, rg_text_of(words));
    report->out.failed |= out->failed;
}

/* Hand on what was gathered, when it is enough. */
static rg_status flush(rg_report *report, size_t enough, rg_error *error)
{
    if (report->out.failed)
        return rg_fail_memory(error);
    if (report->out.size < enough || report->out.size == 0)
        return RG_OK;
    rg_status status = report->write(report->context, rg_buffer_text(&report->out), error);
    rg_buffer_clear(&report->out);
    return status;
}

/* The next file is this one. */
static rg_status set_path(rg_report *report, const char *path, rg_error *error)
{
    rg_buffer_clear(&report->path_bytes);
    rg_buffer_clear(&report->label_bytes);
    rg_utf8_repair(&report->path_bytes, rg_text_of(path));
    rg_show(&report->label_bytes, rg_text_of(path));
    if (report->path_bytes.failed || report->label_bytes.failed)
        return rg_fail_memory(error);
    report->path = rg_buffer_text(&report->path_bytes).bytes;
    report->label = rg_buffer_text(&report->label_bytes).bytes;
    report->shown = 0;
    report->file_count++;
    return RG_OK;
}

rg_status rg_report_begin(rg_report *report, const char *path, rg_error *error)
{
    rg_status status = set_path(report, path, error);
    if (status != RG_OK)
        return status;
    if (report->kind->begin)
        report->kind->begin(report);
    return flush(report, ENOUGH_TO_WRITE, error);
}

rg_status rg_report_class(rg_report *report, const char *path, const rg_classification *classification, rg_error *error)
{
    rg_status status = set_path(report, path, error);
    if (status != RG_OK)
        return status;
    report->kind->class(report, classification);
    return flush(report, 0, error);
}

rg_status rg_report_record(rg_report *report, const rg_record *record, rg_error *error)
{
    if (record->finding_count == 0 && record->kind == RG_DATA)
        return RG_OK;
    report->kind->record(report, record);
    return flush(report, ENOUGH_TO_WRITE, error);
}

rg_status rg_report_end(rg_report *report, const rg_summary *summary, const char *archive, rg_error *error)
{
    report->kind->end(report, summary, archive);
    return flush(report, 0, error);
}

rg_status rg_report_finish(rg_report *report, rg_error *error)
{
    if (report->kind->finish)
        report->kind->finish(report);
    return flush(report, 0, error);
}
