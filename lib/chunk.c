/* chunk.c - a part of a table's text, the rows in it, what was found in each of them alone, and their keys. */
#include "chunk.h"

#include <string.h>

#include "error.h"
#include "memory.h"
#include "scan.h"

/* What is looked at in one go; it bounds what is found, too. */
#define MOST_ROWS 128
#define MOST_FIELDS 16384
#define PIECE 4096              /* bytes whose lines are counted at once */
#define MOST_BYTES (256 * 1024) /* that are kept for the next text */

/* The bytes of the first `count` lines, of which there are more. */
static size_t size_of_lines(rg_text text, size_t count)
{
    size_t end = 0;
    for (; count; count--)
        end = (size_t)((const char *)memchr(text.bytes + end, '\n', text.size - end) - text.bytes) + 1;
    return end;
}

/* As much as has no more lines than are looked at in one go. `*is_open`: a quote is, behind it. */
static size_t limit_lines(rg_text text, bool *is_open)
{
    size_t end = 0, lines = 0;
    *is_open = false;
    while (end < text.size && lines < MOST_ROWS) {
        bool opens;
        rg_text piece = {text.bytes + end, text.size - end < PIECE ? text.size - end : PIECE};
        size_t here = rg_scan_lines(piece, &opens);
        if (lines + here > MOST_ROWS) {
            piece.size = size_of_lines(piece, MOST_ROWS - lines);
            here = rg_scan_lines(piece, &opens);
        }
        *is_open ^= opens;
        lines += here;
        end += piece.size;
    }
    return end;
}

/* Behind a line end with an even number of quotes before it. Wrong guesses cost time, nothing else. */
size_t rg_chunk_guess_end(rg_text text)
{
    bool is_open;
    for (size_t i = limit_lines(text, &is_open); i > 0; i--) {
        char c = text.bytes[i - 1];
        if (!is_open && (c == '\n' || (c == '\r' && i < text.size && text.bytes[i] != '\n')))
            return i;
        is_open ^= c == '"';
    }
    return text.size;
}

/* Room for the fields of one more row. At first for those of all rows that are expected: what grows is copied, and
 * wants other memory each time. */
static bool make_room(rg_chunk *chunk, size_t count)
{
    if (!chunk->fields) {
        size_t wanted = count < MOST_FIELDS / MOST_ROWS ? count * MOST_ROWS : MOST_FIELDS;
        chunk->fields = rg_resize(NULL, wanted * sizeof *chunk->fields);
        chunk->field_capacity = chunk->fields ? wanted : 0;
    }
    while (chunk->field_capacity - chunk->field_count < count)
        if (!rg_grow((void **)&chunk->fields, sizeof *chunk->fields, chunk->field_capacity, &chunk->field_capacity))
            return false;
    return true;
}

/* The reader forgets the fields, and what was decoded of them, with the next row. It puts them where they are to stay
 * if it can. */
static bool keep_fields(rg_chunk *chunk, rg_row *row)
{
    rg_field *fields = row->fields;
    for (size_t i = 0; row->is_decoded && i < row->field_count; i++) {
        fields[i].value.bytes = rg_arena_text(&chunk->findings.arena, fields[i].value);
        if (!fields[i].value.bytes)
            return false;
    }
    bool is_kept = fields == chunk->fields + chunk->field_count;
    if (!is_kept && !make_room(chunk, row->field_count))
        return false;
    if (!is_kept && row->field_count)
        memcpy(chunk->fields + chunk->field_count, fields, row->field_count * sizeof *fields);
    chunk->field_count += row->field_count;
    return true;
}

static rg_status read_row(rg_chunk *chunk, rg_reader *reader, size_t index)
{
    if (!RG_GROW(chunk->rows, index, chunk->row_capacity) || !make_room(chunk, rg_reader_width(reader) + 1))
        return rg_fail_memory(&chunk->error);
    rg_examined *e = &chunk->rows[index];
    rg_reader_lend(reader, chunk->fields + chunk->field_count, chunk->field_capacity - chunk->field_count);
    rg_status status = rg_reader_next(reader, &e->row, &chunk->error);
    if (status != RG_OK)
        return status;
    e->first_field = chunk->field_count;
    e->broken = true;
    e->keys = (rg_keys_of_record){0};
    return keep_fields(chunk, &e->row) ? RG_OK : rg_fail_memory(&chunk->error);
}

/* What is found refers to the row's bytes and to values that stay, not to the fields, which may still move. */
static rg_status examine_row(rg_chunk *chunk, const rg_examiner *examiner, const rg_key_makers *makers, rg_examined *e,
                             size_t index)
{
    rg_status status = RG_OK;
    e->first_finding = chunk->findings.count;
    if (!e->row.blank && !e->row.rest)
        status = rg_examine(examiner, &e->row, index, &e->broken, &chunk->error);
    e->finding_count = chunk->findings.count - e->first_finding;
    if (status == RG_OK && !e->broken && makers)
        status = rg_keys_add(&chunk->keys, makers, examiner->matcher, &e->row, &e->keys, &chunk->error);
    return status;
}

/* Read some rows, then look at them. Those that were read before there was an error come first. */
static rg_status examine_some(rg_chunk *chunk, rg_reader *reader, rg_examiner *examiner, const rg_key_makers *makers)
{
    const rg_row *rows[RG_GLANCE_ROWS];
    size_t count = 0, first = chunk->count;
    rg_status status = RG_OK, read_status = RG_OK;
    while (count < RG_GLANCE_ROWS && first + count < MOST_ROWS && chunk->field_count < MOST_FIELDS &&
           (read_status = read_row(chunk, reader, first + count)) == RG_OK)
        count++;
    for (size_t i = 0; i < count; i++) {
        rows[i] = &chunk->rows[first + i].row;
        chunk->rows[first + i].row.fields = chunk->fields + chunk->rows[first + i].first_field;
    }
    rg_examine_together(examiner, rows, count);
    for (size_t i = 0; status == RG_OK && i < count; i++) {
        status = examine_row(chunk, examiner, makers, &chunk->rows[first + i], i);
        chunk->count += status == RG_OK;
    }
    rg_keys_hash(&chunk->keys);
    return status == RG_OK ? read_status : status;
}

void rg_chunk_examine(rg_chunk *chunk, rg_reader *reader, rg_examiner *examiner, const rg_key_makers *makers)
{
    rg_findings_clear(&chunk->findings);
    rg_keys_clear(&chunk->keys);
    examiner->findings = &chunk->findings;
    chunk->count = chunk->field_count = 0;
    rg_reader_show(reader, rg_chunk_rest(chunk), chunk->offset + chunk->start, chunk->in_rest, chunk->is_last);
    do
        chunk->status = examine_some(chunk, reader, examiner, makers);
    while (chunk->status == RG_OK && chunk->count < MOST_ROWS && chunk->field_count < MOST_FIELDS);
    chunk->start = (size_t)(rg_reader_position(reader) - chunk->offset);
    chunk->in_rest = rg_reader_in_rest(reader);
    chunk->lines = rg_reader_line(reader) - 1;
    if (chunk->findings.failed || chunk->findings.arena.failed)
        chunk->status = rg_fail_memory(&chunk->error);
}

bool rg_chunk_reserve(rg_chunk *chunk, size_t size)
{
    if (size <= chunk->capacity)
        return true;
    char *bytes = rg_resize(chunk->bytes, size);
    if (!bytes)
        return false;
    chunk->bytes = bytes;
    chunk->capacity = size;
    return true;
}

bool rg_chunk_add(rg_chunk *chunk, rg_text text)
{
    if (!rg_chunk_reserve(chunk, chunk->size + text.size))
        return false;
    if (text.size)
        memcpy(chunk->bytes + chunk->size, text.bytes, text.size);
    chunk->size += text.size;
    return true;
}

void rg_chunk_take_text(rg_chunk *chunk, rg_chunk *from)
{
    char *bytes = chunk->bytes;
    size_t capacity = chunk->capacity;
    chunk->bytes = from->bytes;
    chunk->capacity = from->capacity;
    chunk->size = from->size;
    chunk->start = 0;
    chunk->offset = from->offset;
    chunk->in_rest = from->in_rest;
    from->bytes = bytes;
    from->capacity = capacity;
    from->size = from->start = 0;
}

rg_text rg_chunk_rest(const rg_chunk *chunk)
{
    return (rg_text){chunk->bytes ? chunk->bytes + chunk->start : "", chunk->size - chunk->start};
}

/* What something unusual asked for is given back. */
static void give_back(rg_chunk *chunk)
{
    if (chunk->field_capacity > MOST_FIELDS) {
        rg_free(chunk->fields);
        chunk->fields = NULL;
        chunk->field_capacity = 0;
    }
    if (chunk->keys.bytes.capacity > MOST_BYTES || chunk->keys.capacity > MOST_FIELDS)
        rg_keys_free(&chunk->keys);
    if (chunk->capacity > MOST_BYTES) {
        rg_free(chunk->bytes);
        chunk->bytes = NULL;
        chunk->capacity = 0;
    }
}

void rg_chunk_clear(rg_chunk *chunk, uint64_t offset)
{
    rg_findings_clear(&chunk->findings);
    rg_keys_clear(&chunk->keys);
    give_back(chunk);
    chunk->size = chunk->start = chunk->count = chunk->field_count = 0;
    chunk->offset = offset;
    chunk->lines = 0;
    chunk->in_rest = chunk->is_last = false;
    chunk->status = RG_OK;
}

void rg_chunk_free(rg_chunk *chunk)
{
    rg_findings_free(&chunk->findings);
    rg_keys_free(&chunk->keys);
    rg_free(chunk->rows);
    rg_free(chunk->fields);
    rg_free(chunk->bytes);
    *chunk = (rg_chunk){0};
}
