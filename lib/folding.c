/* folding.c - like findings gathered into groups, of which the first few are kept as text and the others counted. */
#include "folding.h"

#include <string.h>

#define MOST_GROUPS 1000

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Findings in the header are alike in whatever column they are. */
static size_t field_of(const rg_finding *finding)
{
    return finding->record ? finding->field_number : 0;
}

static bool is_like(const rg_group *group, const rg_finding *finding)
{
    return group->severity == finding->severity && group->field_number == field_of(finding) &&
           group->in_records == (finding->record > 0) && is_same(group->rule, finding->rule) &&
           (!finding->record || (group->member == finding->member && is_same(group->field, finding->field)));
}

static rg_group *add_group(rg_folding *folding, const rg_finding *finding, rg_group **list)
{
    rg_group *group = rg_arena_alloc(&folding->arena, sizeof *group);
    if (!group)
        return NULL;
    *group = (rg_group){.code = finding->code,
                        .severity = finding->severity,
                        .field_number = field_of(finding),
                        .in_records = finding->record > 0,
                        .member = finding->member,
                        .next_of_code = *list};
    group->field = finding->field ? rg_arena_string(&folding->arena, finding->field) : NULL;
    group->rule = finding->rule ? rg_arena_string(&folding->arena, finding->rule) : NULL;
    *list = group;
    *(folding->last ? &folding->last->next : &folding->first) = group;
    folding->last = group;
    folding->count++;
    return group;
}

rg_group *rg_folding_group(rg_folding *folding, const rg_finding *finding)
{
    if (!folding->by_code)
        folding->by_code = rg_arena_alloc(&folding->arena, rg_code_count() * sizeof *folding->by_code);
    if (!folding->by_code)
        return NULL;
    rg_group **list = &folding->by_code[finding->code - rg_code_at(0)];
    for (rg_group *group = *list; group; group = group->next_of_code)
        if (is_like(group, finding))
            return group;
    if (folding->count == MOST_GROUPS) {
        folding->overflow++;
        return NULL;
    }
    return add_group(folding, finding, list);
}

void rg_group_fold(rg_group *group, const rg_finding *finding)
{
    if (group->folded++ == 0)
        group->first_line = finding->line;
    group->last_line = finding->line;
}

void rg_folding_clear(rg_folding *folding)
{
    for (rg_group *group = folding->first; group; group = group->next)
        rg_buffer_free(&group->samples);
    rg_arena_free(&folding->arena);
    *folding = (rg_folding){0};
}
