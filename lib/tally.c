/* tally.c - exact totals of findings, whatever is printed of them. */
#include "tally.h"

#include "error.h"
#include "template.h"
#include "text.h"

struct rg_tally {
    const rg_layout *layout;
    rg_arena arena;
    rg_count codes[RG_CODE_COUNT];
    uint64_t safe_fixes, unsafe_fixes;
    rg_count *columns; /* of each table its fields, then the template's columns that it may not have */
    size_t column_count;
    size_t first;                  /* column of the table at hand */
    rg_count *by_code, *by_column; /* those that are not zero */
};

rg_status rg_tally_open(rg_tally **tally, rg_error *error)
{
    rg_tally *made = rg_alloc(sizeof *made);
    *tally = made;
    if (!made)
        return rg_fail_memory(error);
    for (size_t i = 0; i < RG_CODE_COUNT; i++)
        made->codes[i].name = rg_code_at(i)->id;
    return RG_OK;
}

void rg_tally_close(rg_tally *tally)
{
    if (!tally)
        return;
    rg_arena_free(&tally->arena);
    rg_free(tally);
}

static const char *name_column(rg_tally *tally, const char *table, const char *name)
{
    return table ? rg_arena_printf(&tally->arena, "%s/%s", table, name) : rg_arena_string(&tally->arena, name);
}

rg_status rg_tally_columns(rg_tally *tally, const rg_layout *layout, const char *table, rg_error *error)
{
    size_t added = layout->field_count + layout->t->column_count;
    rg_count *columns = rg_arena_alloc(&tally->arena, (tally->column_count + added) * sizeof *columns);
    tally->layout = layout;
    tally->first = tally->column_count;
    if (!columns)
        return rg_fail_memory(error);
    for (size_t i = 0; i < tally->column_count; i++)
        columns[i] = tally->columns[i];
    for (size_t i = 0; i < added; i++)
        columns[tally->first + i].name =
            name_column(tally, table,
                        i < layout->field_count ? layout->names[i] : layout->t->columns[i - layout->field_count].name);
    tally->columns = columns;
    tally->column_count += added;
    return tally->arena.failed ? rg_fail_memory(error) : RG_OK;
}

void rg_tally_leave(rg_tally *tally)
{
    tally->layout = NULL;
}

static void add_one(rg_count *count, rg_severity severity)
{
    *(severity == RG_ERROR ? &count->errors : &count->warnings) += 1;
}

static size_t column_of(const rg_tally *tally, const rg_finding *finding)
{
    if (finding->field_number)
        return tally->first + finding->field_number - 1;
    size_t column =
        finding->field ? rg_template_find_column(tally->layout->t, rg_text_of(finding->field)) : RG_NO_COLUMN;
    return column == RG_NO_COLUMN ? RG_NO_COLUMN : tally->first + tally->layout->field_count + column;
}

void rg_tally_add(rg_tally *tally, const rg_finding *finding)
{
    add_one(&tally->codes[finding->code - rg_code_at(0)], finding->severity);
    if (finding->fix && !finding->member) /* what is in an archive is fixed outside it */
        *(finding->fix->safe ? &tally->safe_fixes : &tally->unsafe_fixes) += 1;
    size_t column = tally->layout ? column_of(tally, finding) : RG_NO_COLUMN;
    if (column < tally->column_count)
        add_one(&tally->columns[column], finding->severity);
}

/* The counts that are not zero. */
static rg_count *compress(rg_tally *tally, const rg_count *counts, size_t count, size_t *kept)
{
    rg_count *list = rg_arena_alloc(&tally->arena, count * sizeof *list);
    *kept = 0;
    for (size_t i = 0; list && i < count; i++)
        if (counts[i].errors || counts[i].warnings)
            list[(*kept)++] = counts[i];
    return list;
}

rg_status rg_tally_sum(rg_tally *tally, rg_summary *summary, rg_error *error)
{
    for (size_t i = 0; i < RG_CODE_COUNT; i++) {
        summary->errors += tally->codes[i].errors;
        summary->warnings += tally->codes[i].warnings;
    }
    summary->safe_fixes = tally->safe_fixes;
    summary->unsafe_fixes = tally->unsafe_fixes;
    summary->by_code = compress(tally, tally->codes, RG_CODE_COUNT, &summary->by_code_count);
    summary->by_column = compress(tally, tally->columns, tally->column_count, &summary->by_column_count);
    return tally->arena.failed ? rg_fail_memory(error) : RG_OK;
}
