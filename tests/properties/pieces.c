/* pieces.c - what the library makes of a file, piece by piece, for the property tests.
 *
 *     pieces READ_SIZE JOBS FILE
 *
 * For each piece a line with its kind, number, byte offset, size, and whether it failed; for each finding in it a
 * line with everything that is in a finding. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rowgate.h"

/* Between bars, on one line. */
static void print_text(rg_text text)
{
    putchar('|');
    for (size_t i = 0; i < text.size; i++)
        if (text.bytes[i] < ' ' || text.bytes[i] == '\\')
            printf("\\x%02x", (unsigned char)text.bytes[i]);
        else
            putchar(text.bytes[i]);
}

static void print_string(const char *string)
{
    print_text((rg_text){string, string ? strlen(string) : 0});
}

static void print_finding(const rg_finding *f)
{
    printf("  %s %d %" PRIu64 ":%" PRIu64 " @%" PRIu64 " #%" PRIu64 " %zu+%zu %zu", f->code->id, (int)f->severity,
           f->line, f->column, f->byte_offset, f->record, f->start, f->size, f->field_number);
    print_string(f->field);
    print_string(f->message);
    print_string(f->hint);
    print_string(f->rule);
    print_text(f->value);
    print_text(f->external_id);
    putchar('\n');
}

static void print_piece(const rg_record *record)
{
    static const char *const kinds[] = {
        [RG_PREAMBLE] = "preamble", [RG_HEADER] = "header", [RG_DATA] = "data",
        [RG_BLANK] = "blank",       [RG_REST] = "rest",     [RG_END] = "end",
    };
    printf("%s %" PRIu64 " %" PRIu64 " %zu %s\n", kinds[record->kind], record->number, record->byte_offset,
           record->bytes.size, record->failed ? "failed" : "accepted");
    for (size_t i = 0; i < record->finding_count; i++)
        print_finding(&record->findings[i]);
}

int main(int argc, char **argv)
{
    rg_error error = {0};
    rg_template *template_ = NULL;
    rg_input *input = NULL;
    rg_check *check = NULL;
    const rg_record *record;
    if (argc != 4)
        return 2;
    rg_check_options options = {
        .classify = true, .read_size = strtoul(argv[1], NULL, 10), .jobs = (unsigned)strtoul(argv[2], NULL, 10)};
    rg_status status = rg_template_builtin(&template_, "import-template", &error);
    const rg_template *templates[] = {template_};
    if (status == RG_OK)
        status = rg_input_open(&input, argv[3], &error);
    if (status == RG_OK)
        status = rg_check_open(&check, input, templates, 1, &options, &error);
    while (status == RG_OK && (status = rg_check_next(check, &record, &error)) == RG_OK)
        print_piece(record);
    if (status != RG_DONE)
        fprintf(stderr, "%s: %s\n", argv[3], error.message);
    rg_check_close(check);
    rg_input_close(input);
    rg_template_free(template_);
    return status == RG_DONE && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
