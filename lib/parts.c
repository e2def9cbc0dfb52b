/* parts.c - where a file may be cut so that each part, with the header before it, can be imported by itself.
 *
 * Pieces that must not be cut apart gather in a group; a group that does not fit into the part at hand begins the next
 * one. Whether records of one server follow is only known when all were seen, so these are surveyed first. What is
 * kept of them is the stretches between the first and the last record of a server, and stretches that overlap become
 * one. */
#include <stdlib.h>

#include "buffer.h"
#include "error.h"
#include "lines.h"
#include "memory.h"
#include "survey.h"

/* From the first record of a server to the last: no part ends in between. */
typedef struct stretch {
    uint64_t first, last;
} stretch;

struct rg_parts {
    rg_parts_options options;
    stretch *stretches;
    size_t stretch_count, stretch_capacity;
    size_t merge_at;    /* so many are worth looking for those that overlap */
    bool settled;       /* they are in order, and none overlaps another */
    size_t at_stretch;  /* the first that does not end before the record at hand */
    rg_buffer header;   /* with the byte order mark */
    uint64_t head_size; /* of all that comes before the first record */
    uint64_t record;    /* the last one that was added */
    bool begun;         /* the header is behind */
    rg_file_part part, group;
    rg_file_part too_large;
    rg_file_part *parts;
    size_t count, capacity;
};

rg_status rg_parts_open(rg_parts **parts, const rg_parts_options *options, rg_error *error)
{
    *parts = rg_alloc(sizeof **parts);
    if (!*parts)
        return rg_fail_memory(error);
    (*parts)->options = *options;
    (*parts)->merge_at = 1024;
    return RG_OK;
}

void rg_parts_close(rg_parts *parts)
{
    if (!parts)
        return;
    rg_buffer_free(&parts->header);
    rg_free(parts->stretches);
    rg_free(parts->parts);
    rg_free(parts);
}

/* ---------------------------------------------------------------- servers */

static int by_first(const void *a, const void *b)
{
    const stretch *left = a, *right = b;
    return (left->first > right->first) - (left->first < right->first);
}

static void merge_stretches(rg_parts *parts)
{
    size_t count = 0;
    if (parts->stretch_count)
        qsort(parts->stretches, parts->stretch_count, sizeof *parts->stretches, by_first);
    for (size_t i = 0; i < parts->stretch_count; i++) {
        stretch *last = count ? &parts->stretches[count - 1] : NULL, next = parts->stretches[i];
        if (last && next.first <= last->last)
            last->last = next.last > last->last ? next.last : last->last;
        else
            parts->stretches[count++] = next;
    }
    parts->stretch_count = count;
}

rg_status rg_parts_survey(rg_parts *parts, const rg_record *record, rg_error *error)
{
    if (record->kind != RG_DATA || !record->server || record->server == record->number)
        return RG_OK;
    if (parts->stretch_count >= parts->merge_at) {
        merge_stretches(parts);
        parts->merge_at = parts->stretch_count * 2 > 1024 ? parts->stretch_count * 2 : 1024;
    }
    if (!RG_GROW(parts->stretches, parts->stretch_count, parts->stretch_capacity))
        return rg_fail_memory(error);
    parts->stretches[parts->stretch_count++] = (stretch){record->server, record->number};
    return RG_OK;
}

/* May a part end behind the last record that was added? */
static bool may_end(rg_parts *parts)
{
    if (!parts->settled)
        merge_stretches(parts);
    parts->settled = true;
    while (parts->at_stretch < parts->stretch_count && parts->stretches[parts->at_stretch].last <= parts->record)
        parts->at_stretch++;
    return parts->at_stretch == parts->stretch_count || parts->stretches[parts->at_stretch].first > parts->record;
}

/* ---------------------------------------------------------------- groups */

static bool fits(const rg_parts *parts, uint64_t records, uint64_t bytes)
{
    const rg_parts_options *options = &parts->options;
    return (!options->max_records || records <= options->max_records) &&
           (!options->max_bytes || bytes <= options->max_bytes);
}

static rg_status end_part(rg_parts *parts, rg_error *error)
{
    if (!RG_GROW(parts->parts, parts->count, parts->capacity))
        return rg_fail_memory(error);
    parts->parts[parts->count++] = parts->part;
    parts->part = (rg_file_part){.repeated_header = parts->header.size};
    return RG_OK;
}

/* The group at hand is complete: it goes to the part at hand, or begins the next. */
static rg_status end_group(rg_parts *parts, rg_error *error)
{
    rg_file_part *part = &parts->part, *group = &parts->group;
    bool is_empty = !parts->count ? part->bytes == parts->head_size : part->bytes == 0;
    if (!group->bytes)
        return RG_OK;
    if (!is_empty && !fits(parts, part->records + group->records, part->repeated_header + part->bytes + group->bytes)) {
        rg_status status = end_part(parts, error);
        if (status != RG_OK)
            return status;
        is_empty = true;
    }
    bool is_too_large = is_empty && !fits(parts, group->records, part->repeated_header + part->bytes + group->bytes);
    if (is_too_large && !parts->too_large.bytes)
        parts->too_large = *group;
    if (!part->first_line)
        part->first_line = group->first_line;
    if (!part->first_record)
        part->first_record = group->first_record;
    part->last_line = group->last_line;
    part->records += group->records;
    part->bytes += group->bytes;
    *group = (rg_file_part){0};
    return RG_OK;
}

static uint64_t last_line_of(const rg_record *record)
{
    return record->line + rg_count_lines((rg_text){record->bytes.bytes, rg_line_content(record->bytes)});
}

static void add_to_group(rg_parts *parts, const rg_record *record)
{
    rg_file_part *group = &parts->group;
    if (!group->first_line)
        group->first_line = record->line;
    if (record->kind == RG_DATA) {
        parts->record = record->number;
        group->records++;
        if (!group->first_record)
            group->first_record = record->number;
    }
    group->last_line = last_line_of(record);
    group->bytes += record->original.size;
}

/* ---------------------------------------------------------------- the header */

static rg_status add_head(rg_parts *parts, const rg_record *record, rg_error *error)
{
    bool is_first = parts->head_size == 0, is_header = record->kind == RG_HEADER || parts->begun;
    if (is_first && !is_header)
        rg_buffer_add(&parts->header, record->original.bytes, rg_survey_mark_size(record->original));
    if (is_header)
        rg_buffer_add(&parts->header, record->original.bytes, record->original.size);
    parts->begun = is_header;
    if (is_first)
        parts->part.first_line = record->line;
    parts->part.last_line = last_line_of(record);
    parts->part.bytes += record->original.size;
    parts->head_size += record->original.size;
    return parts->header.failed ? rg_fail_memory(error) : RG_OK;
}

rg_text rg_parts_header(const rg_parts *parts)
{
    return parts->begun ? rg_buffer_text(&parts->header) : (rg_text){"", 0};
}

/* ---------------------------------------------------------------- one piece after the other */

rg_status rg_parts_add(rg_parts *parts, const rg_record *record, rg_error *error)
{
    rg_status status = RG_OK;
    switch (record->kind) {
    case RG_CONTAINER:
        return RG_OK;
    case RG_PREAMBLE:
    case RG_HEADER:
        return add_head(parts, record, error);
    case RG_DATA:
    case RG_BLANK:
        /* Blank lines go with the record behind them: alone in a part they would be a file of nothing. */
        if (parts->group.records && may_end(parts))
            status = end_group(parts, error);
        break;
    case RG_REST:
        /* A header, too, may be longer than the limit. */
        if (!parts->record && !parts->group.bytes)
            return add_head(parts, record, error);
        break;
    case RG_END:
        status = end_group(parts, error);
        return status == RG_OK && (parts->part.bytes || !parts->count) ? end_part(parts, error) : status;
    }
    if (status == RG_OK)
        add_to_group(parts, record);
    return status;
}

size_t rg_parts_count(const rg_parts *parts)
{
    return parts->count;
}

const rg_file_part *rg_parts_at(const rg_parts *parts, size_t index)
{
    return &parts->parts[index];
}

const rg_file_part *rg_parts_too_large(const rg_parts *parts)
{
    return parts->too_large.bytes ? &parts->too_large : NULL;
}
