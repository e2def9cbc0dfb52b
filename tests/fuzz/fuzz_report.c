/* fuzz_report.c - any bytes as a CSV file, reported in every format: what comes out is whole, and fit for those who
 * read it. The first byte chooses the options. */
#include <jansson.h>

#include "fuzz.h"
#include "lines.h"
#include "scan.h"
#include "utf8.h"

static const char template_text[] = "name: fuzz\n"
                                    "externalId: id\n"
                                    "fieldsMatch: partial\n"
                                    "limits: {bytes: 512, records: 6, fieldBytes: 24, recordBytes: 96}\n"
                                    "fields:\n"
                                    "  - {name: id, constraints: {required: true, unique: true}, hint: a hint}\n"
                                    "  - {name: host, constraints: {pattern: '[a-z]\\w*'}, severity: warning}\n"
                                    "  - {name: low, type: integer}\n"
                                    "  - {name: high, type: number}\n"
                                    "rules:\n"
                                    "  - {name: both, allOrNone: [low, high]}\n"
                                    "  - {order: [low, high]}\n";

static void report_file(rg_report *report, const char *path, rg_text text)
{
    const rg_template *template_ = own_template(template_text);
    rg_input *input;
    rg_check *check;
    const rg_record *record;
    rg_status status;
    MUST(rg_input_open_function(&input, path, read_text, &text, NULL) == RG_OK);
    MUST(rg_check_open(&check, input, &template_, 1, NULL, NULL) == RG_OK);
    MUST(rg_report_begin(report, path, NULL) == RG_OK);
    while ((status = rg_check_next(check, &record, NULL)) == RG_OK)
        MUST(rg_report_record(report, record, NULL) == RG_OK);
    MUST(status == RG_DONE);
    MUST(rg_report_end(report, rg_check_summary(check), NULL, NULL) == RG_OK);
    rg_check_close(check);
    rg_input_close(input);
}

/* Every line of `text` must be JSON by itself. */
static void check_json(rg_text text, bool lines)
{
    for (size_t at = 0, end; at < text.size; at = end) {
        end = lines ? rg_line_end(text, at) : text.size;
        json_t *value = json_loadb(text.bytes + at, end - at, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
        MUST(json_is_object(value));
        json_decref(value);
    }
}

/* For people: no byte that a terminal would obey, but those that make colour. */
static void check_text(rg_text text, bool color)
{
    MUST(rg_utf8_valid_prefix(text) == text.size);
    for (size_t i = 0; i < text.size; i++) {
        bool escape = color && text.bytes[i] == 0x1B && i + 1 < text.size && text.bytes[i + 1] == '[';
        MUST(escape || (!rg_is_control(text.bytes[i]) && text.bytes[i] != '\r'));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    rg_report_options options = {.color = data[0] & 1, .max_findings = data[0] >> 1 & 3, .width = data[0] >> 3};
    for (int format = RG_FULL; format <= RG_JSONL; format++) {
        rg_report *report;
        rg_buffer out = {0};
        MUST(rg_report_open(&report, (rg_format)format, &options, write_buffer, &out, NULL) == RG_OK);
        report_file(report, "fuzz.csv", (rg_text){(const char *)data + 1, size - 1});
        report_file(report, "b\xFF\x1B.csv", (rg_text){(const char *)data, size});
        MUST(rg_report_finish(report, NULL) == RG_OK);
        rg_report_close(report);
        rg_text text = rg_buffer_text(&out);
        MUST(!out.failed && text.size > 0 && text.bytes[text.size - 1] == '\n');
        if (format == RG_JSON || format == RG_JSONL)
            check_json(text, format == RG_JSONL);
        else
            check_text(text, options.color);
        rg_buffer_free(&out);
    }
    return 0;
}
