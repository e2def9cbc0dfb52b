/* errors_file.c - errors-file.csv: which lines of the original were handed out as failed entries. */
#include "errors_file.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "decoder.h"
#include "error.h"
#include "hash.h"
#include "memory.h"
#include "reader.h"
#include "spelling.h"
#include "text.h"

/* Where the columns are; SIZE_MAX: there is no such column. */
typedef struct places {
    size_t line, name, id;
} places;

uint64_t rg_hash_of_id(rg_text id)
{
    id = rg_text_trim(id);
    return id.size ? rg_hash(id) | 1 : 0;
}

/* A whole number; 0: it is none. */
static uint64_t number_of(rg_text text)
{
    uint64_t number = 0;
    text = rg_text_trim(text);
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9' || number > UINT64_MAX / 20)
            return 0;
        number = number * 10 + (uint64_t)(text.bytes[i] - '0');
    }
    return number;
}

static bool is_header(const rg_row *row)
{
    return !row->field_count || !number_of(row->fields[0].value);
}

static bool contains(const rg_buffer *name, const char *word)
{
    return rg_text_find(rg_buffer_text(name), rg_text_of(word)) != NULL;
}

/* Our own order, unless the names say otherwise. */
static rg_status read_header(const rg_row *row, places *at, rg_error *error)
{
    rg_buffer name = {0};
    places named = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
    for (size_t i = row->field_count; i-- > 0;) {
        rg_buffer_clear(&name);
        rg_fold_name(&name, row->fields[i].value);
        if (contains(&name, "line") || contains(&name, "row"))
            named.line = i;
        else if (contains(&name, "externalid"))
            named.id = i;
        else if (contains(&name, "column") || contains(&name, "field"))
            named.name = i;
    }
    if (named.line != SIZE_MAX)
        *at = named;
    rg_status status = name.failed ? rg_fail_memory(error) : RG_OK;
    rg_buffer_free(&name);
    return status;
}

static rg_text value_at(const rg_row *row, size_t position)
{
    return position < row->field_count ? row->fields[position].value : (rg_text){"", 0};
}

/* Is the row about this table? "vInfo" or "vInfo/CPUs". */
static bool is_about(rg_text name, const char *table)
{
    size_t size = strlen(table);
    return name.size >= size && rg_text_equal_nocase((rg_text){name.bytes, size}, rg_text_of(table)) &&
           (name.size == size || name.bytes[size] == '/');
}

static rg_status add(rg_errors_file *errors, const rg_row *row, const places *at, const char *table, rg_error *error)
{
    if (row->blank || row->rest || (table && !is_about(value_at(row, at->name), table)))
        return RG_OK;
    uint64_t line = number_of(value_at(row, at->line)), id = rg_hash_of_id(value_at(row, at->id));
    rg_reported *last = errors->count ? &errors->lines[errors->count - 1] : NULL;
    errors->about_file |= line == 0;
    if (!line || (last && last->line == line))
        return RG_OK;
    if (!RG_GROW(errors->lines, errors->count, errors->capacity))
        return rg_fail_memory(error);
    errors->lines[errors->count++] = (rg_reported){line, id};
    return RG_OK;
}

static int by_line(const void *a, const void *b)
{
    const rg_reported *left = a, *right = b;
    return (left->line > right->line) - (left->line < right->line);
}

static void sort(rg_errors_file *errors)
{
    size_t count = 0;
    if (errors->count)
        qsort(errors->lines, errors->count, sizeof *errors->lines, by_line);
    for (size_t i = 0; i < errors->count; i++)
        if (!count || errors->lines[count - 1].line != errors->lines[i].line)
            errors->lines[count++] = errors->lines[i];
    errors->count = count;
}

static char delimiter_of(const rg_row *row)
{
    return memchr(row->bytes.bytes, ';', row->bytes.size) && !memchr(row->bytes.bytes, ',', row->bytes.size) ? ';'
                                                                                                             : ',';
}

rg_status rg_errors_file_read(rg_errors_file *errors, rg_input *input, const char *table, rg_error *error)
{
    rg_decoder *decoder = NULL;
    rg_reader *reader = NULL;
    rg_check_options options = {0};
    rg_row row;
    places at = {0, 1, 2};
    rg_status status = rg_decoder_open(&decoder, input, NULL, error);
    if (status == RG_OK)
        status = rg_reader_open(&reader, rg_decoder_text(decoder), &options, error);
    if (status == RG_OK) {
        rg_reader_hold(reader);
        status = rg_reader_header(reader, &row, error);
    }
    if (status == RG_OK) {
        rg_reader_set_delimiter(reader, delimiter_of(&row));
        rg_reader_rewind(reader);
        status = rg_reader_header(reader, &row, error);
    }
    if (status == RG_OK)
        status = is_header(&row) ? read_header(&row, &at, error) : add(errors, &row, &at, table, error);
    while (status == RG_OK) {
        status = rg_reader_next(reader, &row, error);
        if (status == RG_OK)
            status = add(errors, &row, &at, table, error);
    }
    rg_reader_close(reader);
    rg_decoder_close(decoder);
    sort(errors);
    return status == RG_DONE ? RG_OK : status;
}

void rg_errors_file_free(rg_errors_file *errors)
{
    rg_free(errors->lines);
    *errors = (rg_errors_file){0};
}
