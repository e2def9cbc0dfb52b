/* convert_open.c - how a conversion begins: what the file is, and what is needed for its mapping. */
#include "convert.h"
#include "error.h"

/* ---------------------------------------------------------------- what the file is */

static const rg_template **list_templates(rg_convert *c, const rg_mapping *const *mappings, size_t count)
{
    const rg_template **list = rg_arena_alloc(&c->arena, count * sizeof *list);
    for (size_t i = 0; list && i < count; i++)
        list[i] = mappings[i]->from;
    return list;
}

static bool has_readable_part(const rg_container *container)
{
    for (size_t i = 0; i < rg_container_count(container); i++)
        if (!rg_container_entry(container, i)->unreadable)
            return true;
    return false;
}

static void refuse_as_unknown(rg_convert *c, const rg_mapping *const *mappings, size_t count)
{
    const rg_classification *words = &c->conversion.classification;
    rg_buffer names = {0};
    for (size_t i = 0; i < count; i++)
        rg_buffer_printf(&names, "%s%s", !i ? "" : i + 1 < count ? ", " : " or ", mappings[i]->from->name);
    const char *near = words->near_miss_count ? words->near_misses[0] : NULL;
    if (c->findings.count && !has_readable_part(c->container))
        c->conversion.refusal = rg_arena_string(&c->arena, c->findings.items[0].message);
    else
        c->conversion.refusal =
            rg_arena_printf(&c->arena, "it is not recognised as %s%s%s; `rowgate classify` says what it is",
                            rg_buffer_text(&names).bytes, near ? "; nearest: " : "", near ? near : "");
    c->arena.failed |= names.failed;
    rg_buffer_free(&names);
}

/* A single file: the table stays open, because a pipe gives its bytes once. */
static rg_status classify_file(rg_convert *c, const rg_choice *choice, const rg_template **t, rg_error *error)
{
    rg_class class;
    c->is_file = true;
    rg_status status = rg_container_read(c->container, 0, &c->input, error);
    if (status == RG_OK)
        status = rg_table_open(&c->table, c->input, NULL, &c->options, c->tally, error);
    if (status == RG_OK)
        status = rg_table_classify(c->table, choice, &class, &c->arena, error);
    if (status != RG_OK)
        return status;
    c->conversion.classification = class.words;
    c->resource = class.package ? class.resource : 0;
    if (!class.header_line)
        c->conversion.refusal = "there is nothing in it";
    else if (!class.t)
        c->conversion.refusal = class.hint;
    *t = class.package ? class.package : class.t;
    rg_table_begin(c->table, &class, &(rg_table_part){.is_alone = true});
    return RG_OK;
}

static rg_status classify(rg_convert *c, rg_input *input, const rg_mapping *const *mappings, size_t count,
                          bool recognise, rg_error *error)
{
    const rg_template *t = NULL;
    rg_choice choice = {.templates = list_templates(c, mappings, count), .count = count, .is_given = !recognise};
    if (!choice.templates)
        return rg_fail_memory(error);
    rg_status status = rg_container_open(&c->container, input, &c->findings, error);
    if (status != RG_OK)
        return status;
    if (rg_container_packaging(c->container) == RG_PACKAGING_FILE && rg_container_count(c->container) == 1) {
        status = classify_file(c, &choice, &t, error);
    } else {
        status = rg_members_classify(&c->members, c->container, &choice, &c->options, &c->arena, error);
        t = c->members.t;
        c->conversion.classification = c->members.words;
    }
    for (size_t i = 0; status == RG_OK && t && !c->m && i < count; i++)
        c->m = mappings[i]->from == t ? mappings[i] : NULL;
    c->conversion.mapping = c->m;
    if (status == RG_OK && !c->m && !c->conversion.refusal)
        refuse_as_unknown(c, mappings, count);
    if (status == RG_OK && c->findings.failed)
        return rg_fail_memory(error);
    return status;
}

size_t rg_convert_resource_of(const rg_convert *c, size_t part)
{
    if (c->is_file)
        return c->resource;
    if (c->m->from->resource_count)
        return c->members.resource_of[part];
    return part == c->members.only ? 0 : RG_NO_RESOURCE;
}

static bool is_there(const rg_convert *c, size_t resource)
{
    for (size_t i = 0; i < rg_container_count(c->container); i++)
        if (rg_convert_resource_of(c, i) == resource)
            return true;
    return false;
}

/* ---------------------------------------------------------------- opening */

static rg_status open_remains(rg_convert *c, rg_error *error)
{
    const rg_mapping *m = c->m;
    const char *name = m->from->resource_count ? m->from->resources[m->rows].name : m->from->name;
    rg_status status = rg_remains_open(&c->rows, name, m->row_table, m->row_used, error);
    for (size_t i = 0; status == RG_OK && i < m->join_count; i++)
        status = rg_remains_open(&c->joined[i], m->from->resources[m->joins[i].resource].name, m->joins[i].table,
                                 m->joins[i].used, error);
    return status;
}

static rg_status open_work(rg_convert *c, rg_error *error)
{
    const rg_mapping *m = c->m;
    const uint64_t *of = m->to->limits;
    const rg_pattern_limits limits = {.match = (uint32_t)of[RG_LIMIT_MATCH],
                                      .depth = (uint32_t)of[RG_LIMIT_DEPTH],
                                      .heap_kib = (uint32_t)of[RG_LIMIT_HEAP_KIB]};
    c->values = rg_arena_alloc(&c->arena, m->row_table->column_count * sizeof *c->values);
    c->joined = rg_arena_alloc(&c->arena, (m->join_count + 1) * sizeof *c->joined);
    c->joins = rg_arena_alloc(&c->arena, (m->join_count + 1) * sizeof *c->joins);
    c->targets = rg_arena_alloc(&c->arena, m->target_count * sizeof *c->targets);
    c->exceptions = rg_arena_alloc(&c->arena, (m->row_table->not_server_count + 1) * sizeof *c->exceptions);
    c->has_records = rg_arena_alloc(&c->arena, (m->from->resource_count + 1) * sizeof *c->has_records);
    rg_status status = c->arena.failed ? rg_fail_memory(error) : open_remains(c, error);
    if (status == RG_OK)
        status = rg_matcher_open(&c->matcher, limits, error);
    if (status == RG_OK)
        status = rg_joining_open(&c->joining, m, error);
    c->composer.matcher = c->matcher;
    return status;
}

rg_status rg_convert_open(rg_convert **convert, rg_input *input, const rg_mapping *const *mappings,
                          size_t mapping_count, const rg_check_options *options, rg_error *error)
{
    *convert = NULL;
    rg_convert *c = mapping_count ? rg_alloc(sizeof *c) : NULL;
    if (!c)
        return mapping_count ? rg_fail_memory(error) : rg_fail(error, RG_BAD_USAGE, "no mapping to convert by");
    c->options = options ? *options : (rg_check_options){0};
    c->options.jobs = 1;
    rg_status status = rg_tally_open(&c->tally, error);
    if (status == RG_OK)
        status = classify(c, input, mappings, mapping_count, c->options.classify, error);
    if (status == RG_OK && c->m && !c->conversion.refusal && !is_there(c, c->m->rows))
        c->conversion.refusal = rg_arena_printf(&c->arena, "there is no %s in it, which gives the rows of %s",
                                                c->m->from->resources[c->m->rows].name, c->m->to->name);
    if (status == RG_OK && c->arena.failed)
        status = rg_fail_memory(error);
    if (status == RG_OK && !c->conversion.refusal)
        status = open_work(c, error);
    if (c->conversion.refusal)
        c->stage = RG_CONVERT_END;
    if (status == RG_OK)
        *convert = c;
    else
        rg_convert_close(c);
    return status;
}

void rg_convert_close(rg_convert *c)
{
    if (!c)
        return;
    rg_convert_close_part(c);
    for (size_t i = 0; c->joined && i < c->m->join_count; i++)
        rg_remains_close(&c->joined[i]);
    rg_remains_close(&c->rows);
    rg_joining_close(c->joining);
    rg_composer_free(&c->composer);
    rg_items_free(&c->items);
    rg_buffer_free(&c->list);
    rg_buffer_free(&c->out);
    rg_matcher_close(c->matcher);
    rg_container_close(c->container);
    rg_tally_close(c->tally);
    rg_findings_free(&c->findings);
    rg_free(c->damage);
    rg_free(c->notes);
    rg_arena_free(&c->arena);
    rg_free(c);
}

void rg_convert_close_part(rg_convert *c)
{
    if (c->table)
        c->bytes += rg_table_total(c->table)->bytes;
    rg_table_close(c->table);
    if (c->container)
        rg_container_done(c->container, c->input);
    c->table = NULL;
    c->input = NULL;
}
