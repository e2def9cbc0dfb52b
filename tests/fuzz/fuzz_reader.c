/* fuzz_reader.c - any bytes as CSV: the reader finds the same rows whether libcsv reads them all or only those that are
 * not plain, and whether the text comes whole or in parts. The first byte chooses the sizes, and the width of rows. */
#include "fuzz.h"
#include "reader.h"
#include "text.h"

#define RECORD_LIMIT 80

static void say_row(rg_buffer *said, const rg_row *row)
{
    rg_buffer_printf(
        said, "%llu+%llu %zu bytes, %zu of %zu fields, defect %d@%zu, %d%d%zu%d%d:", (unsigned long long)row->line,
        (unsigned long long)row->byte_offset, row->bytes.size, row->field_count, row->field_total, (int)row->defect,
        row->defect_at, row->blank, row->rest, row->mark_size, row->has_high, row->has_control);
    for (size_t i = 0; i < row->field_count; i++) {
        const rg_field *f = &row->fields[i];
        MUST(f->raw.size == 0 ||
             (f->raw.bytes >= row->bytes.bytes && f->raw.bytes + f->raw.size <= row->bytes.bytes + row->bytes.size));
        rg_buffer_printf(said, " %s%zu@%zu=", f->quoted ? "q" : "", f->raw.size,
                         (size_t)(f->raw.bytes - row->bytes.bytes));
        rg_buffer_add(said, f->value.size ? f->value.bytes : "", f->value.size);
    }
    rg_buffer_add_string(said, "\n");
}

/* `rest` must stay. */
static rg_input *open_text(rg_text *rest)
{
    rg_input *input;
    MUST(rg_input_open_function(&input, "fuzz", read_text, rest, NULL) == RG_OK);
    return input;
}

/* All rows, read from an input. */
static rg_buffer read_rows(rg_text text, size_t width, bool libcsv_alone)
{
    rg_buffer said = {0};
    rg_text rest = text;
    rg_input *input = open_text(&rest);
    rg_reader *reader;
    rg_row row;
    MUST(rg_reader_open(&reader, input, NULL, NULL) == RG_OK);
    rg_reader_expect(reader, RECORD_LIMIT, width);
    if (libcsv_alone)
        rg_reader_use_libcsv_alone(reader);
    while (rg_reader_next(reader, &row, NULL) == RG_OK)
        say_row(&said, &row);
    MUST(rg_reader_position(reader) == text.size);
    rg_reader_close(reader);
    rg_input_close(input);
    return said;
}

/* All rows, of parts that are shown: each a little longer, until there is a row in it. */
static rg_buffer show_rows(rg_text text, size_t width, size_t step)
{
    rg_buffer said = {0};
    rg_text empty = {"", 0};
    rg_input *nothing = open_text(&empty);
    rg_reader *model, *reader;
    rg_row row;
    uint64_t start = 0, lines = 0;
    bool in_rest = false;
    MUST(rg_reader_open(&model, nothing, NULL, NULL) == RG_OK);
    rg_reader_expect(model, RECORD_LIMIT, width);
    MUST(rg_reader_open_like(&reader, model, NULL) == RG_OK);
    for (size_t end = 0; start < text.size;) {
        end = end + step < text.size ? end + step : text.size;
        rg_reader_show(reader, (rg_text){text.bytes + start, end - start}, start, in_rest, end == text.size);
        while (rg_reader_next(reader, &row, NULL) == RG_OK) {
            row.line += lines;
            say_row(&said, &row);
        }
        MUST(end < text.size || rg_reader_position(reader) == text.size);
        start = rg_reader_position(reader);
        lines += rg_reader_line(reader) - 1;
        in_rest = rg_reader_in_rest(reader);
    }
    rg_reader_close(reader);
    rg_reader_close(model);
    rg_input_close(nothing);
    return said;
}

static void must_be_same(rg_buffer *a, rg_buffer *b)
{
    if (!rg_text_equal(rg_buffer_text(a), rg_buffer_text(b)))
        fprintf(stderr, "%s---\n%s", rg_buffer_text(a).bytes, rg_buffer_text(b).bytes);
    MUST(rg_text_equal(rg_buffer_text(a), rg_buffer_text(b)));
    rg_buffer_free(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rg_text text = {(const char *)data + 1, size - 1};
    if (size == 0)
        return 0;
    size_t width = data[0] % 5;
    rg_buffer whole = read_rows(text, width, false);
    rg_buffer by_libcsv = read_rows(text, width, true);
    must_be_same(&whole, &by_libcsv);
    rg_buffer in_parts = show_rows(text, width, 1 + data[0] / 5);
    must_be_same(&whole, &in_parts);
    rg_buffer_free(&whole);
    return 0;
}
