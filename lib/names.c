/* names.c - the names of a template's columns, as the headers of files may spell them. */
#include "names.h"

#include <string.h>

#include "buffer.h"
#include "spelling.h"
#include "text.h"

static const char *fold(rg_arena *arena, rg_text name)
{
    rg_buffer buffer = {0};
    rg_fold_name(&buffer, name);
    const char *folded = buffer.failed ? NULL : rg_arena_text(arena, rg_buffer_text(&buffer));
    arena->failed |= buffer.failed;
    rg_buffer_free(&buffer);
    return folded;
}

/* All names as they are compared. False: memory is out. */
static bool fold_all(rg_names *names)
{
    const rg_template *t = names->t;
    rg_arena *arena = &names->arena;
    if (names->folded)
        return !arena->failed;
    names->folded = rg_arena_alloc(arena, t->column_count * sizeof *names->folded);
    names->aliases = rg_arena_alloc(arena, t->column_count * sizeof *names->aliases);
    for (size_t i = 0; !arena->failed && i < t->column_count; i++) {
        const rg_strings *aliases = &t->columns[i].aliases;
        names->folded[i] = fold(arena, rg_text_of(t->columns[i].name));
        names->aliases[i] = rg_arena_alloc(arena, aliases->count * sizeof **names->aliases);
        for (size_t a = 0; !arena->failed && a < aliases->count; a++)
            names->aliases[i][a] = fold(arena, rg_text_of(aliases->items[a]));
    }
    return !arena->failed;
}

void rg_names_open(rg_names *names, const rg_template *t)
{
    *names = (rg_names){.t = t};
}

void rg_names_close(rg_names *names)
{
    rg_arena_free(&names->arena);
    *names = (rg_names){0};
}

static size_t find_folded(const rg_names *names, const char *folded)
{
    const rg_template *t = names->t;
    for (size_t i = 0; i < t->column_count; i++)
        if (strcmp(folded, names->folded[i]) == 0)
            return i;
    for (size_t i = 0; i < t->column_count; i++)
        for (size_t a = 0; a < t->columns[i].aliases.count; a++)
            if (strcmp(folded, names->aliases[i][a]) == 0)
                return i;
    return RG_NO_COLUMN;
}

size_t rg_names_find(rg_names *names, rg_text name)
{
    size_t column = rg_template_find_column(names->t, name);
    if (column != RG_NO_COLUMN)
        return column;
    rg_buffer folded = {0};
    rg_fold_name(&folded, name);
    column = folded.size && fold_all(names) ? find_folded(names, rg_buffer_text(&folded).bytes) : RG_NO_COLUMN;
    names->arena.failed |= folded.failed;
    rg_buffer_free(&folded);
    return column;
}

bool rg_names_is_alias(rg_names *names, size_t column, rg_text name)
{
    const rg_column *declared = &names->t->columns[column];
    rg_buffer folded = {0};
    if (!declared->aliases.count || rg_text_equal(name, rg_text_of(declared->name)) || !fold_all(names))
        return false;
    rg_fold_name(&folded, name);
    bool differs = strcmp(rg_buffer_text(&folded).bytes, names->folded[column]) != 0;
    names->arena.failed |= folded.failed;
    rg_buffer_free(&folded);
    return differs;
}

rg_names_found rg_names_count(rg_names *names, const rg_row *row)
{
    rg_names_found found = {0};
    for (size_t i = 0; i < row->field_count; i++) {
        rg_text name = rg_text_trim(row->fields[i].value);
        size_t column = name.size ? rg_names_find(names, name) : RG_NO_COLUMN;
        found.named += name.size > 0;
        found.known += column != RG_NO_COLUMN;
        found.expected += column != RG_NO_COLUMN && names->t->columns[column].expected;
    }
    return found;
}
