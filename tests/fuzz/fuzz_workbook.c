/* fuzz_workbook.c - any bytes as the parts of a workbook: each sheet becomes CSV, or the error says what is wrong; and
 * neither depends on how it is read. A part begins with a line "== NAME" and ends where the next one begins. */
#include "fuzz.h"
#include "lines.h"
#include "text.h"
#include "workbook.h"

typedef struct book {
    rg_text parts;
    size_t open;
} book;

typedef struct open_part {
    rg_text rest;
    book *book;
} open_part;

/* Cut off the first part of `parts`; false when none is left. */
static bool next_part(rg_text *parts, rg_text *name, rg_text *content)
{
    static const char mark[] = "\n== ";
    rg_text rest = *parts;
    if (rest.size < 3 || memcmp(rest.bytes, mark + 1, 3) != 0)
        return false;
    size_t line = rg_line_end(rest, 3), end = line ? line - 1 : 0;
    *name = (rg_text){rest.bytes + 3, rg_line_content((rg_text){rest.bytes, line}) - 3};
    while (end + 4 <= rest.size && memcmp(rest.bytes + end, mark, 4) != 0)
        end++;
    end = end + 4 <= rest.size ? end + 1 : rest.size;
    *content = end > line ? (rg_text){rest.bytes + line, end - line} : (rg_text){rest.bytes, 0};
    *parts = (rg_text){rest.bytes + end, rest.size - end};
    return true;
}

static rg_status read_part(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    return read_text(&((open_part *)context)->rest, buffer, capacity, size, error);
}

static void close_part(void *context)
{
    ((open_part *)context)->book->open--;
    free(context);
}

static rg_status serve(void *context, const char *wanted, rg_input **input, rg_error *error)
{
    book *b = context;
    rg_text rest = b->parts, name, content;
    *input = NULL;
    while (next_part(&rest, &name, &content))
        if (rg_text_equal_nocase(name, rg_text_of(wanted))) {
            open_part *opened = malloc(sizeof *opened);
            MUST(opened);
            *opened = (open_part){content, b};
            b->open++;
            return rg_input_open_stream(input, wanted, read_part, close_part, opened, error);
        }
    return RG_OK;
}

/* The sheet by steps of `step` bytes; the status that ended it. */
static rg_status read_sheet(rg_workbook *workbook, size_t index, size_t step, rg_buffer *csv, rg_error *error)
{
    char bytes[4096];
    size_t got = 1;
    rg_input *input;
    rg_status status = rg_workbook_sheet(workbook, index, &input, error);
    while (status == RG_OK && got) {
        status = rg_input_read(input, bytes, step, &got, error);
        MUST(got <= step && (status == RG_OK || got == 0));
        rg_buffer_add(csv, bytes, got);
    }
    rg_input_close(input);
    return status;
}

/* Every record ends with CR LF, and no sheet has more than it can have. */
static void check_csv(rg_text csv)
{
    size_t records = 0;
    bool quoted = false;
    for (size_t i = 0; i < csv.size; i++) {
        quoted ^= csv.bytes[i] == '"';
        if (quoted || csv.bytes[i] != '\n')
            continue;
        MUST(i && csv.bytes[i - 1] == '\r');
        records++;
    }
    MUST(!quoted && records <= 1048576);
    MUST(!csv.size || csv.bytes[csv.size - 1] == '\n');
}

static void compare_sheet(rg_workbook *workbook, size_t index)
{
    rg_buffer once = {0}, again = {0};
    rg_error error = {0}, same_error = {0};
    rg_status status = read_sheet(workbook, index, 4096, &once, &error);
    MUST(read_sheet(workbook, index, 7, &again, &same_error) == status);
    MUST(rg_text_equal(rg_buffer_text(&once), rg_buffer_text(&again)));
    if (status == RG_OK) {
        check_csv(rg_buffer_text(&once));
    } else {
        must_be_failure(status, &error);
        MUST(status == RG_DAMAGED && strcmp(error.message, same_error.message) == 0);
    }
    rg_buffer_free(&once);
    rg_buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    book b = {{(const char *)data, size}, 0};
    rg_workbook *workbook;
    rg_error error = {0};
    rg_status status = rg_workbook_open(&workbook, "fuzz.xlsx", serve, &b, &error);
    if (status == RG_OK) {
        size_t count = rg_workbook_sheet_count(workbook);
        for (size_t i = 0; i < count && i < 4; i++) {
            MUST(rg_workbook_sheet_name(workbook, i));
            compare_sheet(workbook, i);
        }
        MUST(!rg_workbook_sheet_name(workbook, count));
    } else {
        must_be_failure(status, &error);
        MUST(status == RG_DAMAGED && !workbook && strcmp(error.file, "fuzz.xlsx") == 0);
    }
    rg_workbook_close(workbook);
    MUST(b.open == 0);
    return 0;
}
