/* columns.c - the header of the failed entries beside that of the original: which column is which. */
#include "columns.h"

#include "buffer.h"
#include "error.h"
#include "spelling.h"
#include "text.h"

static bool is_named(rg_text name)
{
    return rg_text_trim(name).size > 0;
}

static rg_text copy(rg_arena *arena, rg_text text)
{
    char *bytes = rg_arena_text(arena, text);
    return (rg_text){bytes ? bytes : "", bytes ? text.size : 0};
}

static rg_text *copy_names(rg_arena *arena, const rg_field *fields, size_t count)
{
    rg_text *names = rg_arena_alloc(arena, (count + 1) * sizeof *names);
    for (size_t i = 0; names && i < count; i++)
        names[i] = copy(arena, fields[i].value);
    return names;
}

static rg_text *fold_names(rg_arena *arena, const rg_text *names, size_t count)
{
    rg_text *folded = rg_arena_alloc(arena, (count + 1) * sizeof *folded);
    for (size_t i = 0; folded && i < count; i++) {
        rg_buffer buffer = {0};
        rg_fold_name(&buffer, names[i]);
        arena->failed |= buffer.failed;
        folded[i] = copy(arena, rg_buffer_text(&buffer));
        rg_buffer_free(&buffer);
    }
    return folded;
}

/* Columns of one name belong together in their order: the first with the first. */
static void match_names(rg_columns *c, const rg_text *names, const rg_text *row_names)
{
    for (size_t row = 0; row < c->row_count; row++) {
        for (size_t i = 0; !c->is_known[row] && is_named(row_names[row]) && i < c->count; i++) {
            if (c->position_of[i] != RG_ABSENT || !rg_text_equal(names[i], row_names[row]))
                continue;
            c->position_of[i] = row;
            c->is_known[row] = true;
            c->matched++;
        }
    }
}

/* Names that were corrected, and columns without one, are known by where they stand. */
static void match_positions(rg_columns *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->position_of[i] != RG_ABSENT && c->position_of[i] != i)
            return;
    for (size_t i = 0; i < c->count && i < c->row_count; i++) {
        bool both_named = is_named(c->names[i]) && is_named(c->row_names[i]);
        bool none_named = !is_named(c->names[i]) && !is_named(c->row_names[i]);
        if (c->position_of[i] != RG_ABSENT || c->is_known[i] || !(both_named || none_named))
            continue;
        c->position_of[i] = i;
        c->is_known[i] = true;
    }
}

static void note_differences(rg_columns *c)
{
    c->is_same = c->count == c->row_count;
    for (size_t i = 0; i < c->count; i++) {
        size_t row = c->position_of[i];
        if (row != RG_ABSENT && !rg_text_equal(c->names[i], c->row_names[row]))
            c->new_names[i] = c->row_names[row];
        c->is_same &= row == i && !c->new_names[i].bytes;
    }
}

rg_status rg_columns_match(rg_columns *c, const rg_field *original, size_t count, const rg_field *row, size_t row_count,
                           rg_error *error)
{
    *c = (rg_columns){.count = count, .row_count = row_count};
    c->names = copy_names(&c->arena, original, count);
    c->row_names = copy_names(&c->arena, row, row_count);
    c->position_of = rg_arena_alloc(&c->arena, (count + 1) * sizeof *c->position_of);
    c->new_names = rg_arena_alloc(&c->arena, (count + 1) * sizeof *c->new_names);
    c->is_known = rg_arena_alloc(&c->arena, row_count + 1);
    rg_text *folded = c->arena.failed ? NULL : fold_names(&c->arena, c->names, count);
    rg_text *row_folded = c->arena.failed ? NULL : fold_names(&c->arena, c->row_names, row_count);
    if (c->arena.failed) {
        rg_columns_free(c);
        return rg_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++)
        c->position_of[i] = RG_ABSENT;
    match_names(c, c->names, c->row_names);
    match_names(c, folded, row_folded);
    match_positions(c);
    note_differences(c);
    return RG_OK;
}

size_t rg_columns_known(const rg_field *original, size_t count, const rg_field *row, size_t row_count)
{
    size_t known = 0;
    for (size_t i = 0; i < row_count; i++) {
        bool found = false;
        for (size_t j = 0; !found && j < count; j++)
            found = is_named(row[i].value) &&
                    rg_text_equal_nocase(rg_text_trim(row[i].value), rg_text_trim(original[j].value));
        known += found;
    }
    return known;
}

void rg_columns_free(rg_columns *c)
{
    rg_arena_free(&c->arena);
    *c = (rg_columns){0};
}
