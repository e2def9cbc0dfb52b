/* outcome.c - what is said of a merge: what became of the record or row at hand, and how many became what. */
#include "outcome.h"

#include "error.h"
#include "lines.h"
#include "text.h"

#define MOST_SHOWN 4096 /* bytes of a version of a record */

void rg_outcome_free(rg_outcome *o)
{
    rg_buffer_free(&o->original);
    rg_buffer_free(&o->row);
    rg_arena_free(&o->arena);
}

/* ---------------------------------------------------------------- the record or row at hand */

static rg_status show(rg_buffer *buffer, rg_text text, rg_text *shown, rg_error *error)
{
    text.size = rg_line_content(text);
    rg_buffer_clear(buffer);
    rg_buffer_add(buffer, text.bytes, text.size < MOST_SHOWN ? text.size : MOST_SHOWN);
    *shown = rg_buffer_text(buffer);
    return buffer->failed ? rg_fail_memory(error) : RG_OK;
}

rg_status rg_outcome_begin(rg_outcome *o, const rg_record *record, rg_error *error)
{
    o->merged = (rg_merged){.bytes = record->original,
                            .line = record->line,
                            .record = record->number,
                            .is_header = record->kind == RG_HEADER};
    return show(&o->original, record->bytes, &o->merged.original, error);
}

void rg_outcome_begin_row(rg_outcome *o, uint64_t row_line)
{
    o->merged = (rg_merged){.row_line = row_line};
}

rg_status rg_outcome_show_row(rg_outcome *o, rg_text bytes, rg_error *error)
{
    return show(&o->row, bytes, &o->merged.row, error);
}

void rg_outcome_differs(rg_outcome *o, const rg_merged_field *changes, size_t count, uint64_t retyped)
{
    o->merged.changes = changes;
    o->merged.change_count = count;
    o->summary.retyped += retyped;
}

/* ---------------------------------------------------------------- its fate */

void rg_outcome_kept(rg_outcome *o)
{
    o->merged.fate = RG_FATE_KEPT;
    o->summary.kept++;
    o->summary.by_way[o->merged.way]++;
}

void rg_outcome_changed(rg_outcome *o, rg_text bytes)
{
    rg_outcome_header_changed(o, bytes);
    o->summary.changed++;
    o->summary.by_way[o->merged.way]++;
}

void rg_outcome_header_changed(rg_outcome *o, rg_text bytes)
{
    o->merged.fate = RG_FATE_CHANGED;
    o->merged.bytes = bytes;
}

void rg_outcome_conflict(rg_outcome *o, const char *reason)
{
    o->merged.fate = RG_FATE_CONFLICT;
    o->merged.reason = reason;
    o->summary.conflicts++;
}

void rg_outcome_deleted(rg_outcome *o, bool is_dropped)
{
    o->merged.fate = RG_FATE_DELETED;
    o->summary.deleted++;
    if (is_dropped)
        o->merged.bytes.size = 0;
}

void rg_outcome_new(rg_outcome *o, rg_text bytes)
{
    o->merged.fate = RG_FATE_NEW;
    o->merged.bytes = bytes;
    o->summary.added++;
}

/* ---------------------------------------------------------------- totals */

rg_status rg_outcome_count_rows(rg_outcome *o, size_t rows, const rg_columns *c, rg_error *error)
{
    rg_merge_summary *s = &o->summary;
    const char **unknown = rg_arena_alloc(&o->arena, (c->row_count + 1) * sizeof *unknown);
    const char **missing = rg_arena_alloc(&o->arena, (c->count + 1) * sizeof *missing);
    s->rows = rows;
    s->unknown = unknown;
    s->missing = missing;
    if (o->arena.failed)
        return rg_fail_memory(error);
    for (size_t i = 0; i < c->row_count; i++)
        if (!c->is_known[i] && rg_text_trim(c->row_names[i]).size)
            unknown[s->unknown_count++] = c->row_names[i].bytes;
    for (size_t i = 0; i < c->count; i++)
        if (c->position_of[i] == RG_ABSENT && rg_text_trim(c->names[i]).size)
            missing[s->missing_count++] = c->names[i].bytes;
    return RG_OK;
}
