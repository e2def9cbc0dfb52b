/* convert_notes.c - what became of a file that was converted: what was left out, what is empty, what had no place. */
#include <stdarg.h>
#include <stdio.h>

#include "convert.h"
#include "error.h"
#include "show.h"
#include "text.h"

#define A_FEW 8 /* names in one note; -v names all */

/* A note while it is written: as it is told, and with all its names. */
typedef struct draft {
    rg_buffer text, full;
    size_t names;
} draft;

__attribute__((format(printf, 2, 3))) static void add(draft *d, const char *format, ...)
{
    char piece[1200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(piece, sizeof piece, format, arguments);
    va_end(arguments);
    rg_buffer_add_string(&d->text, piece);
    rg_buffer_add_string(&d->full, piece);
}

static void add_number(draft *d, uint64_t number)
{
    rg_buffer_add_grouped(&d->text, number);
    rg_buffer_add_grouped(&d->full, number);
}

static void add_count(draft *d, uint64_t number, const char *noun)
{
    add_number(d, number);
    add(d, " %s%s", noun, number == 1 ? "" : "s");
}

static void add_name_to(rg_buffer *out, bool is_first, rg_text name)
{
    rg_buffer_add_string(out, is_first ? "`" : ", `");
    rg_show(out, name);
    rg_buffer_add(out, "`", 1);
}

static void add_name(draft *d, rg_text name)
{
    if (d->names < A_FEW)
        add_name_to(&d->text, !d->names, name);
    add_name_to(&d->full, !d->names, name);
    d->names++;
}

/* All names are added. */
static void end_names(draft *d)
{
    if (d->names <= A_FEW)
        return;
    rg_buffer_add_string(&d->text, " and ");
    rg_buffer_add_grouped(&d->text, d->names - A_FEW);
    rg_buffer_add_string(&d->text, " more");
}

static void drop(draft *d)
{
    rg_buffer_free(&d->text);
    rg_buffer_free(&d->full);
    *d = (draft){0};
}

static void finish(rg_convert *c, draft *d, bool is_loss)
{
    const char *text = rg_arena_text(&c->arena, rg_buffer_text(&d->text));
    const char *detail = d->names > A_FEW ? rg_arena_text(&c->arena, rg_buffer_text(&d->full)) : text;
    c->arena.failed |= d->text.failed || d->full.failed;
    if (RG_GROW(c->notes, c->note_count, c->note_capacity))
        c->notes[c->note_count++] = (rg_note){is_loss, text, detail};
    else
        c->arena.failed = true;
    drop(d);
}

/* " (line 7 of vInfo: `localhost`)" */
static void add_first(const rg_convert *c, draft *d, const rg_occurrence *what)
{
    add(d, what->count == 1 ? " (line " : " (the first in line ");
    add_number(d, what->line);
    add(d, " of %s", c->rows.name);
    add(d, "%s%s)", what->example ? ": " : "", what->example ? what->example : "");
}

/* ---------------------------------------------------------------- losses */

/* The columns of the target that take something from the join. True: one of them does so before anything else. */
static bool add_columns_of(const rg_convert *c, draft *d, size_t join)
{
    bool needs_it = false;
    for (size_t t = 0; t < c->m->target_count; t++) {
        const rg_target *target = &c->m->targets[t];
        bool takes = false;
        for (size_t s = 0; s < target->source_count; s++) {
            takes |= target->sources[s].join == join;
            needs_it |= target->sources[s].join == join && (s == 0 || target->takes_all);
        }
        if (takes)
            add_name(d, rg_text_of(c->m->to->columns[target->column].name));
    }
    end_names(d);
    return needs_it;
}

static void tell_missing_tables(rg_convert *c)
{
    for (size_t i = 0; i < c->m->join_count; i++) {
        draft d = {0};
        if (c->joined[i].came)
            continue;
        add(&d, "there is no %s, from which ", c->joined[i].name);
        bool needs_it = add_columns_of(c, &d, i);
        add(&d, " %s", d.names == 1 ? "takes values" : "take values");
        finish(c, &d, needs_it && c->m->from->resources[c->m->joins[i].resource].required);
    }
}

static void tell_unreadable(rg_convert *c, const rg_remains *r)
{
    draft d = {0};
    if (!r->unreadable)
        return;
    add_count(&d, r->unreadable, "record");
    add(&d, " of %s cannot be read, %s line ", r->name, r->unreadable == 1 ? "in" : "the first in");
    add_number(&d, r->first_unreadable);
    add(&d, "; `rowgate check` says why");
    finish(c, &d, true);
}

static void tell_losses(rg_convert *c)
{
    for (size_t i = 0; i < c->damage_count; i++) {
        draft d = {0};
        rg_show(&d.text, rg_text_of(c->damage[i])); /* the name of a member is anybody's */
        finish(c, &d, true);
    }
    tell_missing_tables(c);
    tell_unreadable(c, &c->rows);
    for (size_t i = 0; i < c->m->join_count; i++) {
        const rg_occurrence *ambiguous = &c->joins[i].ambiguous, *too_much = &c->joins[i].too_much;
        draft d = {0};
        tell_unreadable(c, &c->joined[i]);
        if (ambiguous->count) {
            add_count(&d, ambiguous->count, "record");
            rg_buffer_printf(&d.text,
                             " of %s took nothing from %s, where nothing tells %s from others of the same name",
                             c->rows.name, c->joined[i].name, ambiguous->count == 1 ? "it" : "them");
            add_first(c, &d, ambiguous);
            finish(c, &d, true);
        }
        if (too_much->count) {
            add_count(&d, too_much->count, "record");
            add(&d, " of %s took nothing from %s, which has more than 1 MiB for %s", c->rows.name, c->joined[i].name,
                too_much->count == 1 ? "it" : "each");
            add_first(c, &d, too_much);
            finish(c, &d, true);
        }
    }
}

/* ---------------------------------------------------------------- what is not there by design */

static void tell_left_out(rg_convert *c)
{
    const rg_template *t = c->m->row_table;
    for (size_t i = 0; i < t->not_server_count; i++) {
        draft d = {0};
        const rg_occurrence *what = &c->exceptions[i];
        if (!what->count)
            continue;
        add_count(&d, what->count, "record");
        add(&d, " of %s %s left out: `%s` is %s", c->rows.name, what->count == 1 ? "is" : "are",
            t->columns[t->not_servers[i].column].name, what->example);
        finish(c, &d, false);
    }
}

/* Is some value made of the column? Keys are not: most tables have one of several. */
static bool is_source(const rg_convert *c, size_t join, size_t column)
{
    for (size_t t = 0; t < c->m->target_count; t++) {
        for (size_t i = 0; i < c->m->targets[t].source_count; i++) {
            const rg_source *source = &c->m->targets[t].sources[i];
            for (size_t p = 0; source->join == join && p < source->piece_count; p++)
                if (source->pieces[p].column == column)
                    return true;
        }
    }
    return false;
}

/* Columns that the mapping takes values from, and that the table does not have. */
static void tell_missing_columns(rg_convert *c, const rg_remains *r, size_t join)
{
    draft d = {0};
    if (!r->came)
        return;
    add(&d, "%s has no column ", r->name);
    for (size_t i = 0; i < r->table->column_count; i++)
        if (!r->is_there[i] && is_source(c, join, i))
            add_name(&d, rg_text_of(r->table->columns[i].name));
    end_names(&d);
    if (d.names)
        finish(c, &d, false);
    drop(&d);
}

static void tell_empty_columns(rg_convert *c)
{
    draft d = {0};
    add(&d, "nothing has a value for ");
    for (size_t i = 0; i < c->m->target_count; i++)
        if (!c->targets[i].filled)
            add_name(&d, rg_text_of(c->m->to->columns[c->m->targets[i].column].name));
    end_names(&d);
    if (d.names && c->conversion.converted)
        finish(c, &d, false);
    drop(&d);
}

static void tell_of_values(rg_convert *c, size_t target)
{
    static const char *const verbs[] = {"did not take what", "took the first value where", "is empty where"};
    static const char *const ends[] = {"", " several", " more than 4,096"};
    const rg_target_fate *fate = &c->targets[target];
    const rg_occurrence *const whats[] = {&fate->passed_over, &fate->several, &fate->too_many};
    for (size_t i = 0; i < sizeof whats / sizeof *whats; i++) {
        draft d = {0};
        if (!whats[i]->count)
            continue;
        add(&d, "`%s` %s ", c->m->to->columns[c->m->targets[target].column].name, verbs[i]);
        add_count(&d, whats[i]->count, "record");
        add(&d, " %s%s", whats[i]->count == 1 ? "has" : "have", ends[i]);
        add_first(c, &d, whats[i]);
        finish(c, &d, i == 2);
    }
}

static void tell_unjoined(rg_convert *c, size_t join)
{
    rg_joined_totals totals = rg_joining_total(c->joining, join);
    draft d = {0};
    if (totals.taken >= totals.records)
        return;
    add_count(&d, totals.records - totals.taken, "record");
    add(&d, " of %s belong%s to no record of the result", c->joined[join].name,
        totals.records - totals.taken == 1 ? "s" : "");
    finish(c, &d, false);
}

/* ---------------------------------------------------------------- what had no place */

/* The other tables repeat columns of the rows: there it is told already. */
static bool is_told_of_rows(const rg_convert *c, const rg_remains *r, rg_text name)
{
    return r != &c->rows && rg_template_find_column(c->m->row_table, name) != RG_NO_COLUMN;
}

static void tell_unplaced(rg_convert *c, const rg_remains *r)
{
    draft d = {0};
    rg_text key;
    rg_seen seen;
    /* Names of columns are few, and in memory: there is nothing that could fail. */
    for (uint32_t at = 0; rg_keyset_next(r->names, &at, &key, &seen, NULL) == RG_OK;) {
        if (is_told_of_rows(c, r, key))
            continue;
        if (!d.names)
            add(&d, "no place for these columns of %s: ", r->name);
        add_name(&d, key);
    }
    end_names(&d);
    if (d.names)
        finish(c, &d, false);
}

static void tell_other_tables(rg_convert *c)
{
    draft d = {0};
    add(&d, "nothing was taken from ");
    for (size_t i = 0; i < c->m->from->resource_count; i++)
        if (c->has_records[i])
            add_name(&d, rg_text_of(c->m->from->resources[i].name));
    end_names(&d);
    if (d.names)
        finish(c, &d, false);
    drop(&d);
}

rg_status rg_convert_make_notes(rg_convert *c, rg_error *error)
{
    tell_losses(c);
    tell_left_out(c);
    tell_missing_columns(c, &c->rows, RG_NO_JOIN);
    for (size_t i = 0; i < c->m->join_count; i++)
        tell_missing_columns(c, &c->joined[i], i);
    tell_empty_columns(c);
    for (size_t i = 0; i < c->m->target_count; i++)
        tell_of_values(c, i);
    for (size_t i = 0; i < c->m->join_count; i++)
        tell_unjoined(c, i);
    tell_unplaced(c, &c->rows);
    for (size_t i = 0; i < c->m->join_count; i++)
        tell_unplaced(c, &c->joined[i]);
    tell_other_tables(c);
    c->conversion.notes = c->notes;
    c->conversion.note_count = c->note_count;
    return c->arena.failed ? rg_fail_memory(error) : RG_OK;
}
