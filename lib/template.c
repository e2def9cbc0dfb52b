/* template.c - what a template in memory answers, and its end. */
#include "template.h"

#include "text.h"

const char *const rg_packaging_nouns[RG_PACKAGING_COUNT] = {
#define X(id, word, noun) noun,
    RG_PACKAGINGS(X)
#undef X
};

size_t rg_template_find_column(const rg_template *t, rg_text name)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (rg_text_equal(rg_text_of(t->columns[i].name), name))
            return i;
    for (size_t i = 0; i < t->column_count; i++)
        for (size_t a = 0; a < t->columns[i].aliases.count; a++)
            if (rg_text_equal(rg_text_of(t->columns[i].aliases.items[a]), name))
                return i;
    return RG_NO_COLUMN;
}

bool rg_is_missing(const rg_column *column, rg_text value)
{
    const rg_strings *missing = &column->missing_values;
    if (value.size == 0)
        return true;
    for (size_t i = 0; i < missing->count; i++)
        if (missing->items[i][0] == value.bytes[0] && rg_text_equal(value, rg_text_of(missing->items[i])))
            return true;
    return false;
}

const char *rg_template_name(const rg_template *t)
{
    return t->name;
}

const char *rg_template_title(const rg_template *t)
{
    return t->title;
}

size_t rg_template_column_count(const rg_template *t)
{
    return t->column_count;
}

const char *rg_template_column_name(const rg_template *t, size_t index)
{
    return index < t->column_count ? t->columns[index].name : NULL;
}

size_t rg_template_table_count(const rg_template *t)
{
    return t->resource_count;
}

const rg_template *rg_template_table(const rg_template *t, size_t index)
{
    return index < t->resource_count ? t->resources[index].table : NULL;
}

void rg_template_free(rg_template *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->resource_count; i++)
        rg_template_free(t->resources[i].table);
    for (size_t i = 0; i < t->pattern_count; i++)
        rg_pattern_free(t->patterns[i]);
    rg_free(t->patterns);
    rg_arena_free(&t->arena);
    rg_free(t);
}
