/* layout.c - what a file's header means: which field of its records is which column of the template. */
#include "layout.h"

#include <string.h>

#include "buffer.h"
#include "error.h"
#include "likeness.h"
#include "lines.h"
#include "names.h"
#include "show.h"
#include "spelling.h"
#include "text.h"
#include "typography.h"

/* ---------------------------------------------------------------- names */

/* In what `name`, as it stands in the file, differs from the column it is; NULL: in case. */
static const char *difference(rg_text name)
{
    rg_text found;
    const char *what = rg_find_invisible(name, &found);
    if (what)
        return what;
    return memchr(name.bytes, ' ', name.size) ? "a blank" : NULL;
}

/* ---------------------------------------------------------------- the header's fields */

typedef struct builder {
    rg_layout *layout;
    const rg_row *header;
    rg_findings *findings;
    rg_names list;
    const char **column_names;
    bool *is_offered;                /* by column: as what an unknown one may have meant */
    size_t alias_count, first_alias; /* columns under a name of another version */
} builder;

static void note_error(builder *b, const rg_finding *finding)
{
    b->layout->broken |= finding->severity == RG_ERROR;
}

/* Does the file have the template's column of this name, under whatever name? */
static bool is_in_header(builder *b, const char *column)
{
    size_t wanted = rg_template_find_column(b->layout->t, rg_text_of(column));
    for (size_t i = 0; i < b->header->field_count; i++)
        if (rg_names_find(&b->list, b->header->fields[i].value) == wanted)
            return true;
    return false;
}

static void report_unknown(builder *b, size_t position, rg_text name)
{
    const rg_template *t = b->layout->t;
    if (t->others_allowed)
        return;
    bool allowed = t->fields_match == RG_MATCH_SUBSET || t->fields_match == RG_MATCH_PARTIAL;
    const char *nearest = rg_nearest_name(name, b->column_names, t->column_count, &b->findings->failed);
    const char *quoted = rg_quoted(b->findings, name);
    rg_finding *finding =
        rg_findings_add(b->findings, allowed ? RG_CODE_COLUMN_UNKNOWN : RG_CODE_COLUMN_UNEXPECTED,
                        nearest ? "unknown column %s; did you mean `%s`?" : "unknown column %s", quoted, nearest);
    finding->hint =
        nearest   ? rg_arena_printf(&b->findings->arena,
                                    "its values are not imported: rename it to `%s` if that is what it holds", nearest)
        : allowed ? "its values are not imported: remove the column, or keep it knowingly"
                  : "remove the column";
    rg_finding_place_field(finding, b->header, position);
    size_t meant = nearest ? rg_template_find_column(t, rg_text_of(nearest)) : RG_NO_COLUMN;
    if (nearest && !b->is_offered[meant] && !is_in_header(b, nearest))
        rg_finding_fix(b->findings, finding, rg_text_of(nearest), false);
    if (nearest)
        b->is_offered[meant] = true;
    note_error(b, finding);
}

static bool is_unnamed(const builder *b, size_t position)
{
    return rg_text_trim(b->header->fields[position].value).size == 0;
}

static const char *delimiter_word(const builder *b)
{
    const char *name = rg_delimiter_name(b->layout->delimiter);
    return name ? name : "delimiter";
}

/* A run of columns without names is reported once, at its first. */
static void report_unnamed(builder *b, size_t position)
{
    size_t end = position;
    if (position > 0 && is_unnamed(b, position - 1))
        return;
    while (end < b->header->field_count && is_unnamed(b, end))
        end++;
    rg_finding *finding = end == position + 1
                              ? rg_findings_add(b->findings, RG_CODE_COLUMN_UNNAMED, "column %zu has no name", end)
                              : rg_findings_add(b->findings, RG_CODE_COLUMN_UNNAMED, "columns %zu to %zu have no name",
                                                position + 1, end);
    finding->hint =
        end == b->header->field_count
            ? rg_arena_printf(&b->findings->arena,
                              "the line has too many %ss: remove the empty columns at its end, in every record",
                              delimiter_word(b))
            : "give every column a name, or remove it";
    rg_finding_place_field(finding, b->header, position);
    if (end == b->header->field_count && position > 0 && !b->layout->is_cut)
        rg_finding_fix_file(b->findings, finding, "no empty columns at the end", true);
}

static void report_form(builder *b, size_t position, rg_text name, const rg_column *column)
{
    const char *what = difference(name);
    const char *quoted = rg_quoted(b->findings, name);
    rg_finding *finding =
        rg_findings_add(b->findings, RG_CODE_COLUMN_NAME_DIFFERS, "%s is taken for `%s`, but %s%s", quoted,
                        column->name, what ? what : "capital and small letters differ", what ? " is in the name" : "");
    finding->hint = rg_arena_printf(&b->findings->arena, "write `%s` exactly", column->name);
    rg_finding_place_field(finding, b->header, position);
    rg_finding_fix(b->findings, finding, rg_text_of(column->name), true);
}

static void report_duplicate(builder *b, size_t position, const rg_column *column, size_t first)
{
    rg_finding *finding =
        rg_findings_add(b->findings, RG_CODE_COLUMN_DUPLICATE, "`%s` is column %zu already", column->name, first + 1);
    finding->hint = "remove one of the two columns";
    rg_finding_place_field(finding, b->header, position);
    note_error(b, finding);
}

static void note_alias(builder *b, size_t position)
{
    if (b->alias_count++ == 0)
        b->first_alias = position;
}

/* Old names come together, from an old version: said once, at the first. */
static void report_aliases(builder *b)
{
    if (!b->alias_count || b->layout->t->aliases_allowed)
        return;
    rg_finding *finding = rg_findings_add(
        b->findings, RG_CODE_COLUMN_NAME_OLD, "%s is the name of `%s` in another version",
        rg_quoted(b->findings, b->header->fields[b->first_alias].value), b->layout->names[b->first_alias]);
    finding->hint = "export the file with a current version; the column is taken for what it is";
    rg_finding_place_field(finding, b->header, b->first_alias);
    if (b->alias_count > 1)
        rg_findings_append(b->findings, " (and %zu more column%s)", b->alias_count - 1, b->alias_count == 2 ? "" : "s");
}

static void read_name(builder *b, size_t position)
{
    rg_layout *layout = b->layout;
    rg_text name = b->header->fields[position].value;
    size_t column = rg_names_find(&b->list, name);
    layout->names[position] = rg_arena_text(&layout->arena, name);
    layout->column_of[position] = RG_NO_COLUMN;
    if (is_unnamed(b, position)) {
        report_unnamed(b, position);
    } else if (column == RG_NO_COLUMN) {
        report_unknown(b, position, name);
    } else if (layout->position_of[column] != RG_NO_COLUMN) {
        report_duplicate(b, position, &layout->t->columns[column], layout->position_of[column]);
    } else {
        const rg_column *declared = &layout->t->columns[column];
        layout->column_of[position] = column;
        layout->position_of[column] = position;
        layout->names[position] = declared->name;
        layout->empty = false;
        /* libcsv has trimmed the blanks round a name; other readers do not. */
        rg_text written = b->header->fields[position].quoted ? name : b->header->fields[position].raw;
        if (rg_names_is_alias(&b->list, column, name))
            note_alias(b, position);
        else if (!rg_text_equal(written, rg_text_of(declared->name)))
            report_form(b, position, written, declared);
    }
}

/* ---------------------------------------------------------------- the header as a whole */

static rg_finding *add_whole(builder *b, rg_finding *finding)
{
    rg_finding_place(finding, b->header, 0, rg_line_content(b->header->bytes));
    note_error(b, finding);
    return finding;
}

/* A column of the file that is not known and whose name is near. Quoted; NULL: there is none. */
static const char *nearest_unknown(builder *b, rg_text name)
{
    const char **names = rg_arena_alloc(&b->list.arena, b->layout->field_count * sizeof *names);
    size_t count = 0;
    for (size_t i = 0; names && i < b->layout->field_count; i++)
        if (b->layout->column_of[i] == RG_NO_COLUMN && b->layout->names[i] && *b->layout->names[i])
            names[count++] = b->layout->names[i];
    const char *nearest = names ? rg_nearest_name(name, names, count, &b->findings->failed) : NULL;
    return nearest ? rg_quoted(b->findings, rg_text_of(nearest)) : NULL;
}

static void look_for_missing(builder *b)
{
    const rg_template *t = b->layout->t;
    bool all = t->fields_match != RG_MATCH_SUPERSET && t->fields_match != RG_MATCH_PARTIAL;
    for (size_t i = 0; i < t->column_count; i++) {
        const rg_column *column = &t->columns[i];
        if (b->layout->position_of[i] != RG_NO_COLUMN || !(all || column->constraints.required || column->expected))
            continue;
        const char *nearest = nearest_unknown(b, rg_text_of(column->name));
        rg_finding *finding =
            rg_findings_add(b->findings, RG_CODE_COLUMN_MISSING, "column `%s` is missing", column->name);
        finding->field = column->name;
        finding->hint = nearest ? rg_arena_printf(&b->findings->arena, "is it the column %s? Then rename that", nearest)
                                : "add the column to the header and a value to every record";
        add_whole(b, finding);
    }
}

static void look_for_order(builder *b)
{
    const rg_layout *layout = b->layout;
    size_t last = RG_NO_COLUMN; /* position of the column before */
    for (size_t i = 0; layout->t->fields_match == RG_MATCH_EXACT && i < layout->field_count; i++) {
        if (layout->column_of[i] == RG_NO_COLUMN)
            continue;
        if (last != RG_NO_COLUMN && layout->column_of[i] < layout->column_of[last]) {
            rg_finding *finding =
                rg_findings_add(b->findings, RG_CODE_COLUMN_ORDER, "`%s` stands behind `%s`, in the template before it",
                                layout->names[i], layout->names[last]);
            finding->hint = "put the columns into the order of the template";
            rg_finding_place_field(finding, b->header, i);
            note_error(b, finding);
            return; /* the first says it: others may only be shifted by it */
        }
        last = i;
    }
}

static void add_group_name(rg_buffer *out, const rg_template *t, const rg_key *group)
{
    for (size_t i = 0; i < group->count; i++)
        rg_buffer_printf(out, "%s`%s`", i ? " with " : "", t->columns[group->columns[i]].name);
}

static bool can_be_met(const rg_layout *layout, const rg_rule *rule)
{
    for (size_t g = 0; g < rule->group_count; g++) {
        size_t present = 0;
        for (size_t i = 0; i < rule->groups[g].count; i++)
            present += layout->position_of[rule->groups[g].columns[i]] != RG_NO_COLUMN;
        if (present == rule->groups[g].count)
            return true;
    }
    return false;
}

/* A rule that asks for one of some columns when the file has none of them: said once, not for each record. */
static void look_for_identity(builder *b)
{
    const rg_template *t = b->layout->t;
    for (size_t r = 0; r < t->rule_count; r++) {
        const rg_rule *rule = &t->rules[r];
        if (rule->kind != RG_RULE_AT_LEAST_ONE || can_be_met(b->layout, rule))
            continue;
        rg_buffer names = {0};
        for (size_t g = 0; g < rule->group_count; g++) {
            rg_buffer_add_string(&names, g == 0 ? "" : g + 1 == rule->group_count ? " or " : ", ");
            add_group_name(&names, t, &rule->groups[g]);
        }
        rg_finding *finding = rg_findings_add(b->findings, RG_CODE_IDENTITY_MISSING, "the file needs a column %s",
                                              rg_buffer_text(&names).bytes);
        b->findings->failed |= names.failed;
        rg_buffer_free(&names);
        finding->severity = rule->severity;
        finding->hint = "add one of these columns";
        rg_finding_rule(b->findings, finding, t, *rule->name ? rule->name : "atLeastOne", rule->line);
        add_whole(b, finding);
        b->layout->rule_is_idle[r] = true;
    }
}

static bool allocate(rg_layout *layout, size_t fields)
{
    const rg_template *t = layout->t;
    layout->field_count = fields;
    layout->column_of = rg_arena_alloc(&layout->arena, fields * sizeof *layout->column_of);
    layout->glances = rg_arena_alloc(&layout->arena, fields * sizeof *layout->glances);
    layout->names = rg_arena_alloc(&layout->arena, fields * sizeof *layout->names);
    layout->position_of = rg_arena_alloc(&layout->arena, t->column_count * sizeof *layout->position_of);
    layout->rule_is_idle = rg_arena_alloc(&layout->arena, t->rule_count + 1);
    for (size_t i = 0; !layout->arena.failed && i < t->column_count; i++)
        layout->position_of[i] = RG_NO_COLUMN;
    return !layout->arena.failed;
}

static bool list_names(builder *b, const rg_template *t)
{
    rg_names_open(&b->list, t);
    b->column_names = rg_arena_alloc(&b->list.arena, t->column_count * sizeof *b->column_names);
    b->is_offered = rg_arena_alloc(&b->list.arena, t->column_count + 1);
    for (size_t i = 0; b->column_names && i < t->column_count; i++)
        b->column_names[i] = t->columns[i].name;
    return b->column_names && b->is_offered;
}

rg_status rg_layout_open(rg_layout *layout, const rg_template *t, const rg_row *header, char delimiter,
                         rg_findings *findings, rg_error *error)
{
    builder b = {.layout = layout, .header = header, .findings = findings};
    *layout = (rg_layout){.t = t,
                          .delimiter = delimiter,
                          .is_cut = header->field_total > header->field_count,
                          .empty = t->column_count > 0};
    if (!allocate(layout, header->field_count) || !list_names(&b, t)) {
        rg_names_close(&b.list);
        rg_layout_close(layout);
        return rg_fail_memory(error);
    }
    for (size_t i = 0; i < header->field_count; i++)
        read_name(&b, i);
    for (size_t i = 0; layout->names && i < header->field_count; i++)
        layout->glances[i] = rg_glance_at(t, layout->column_of[i], &layout->arena);
    if (layout->empty) {
        /* Nothing of this is the template's header: one finding says so, the rest would be noise. */
        findings->count = 0;
        rg_finding *finding =
            rg_findings_add(findings, RG_CODE_HEADER_MISSING, "line %zu names none of the columns of %s",
                            (size_t)header->line, t->name);
        const char *likeness = rg_likeness(header);
        finding->hint = likeness ? likeness : "the first line of the file must name the columns";
        add_whole(&b, finding);
    } else {
        report_aliases(&b);
        look_for_missing(&b);
        look_for_order(&b);
        look_for_identity(&b);
    }
    bool failed = b.list.arena.failed || layout->arena.failed || findings->failed || findings->arena.failed;
    rg_names_close(&b.list);
    return failed ? rg_fail_memory(error) : RG_OK;
}

void rg_layout_close(rg_layout *layout)
{
    for (size_t i = 0; layout->glances && i < layout->field_count; i++)
        rg_glance_close(&layout->glances[i]);
    rg_arena_free(&layout->arena);
    *layout = (rg_layout){0};
}
