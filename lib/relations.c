/* relations.c - what must hold between the tables of a package.
 *
 * While the tables are read, one after the other, the keys of both sides of each relation are remembered, with what is
 * to be compared; when all are read the sides are laid side by side. A key that several records have says nothing sure
 * about any of them, and is left out where values are compared. */
#include "relations.h"

#include <string.h>

#include "buffer.h"
#include "error.h"
#include "examine.h"
#include "keyset.h"
#include "text.h"
#include "value.h"

#define MOST_KEYS 50000 /* of one side; what bounds the memory */
#define A_FEW 64        /* findings in one go */

/* What is known of one side: rg_seen has line and record of the first with a key (record 0: there are several) and, as
 * `number`, how many there are, or the bits of the value. */
typedef struct side {
    const rg_side *declared;
    const rg_member *member; /* NULL: the table did not come */
    rg_keyset *keys;
} side;

typedef struct pair {
    const rg_relation *relation;
    side from, to;
    bool overflow; /* too many keys: nothing is compared */
} pair;

struct rg_relations {
    const rg_template *package;
    rg_arena arena;
    pair *pairs;
    size_t resource; /* of the table at hand */
    const rg_layout *layout;
    rg_buffer key;
    size_t at_pair; /* what is compared next */
    uint64_t at_key;
};

rg_status rg_relations_open(rg_relations **relations, const rg_template *package, rg_error *error)
{
    rg_relations *made = rg_alloc(sizeof *made);
    *relations = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->package = package;
    made->pairs = rg_arena_alloc(&made->arena, (package->relation_count + 1) * sizeof *made->pairs);
    rg_status status = made->pairs ? RG_OK : rg_fail_memory(error);
    for (size_t i = 0; status == RG_OK && i < package->relation_count; i++) {
        const rg_relation *relation = &package->relations[i];
        made->pairs[i] = (pair){relation, {&relation->from, NULL, NULL}, {&relation->to, NULL, NULL}, false};
        status = rg_keyset_open(&made->pairs[i].from.keys, RG_KEYSET_MEMORY, error);
        if (status == RG_OK)
            status = rg_keyset_open(&made->pairs[i].to.keys, RG_KEYSET_MEMORY, error);
    }
    if (status != RG_OK) {
        rg_relations_close(made);
        return status;
    }
    *relations = made;
    return RG_OK;
}

static void drop_keys(pair *p)
{
    rg_keyset_close(p->from.keys);
    rg_keyset_close(p->to.keys);
    p->from.keys = p->to.keys = NULL;
}

void rg_relations_close(rg_relations *relations)
{
    if (!relations)
        return;
    for (size_t i = 0; relations->pairs && i < relations->package->relation_count; i++)
        drop_keys(&relations->pairs[i]);
    rg_buffer_free(&relations->key);
    rg_arena_free(&relations->arena);
    rg_free(relations);
}

/* ---------------------------------------------------------------- reading */

static bool has_columns(const rg_side *declared, const rg_layout *layout)
{
    for (size_t i = 0; i < declared->fields.count; i++)
        if (layout->position_of[declared->fields.columns[i]] == RG_NO_COLUMN)
            return false;
    return declared->value == RG_NO_COLUMN || layout->position_of[declared->value] != RG_NO_COLUMN;
}

void rg_relations_begin(rg_relations *relations, size_t resource, const rg_member *member, const rg_layout *layout)
{
    relations->resource = resource;
    relations->layout = layout;
    for (size_t i = 0; i < relations->package->relation_count; i++) {
        pair *p = &relations->pairs[i];
        if (p->from.declared->resource == resource && has_columns(p->from.declared, layout))
            p->from.member = member;
        if (p->to.declared->resource == resource && has_columns(p->to.declared, layout))
            p->to.member = member;
    }
}

static bool make_key(rg_relations *relations, const rg_side *declared, const rg_row *row)
{
    rg_buffer_clear(&relations->key);
    for (size_t i = 0; i < declared->fields.count; i++) {
        rg_text value = rg_column_value(relations->layout, row, declared->fields.columns[i]);
        if (!value.size)
            return false;
        if (i)
            rg_buffer_add(&relations->key, "", 1); /* no value has a NUL in it */
        rg_buffer_add(&relations->key, value.bytes, value.size);
    }
    return true;
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double value_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The value to compare; false when there is none, or it is no number. */
static bool read_value(const rg_relations *relations, const rg_side *declared, const rg_row *row, uint64_t *bits)
{
    const rg_column *column = &relations->layout->t->columns[declared->value];
    rg_text text = rg_column_value(relations->layout, row, declared->value);
    double value;
    if (!text.size || !rg_value_number(&column->value, text, &value))
        return false;
    *bits = bits_of(value);
    return true;
}

static rg_status remember(rg_relations *relations, pair *p, side *s, const rg_row *row, uint64_t number,
                          rg_error *error)
{
    uint64_t bits = 0;
    bool counted = p->relation->kind == RG_RELATION_COUNTS && s == &p->to;
    bool has_value = s->declared->value != RG_NO_COLUMN && !counted;
    if (!s->member || !s->keys || !make_key(relations, s->declared, row) ||
        (has_value && !read_value(relations, s->declared, row, &bits)) ||
        (counted && s->declared->value != RG_NO_COLUMN &&
         !rg_column_value(relations->layout, row, s->declared->value).size))
        return RG_OK;
    rg_text key = rg_buffer_text(&relations->key);
    rg_seen seen;
    rg_status status = relations->key.failed ? rg_fail_memory(error) : rg_keyset_find(s->keys, key, &seen, error);
    if (status == RG_OK) {
        seen.record = has_value ? 0 : seen.record;
        seen.number += !has_value;
    } else if (status != RG_DONE) {
        return status;
    } else if (rg_keyset_count(s->keys) == MOST_KEYS) {
        p->overflow = true;
        drop_keys(p);
        return RG_OK;
    } else {
        seen = (rg_seen){row->line, number, has_value ? bits : 1};
    }
    return rg_keyset_put(s->keys, key, &seen, error);
}

rg_status rg_relations_record(rg_relations *relations, const rg_layout *layout, const rg_row *row, uint64_t number,
                              rg_error *error)
{
    rg_status status = RG_OK;
    relations->layout = layout;
    for (size_t i = 0; status == RG_OK && i < relations->package->relation_count; i++) {
        pair *p = &relations->pairs[i];
        if (p->from.declared->resource == relations->resource)
            status = remember(relations, p, &p->from, row, number, error);
        if (status == RG_OK && p->to.declared->resource == relations->resource)
            status = remember(relations, p, &p->to, row, number, error);
    }
    return status;
}

/* ---------------------------------------------------------------- comparing */

static const rg_template *table_of(const rg_relations *relations, const side *s)
{
    return relations->package->resources[s->declared->resource].table;
}

static const char *column_name(const rg_relations *relations, const side *s, size_t column)
{
    return table_of(relations, s)->columns[column].name;
}

/* "`web-01`", or "`vc` and `web-01`" of a key of several columns. */
static const char *show_key(rg_findings *findings, rg_text key)
{
    const char *shown = NULL;
    for (size_t at = 0; at <= key.size;) {
        const char *end = memchr(key.bytes + at, '\0', key.size - at);
        size_t size = end ? (size_t)(end - key.bytes) - at : key.size - at;
        const char *part = rg_quoted(findings, (rg_text){key.bytes + at, size});
        shown = shown ? rg_arena_printf(&findings->arena, "%s and %s", shown, part) : part;
        at += size + 1;
    }
    return shown ? shown : "";
}

static const char *name_of(const rg_relations *relations, const side *s)
{
    return relations->package->resources[s->declared->resource].name;
}

static const char *show_place(rg_relations *relations, rg_findings *findings, const side *s, const rg_seen *seen)
{
    const char *place = rg_arena_printf(&findings->arena, "%s, %s %s", name_of(relations, s),
                                        s->member->is_sheet ? "row" : "line", rg_grouped(findings, seen->line));
    return place ? place : "";
}

static const char *rule_name(rg_findings *findings, const rg_relations *relations, const rg_relation *relation)
{
    return rg_arena_printf(&findings->arena, "%s (template %s, line %u)", relation->name, relations->package->name,
                           relation->line);
}

static void report(rg_relations *relations, rg_findings *findings, const pair *p, const rg_seen *from,
                   rg_code_index code, size_t column, const char *text)
{
    const rg_relation *relation = p->relation;
    rg_finding *finding = rg_findings_add(findings, code, "%s", text ? text : "");
    if (*relation->message)
        rg_findings_append(findings, ": %s", relation->message);
    finding->severity = relation->severity;
    finding->hint = *relation->hint ? relation->hint : NULL;
    finding->rule = rule_name(findings, relations, relation);
    finding->member = p->from.member;
    finding->line = from->line;
    finding->column = 1;
    finding->record = from->record;
    finding->field = column_name(relations, &p->from, column);
}

static void compare_existence(rg_relations *relations, rg_findings *findings, const pair *p, rg_text key,
                              const rg_seen *from, const rg_seen *to)
{
    if (to)
        return;
    const char *more = from->number > 1
                           ? rg_arena_printf(&findings->arena, " (and of %s more record%s likewise)",
                                             rg_grouped(findings, from->number - 1), from->number == 2 ? "" : "s")
                           : "";
    report(relations, findings, p, from, RG_CODE_RELATION_MISSING, p->from.declared->fields.columns[0],
           rg_arena_printf(&findings->arena, "%s is not among the `%s` of %s%s", show_key(findings, key),
                           column_name(relations, &p->to, p->to.declared->fields.columns[0]),
                           name_of(relations, &p->to), more ? more : ""));
}

static void compare_values(rg_relations *relations, rg_findings *findings, const pair *p, rg_text key,
                           const rg_seen *from, const rg_seen *to)
{
    bool counts = p->relation->kind == RG_RELATION_COUNTS;
    double value = value_of(from->number), other = counts ? (double)(to ? to->number : 0)
                                                   : to   ? value_of(to->number)
                                                          : 0;
    if (!from->record || (!counts && (!to || !to->record)) || !(value < other || value > other))
        return;
    const char *name = column_name(relations, &p->from, p->from.declared->value), *shown = show_key(findings, key);
    rg_arena *arena = &findings->arena;
    const char *place = to ? show_place(relations, findings, &p->to, to) : name_of(relations, &p->to);
    const char *text =
        !counts ? rg_arena_printf(arena, "`%s` of %s is %.15g, but `%s` in %s is %.15g", name, shown, value,
                                  column_name(relations, &p->to, p->to.declared->value), place, other)
        : to ? rg_arena_printf(arena, "`%s` of %s is %.15g, but %s has %.15g row%s of it; the first: %s", name, shown,
                               value, name_of(relations, &p->to), other, other > 1 ? "s" : "", place)
             : rg_arena_printf(arena, "`%s` of %s is %.15g, but %s has no row of it", name, shown, value, place);
    report(relations, findings, p, from, RG_CODE_RELATION_DIFFERS, p->from.declared->value, text);
}

static void report_overflow(rg_relations *relations, rg_findings *findings, const pair *p)
{
    rg_finding *finding = rg_findings_add(
        findings, RG_CODE_RELATION_SKIPPED, "%s and %s were not compared: one of them has more than %s keys",
        name_of(relations, &p->from), name_of(relations, &p->to), rg_grouped(findings, MOST_KEYS));
    finding->rule = rule_name(findings, relations, p->relation);
}

/* The next key of one side, laid beside the other. RG_DONE: there are no more. */
static rg_status compare_next(rg_relations *relations, rg_findings *findings, const pair *p, rg_error *error)
{
    rg_text key;
    rg_seen from, to;
    if (!p->from.keys || !p->from.member || !p->to.member)
        return RG_DONE;
    rg_status status = rg_keyset_next(p->from.keys, &relations->at_key, &key, &from, error);
    if (status != RG_OK)
        return status;
    status = rg_keyset_find(p->to.keys, key, &to, error);
    if (status != RG_OK && status != RG_DONE)
        return status;
    (p->relation->kind == RG_RELATION_EXISTS ? compare_existence : compare_values)(relations, findings, p, key, &from,
                                                                                   status == RG_OK ? &to : NULL);
    return RG_OK;
}

rg_status rg_relations_next(rg_relations *relations, rg_findings *findings, rg_error *error)
{
    rg_status status = RG_OK;
    while (status == RG_OK && relations->at_pair < relations->package->relation_count && findings->count < A_FEW) {
        const pair *p = &relations->pairs[relations->at_pair];
        if (p->overflow)
            report_overflow(relations, findings, p);
        status = compare_next(relations, findings, p, error);
        if (status == RG_DONE) {
            relations->at_pair++;
            relations->at_key = 0;
            status = RG_OK;
        }
    }
    if (status != RG_OK || findings->failed || findings->arena.failed)
        return status == RG_OK ? rg_fail_memory(error) : status;
    return findings->count ? RG_OK : RG_DONE;
}
