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
#include "value.h"

#define MOST_KEYS 25000 /* of one side; what bounds the memory */
#define A_FEW 64        /* findings in one go */

/* What is known of one side: rg_seen has line and record of the first with a key (record 0: there are several) and, as
 * `number`, how many there are, or the bits of the value. Many relations have the names of one table as a side: those
 * are remembered once. */
typedef struct side {
    const rg_side *declared;
    bool is_counted;         /* the value is not compared, but must be there */
    const rg_member *member; /* NULL: the table did not come */
    rg_keyset *keys;         /* NULL: too many */
} side;

typedef struct pair {
    const rg_relation *relation;
    side *from, *to;
} pair;

/* Why a table is not compared with others. */
typedef enum gap { NO_GAP, UNREAD, TOO_MANY_KEYS } gap;

struct rg_relations {
    const rg_template *package;
    rg_arena arena;
    pair *pairs;
    side *sides;
    size_t side_count;
    gap *gaps;       /* by resource */
    size_t resource; /* of the table at hand */
    const rg_layout *layout;
    rg_buffer key;
    size_t at_gap, at_pair; /* what is told or compared next */
    uint32_t at_key;
};

/* ---------------------------------------------------------------- the sides */

static bool is_same(const rg_side *a, const rg_side *b)
{
    return a->resource == b->resource && a->value == b->value && a->fields.count == b->fields.count &&
           memcmp(a->fields.columns, b->fields.columns, a->fields.count * sizeof *a->fields.columns) == 0;
}

/* The side that is declared so, perhaps for another relation; NULL when memory is out. */
static side *find_side(rg_relations *relations, const rg_side *declared, bool is_counted, rg_error *error)
{
    for (size_t i = 0; i < relations->side_count; i++)
        if (is_same(relations->sides[i].declared, declared) && relations->sides[i].is_counted == is_counted)
            return &relations->sides[i];
    side *made = &relations->sides[relations->side_count];
    *made = (side){.declared = declared, .is_counted = is_counted};
    if (rg_keyset_open(&made->keys, RG_KEYSET_MEMORY, true, error) != RG_OK)
        return NULL;
    relations->side_count++;
    return made;
}

static rg_status open_pair(rg_relations *relations, pair *p, const rg_relation *relation, rg_error *error)
{
    bool is_counted = relation->kind == RG_RELATION_COUNTS && relation->to.value != RG_NO_COLUMN;
    p->relation = relation;
    p->from = find_side(relations, &relation->from, false, error);
    p->to = p->from ? find_side(relations, &relation->to, is_counted, error) : NULL;
    return p->to ? RG_OK : RG_NO_MEMORY;
}

rg_status rg_relations_open(rg_relations **relations, const rg_template *package, rg_error *error)
{
    rg_relations *made = rg_alloc(sizeof *made);
    size_t count = package->relation_count;
    *relations = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->package = package;
    made->pairs = rg_arena_alloc(&made->arena, (count + 1) * sizeof *made->pairs);
    made->sides = rg_arena_alloc(&made->arena, (2 * count + 1) * sizeof *made->sides);
    made->gaps = rg_arena_alloc(&made->arena, (package->resource_count + 1) * sizeof *made->gaps);
    rg_status status = made->arena.failed ? rg_fail_memory(error) : RG_OK;
    for (size_t i = 0; status == RG_OK && i < count; i++)
        status = open_pair(made, &made->pairs[i], &package->relations[i], error);
    if (status != RG_OK) {
        rg_relations_close(made);
        return status;
    }
    *relations = made;
    return RG_OK;
}

void rg_relations_close(rg_relations *relations)
{
    if (!relations)
        return;
    for (size_t i = 0; i < relations->side_count; i++)
        rg_keyset_close(relations->sides[i].keys);
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
    for (size_t i = 0; i < relations->side_count; i++) {
        side *s = &relations->sides[i];
        if (s->declared->resource == resource && has_columns(s->declared, layout))
            s->member = member;
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

static rg_status remember(rg_relations *relations, side *s, const rg_row *row, uint64_t number, rg_error *error)
{
    uint64_t bits = 0;
    size_t value = s->declared->value;
    bool has_value = value != RG_NO_COLUMN && !s->is_counted;
    if (!s->member || !s->keys || !make_key(relations, s->declared, row) ||
        (has_value && !read_value(relations, s->declared, row, &bits)) ||
        (s->is_counted && !rg_column_value(relations->layout, row, value).size))
        return RG_OK;
    rg_text key = rg_buffer_text(&relations->key);
    rg_seen seen;
    uint32_t place;
    rg_status status =
        relations->key.failed ? rg_fail_memory(error) : rg_keyset_find(s->keys, key, &seen, &place, error);
    if (status == RG_OK) {
        seen.record = has_value ? 0 : seen.record;
        seen.number += !has_value;
        return rg_keyset_change(s->keys, place, &seen, error);
    }
    if (status != RG_DONE)
        return status;
    if (rg_keyset_count(s->keys) == MOST_KEYS) {
        relations->gaps[s->declared->resource] = TOO_MANY_KEYS;
        rg_keyset_close(s->keys);
        s->keys = NULL;
        return RG_OK;
    }
    seen = (rg_seen){row->line, number, has_value ? bits : 1};
    status = rg_keyset_add(s->keys, key, &seen, NULL, error);
    return status == RG_DONE ? RG_OK : status;
}

rg_status rg_relations_record(rg_relations *relations, const rg_layout *layout, const rg_row *row, uint64_t number,
                              rg_error *error)
{
    rg_status status = RG_OK;
    relations->layout = layout;
    for (size_t i = 0; status == RG_OK && i < relations->side_count; i++)
        if (relations->sides[i].declared->resource == relations->resource)
            status = remember(relations, &relations->sides[i], row, number, error);
    return status;
}

void rg_relations_unread(rg_relations *relations)
{
    gap *of_table = &relations->gaps[relations->resource];
    *of_table = *of_table ? *of_table : UNREAD;
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
    finding->member = p->from->member;
    finding->line = from->line;
    finding->column = 1;
    finding->record = from->record;
    finding->field = column_name(relations, p->from, column);
}

/* The table needs records and has none: that is an error, and causes what would be said here. */
static bool is_told(const rg_relations *relations, const side *s)
{
    return relations->package->resources[s->declared->resource].needs_records && rg_keyset_count(s->keys) == 0;
}

/* One finding says it of a table without any record. */
static bool is_empty(const side *s)
{
    return rg_keyset_count(s->keys) == 0;
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
    const char *text =
        rg_arena_printf(&findings->arena, "%s is not among the `%s` of %s%s", show_key(findings, key),
                        column_name(relations, p->to, p->to->declared->fields.columns[0]), name_of(relations, p->to),
                        is_empty(p->to) ? ", which has none"
                        : more          ? more
                                        : "");
    report(relations, findings, p, from, RG_CODE_RELATION_MISSING, p->from->declared->fields.columns[0], text);
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
    const char *name = column_name(relations, p->from, p->from->declared->value), *shown = show_key(findings, key);
    rg_arena *arena = &findings->arena;
    const char *place = to ? show_place(relations, findings, p->to, to) : name_of(relations, p->to);
    const char *text =
        !counts ? rg_arena_printf(arena, "`%s` of %s is %.15g, but `%s` in %s is %.15g", name, shown, value,
                                  column_name(relations, p->to, p->to->declared->value), place, other)
        : to ? rg_arena_printf(arena, "`%s` of %s is %.15g, but %s has %.15g row%s of it; the first: %s", name, shown,
                               value, name_of(relations, p->to), other, other > 1 ? "s" : "", place)
             : rg_arena_printf(arena, "`%s` of %s is %.15g, but %s has no row of it%s", name, shown, value, place,
                               is_empty(p->to) ? ", nor of any other" : "");
    report(relations, findings, p, from, RG_CODE_RELATION_DIFFERS, p->from->declared->value, text);
}

/* What is not in a table that was not read as a whole may still be in it. */
static bool is_unsure(const rg_relations *relations, const pair *p)
{
    return p->relation->kind != RG_RELATION_EQUALS && relations->gaps[p->to->declared->resource] == UNREAD;
}

static bool is_compared(const rg_relations *relations, const pair *p)
{
    return p->from->keys && p->to->keys && p->from->member && p->to->member && !is_told(relations, p->to) &&
           !is_unsure(relations, p);
}

/* Once for each table, however many relations it has. */
static void report_gap(rg_relations *relations, rg_findings *findings, size_t resource)
{
    bool matters = relations->gaps[resource] == TOO_MANY_KEYS;
    for (size_t i = 0; i < relations->package->relation_count && !matters; i++) {
        const pair *p = &relations->pairs[i];
        matters = p->to->declared->resource == resource && p->from->member && p->from->keys && is_unsure(relations, p);
    }
    if (!matters)
        return;
    const char *name = relations->package->resources[resource].name;
    if (relations->gaps[resource] == UNREAD)
        rg_findings_add(findings, RG_CODE_RELATION_SKIPPED,
                        "other tables were not compared with %s: not all of its records can be read", name)
            ->hint = "correct those records, and check again";
    else
        rg_findings_add(findings, RG_CODE_RELATION_SKIPPED,
                        "%s was not compared with other tables: it has more than %s keys", name,
                        rg_grouped(findings, MOST_KEYS));
}

/* The next key of one side, laid beside the other. RG_DONE: there are no more. */
static rg_status compare_next(rg_relations *relations, rg_findings *findings, const pair *p, rg_error *error)
{
    rg_text key;
    rg_seen from, to;
    size_t before = findings->count;
    if (!is_compared(relations, p))
        return RG_DONE;
    rg_status status = rg_keyset_next(p->from->keys, &relations->at_key, &key, &from, error);
    if (status != RG_OK)
        return status;
    status = rg_keyset_find(p->to->keys, key, &to, NULL, error);
    if (status != RG_OK && status != RG_DONE)
        return status;
    (p->relation->kind == RG_RELATION_EXISTS ? compare_existence : compare_values)(relations, findings, p, key, &from,
                                                                                   status == RG_OK ? &to : NULL);
    return findings->count > before && is_empty(p->to) ? RG_DONE : RG_OK;
}

rg_status rg_relations_next(rg_relations *relations, rg_findings *findings, rg_error *error)
{
    for (; relations->at_gap < relations->package->resource_count; relations->at_gap++)
        if (relations->gaps[relations->at_gap])
            report_gap(relations, findings, relations->at_gap);
    rg_status status = RG_OK;
    while (status == RG_OK && relations->at_pair < relations->package->relation_count && findings->count < A_FEW) {
        status = compare_next(relations, findings, &relations->pairs[relations->at_pair], error);
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
