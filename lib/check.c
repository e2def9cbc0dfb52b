/* check.c - the whole way of one input: what it is, its tables one after the other, what holds between them, and what
 * the service would answer. */
#include "check.h"

#include <string.h>

#include "container.h"
#include "error.h"
#include "findings.h"
#include "form.h"
#include "json_scan.h"
#include "members.h"
#include "memory.h"
#include "package.h"
#include "relations.h"
#include "table.h"
#include "tally.h"
#include "task.h"

typedef enum { AT_START, IN_FILE, IN_MEMBERS, IN_RELATIONS, AT_END, FAILED } stage;

struct rg_check {
    rg_check_options options;
    rg_choice choice;
    rg_input *input;
    stage stage;
    rg_arena arena; /* what lives as long as the check */
    rg_container *container;
    const rg_template *t; /* of the table, or the package; NULL: not recognised */
    rg_members members;
    size_t resource; /* of the package, whose member is read next */
    size_t part;     /* of the container, likewise */
    rg_input *member_input;
    rg_table *table; /* that is being read; NULL: none */
    const rg_template *table_template;
    const char *table_name;
    rg_relations *relations;
    rg_tally *tally;
    rg_findings findings;
    rg_record record;
    bool is_doomed;     /* nothing of the input would be imported */
    rg_outcome outcome; /* of the table that has the servers */
    bool has_outcome;
    rg_summary summary;
    rg_table_summary *tables;
    size_t table_count, table_capacity;
    rg_error failure;
};

rg_status rg_check_open(rg_check **check, rg_input *input, const rg_template *const *templates, size_t template_count,
                        const rg_check_options *options, rg_error *error)
{
    rg_check *made = template_count ? rg_alloc(sizeof *made) : NULL;
    *check = NULL;
    if (!made)
        return template_count ? rg_fail_memory(error) : rg_fail(error, RG_BAD_USAGE, "no template to check by");
    made->options = options ? *options : (rg_check_options){0};
    made->choice = (rg_choice){.templates = templates,
                               .count = template_count,
                               .more = made->options.more,
                               .context = made->options.more_context,
                               .is_thorough = made->options.thorough,
                               .is_given = !made->options.classify};
    made->input = input;
    rg_status status = rg_tally_open(&made->tally, error);
    if (status != RG_OK) {
        rg_check_close(made);
        return status;
    }
    *check = made;
    return RG_OK;
}

static void close_table(rg_check *check)
{
    rg_table_close(check->table);
    check->table = NULL;
    if (check->container)
        rg_container_done(check->container, check->member_input);
    check->member_input = NULL;
}

void rg_check_close(rg_check *check)
{
    if (!check)
        return;
    close_table(check);
    rg_relations_close(check->relations);
    rg_container_close(check->container);
    rg_findings_free(&check->findings);
    rg_tally_close(check->tally);
    rg_free(check->tables);
    rg_arena_free(&check->arena);
    rg_free(check);
}

const rg_summary *rg_check_summary(const rg_check *check)
{
    return &check->summary;
}

bool rg_check_is_file(const rg_check *check)
{
    return rg_container_packaging(check->container) == RG_PACKAGING_FILE && rg_container_count(check->container) == 1;
}

const rg_table *rg_check_table(const rg_check *check)
{
    return check->table;
}

/* ---------------------------------------------------------------- pieces without bytes */

/* Number, count and hand out what was found. */
static rg_status give_findings(rg_check *check, rg_record_kind kind, const rg_member *member, rg_error *error)
{
    if (check->findings.failed || check->findings.arena.failed)
        return rg_fail_memory(error);
    rg_tally_leave(check->tally);
    for (size_t i = 0; i < check->findings.count; i++) {
        rg_finding *finding = &check->findings.items[i];
        if (!finding->member)
            finding->member = member;
        rg_tally_add(check->tally, finding);
        check->is_doomed |= finding->severity == RG_ERROR && kind == RG_CONTAINER;
    }
    check->record = (rg_record){
        .kind = kind, .member = member, .findings = check->findings.items, .finding_count = check->findings.count};
    return RG_OK;
}

/* ---------------------------------------------------------------- tables */

/* Where the totals go on: before the table at hand. */
static void add_totals(rg_check *check, const rg_table_totals *totals)
{
    rg_summary *all = &check->summary;
    rg_table_summary *one = &check->tables[check->table_count - 1];
    all->bytes += totals->bytes - one->bytes;
    all->records += totals->records - one->records;
    all->accepted += totals->accepted - one->accepted;
    all->failed += totals->failed - one->failed;
    all->unchecked += totals->unchecked - one->unchecked;
    if (!all->first_data_line)
        all->first_data_line = totals->first_data_line;
    one->bytes = totals->bytes;
    one->records = totals->records;
    one->accepted = totals->accepted;
    one->failed = totals->failed;
    one->unchecked = totals->unchecked;
    all->tables = check->tables;
    all->table_count = check->table_count;
}

static rg_status begin_totals(rg_check *check, const rg_member *member, const rg_class *class, const char *name,
                              rg_error *error)
{
    if (!RG_GROW(check->tables, check->table_count, check->table_capacity))
        return rg_fail_memory(error);
    check->tables[check->table_count++] = (rg_table_summary){.member = member,
                                                             .name = name       ? name
                                                                     : class->t ? class->t->name
                                                                                : NULL};
    check->table_template = class->t;
    return RG_OK;
}

/* What the table with the servers came to is what the service would answer; without one, the first table. */
static void end_table(rg_check *check)
{
    const rg_table_totals *totals = rg_table_total(check->table);
    rg_outcome outcome = {.t = check->table_template,
                          .file_failed = totals->failed_whole,
                          .records = totals->records,
                          .failed = totals->failed,
                          .across = totals->across};
    bool has_servers = check->table_template && check->table_template->server_key_count > 0;
    check->is_doomed |= totals->failed_whole;
    check->summary.filed_keys += totals->across.filed_keys;
    if (!check->has_outcome || has_servers) {
        check->outcome = outcome;
        check->has_outcome = has_servers;
        check->summary.servers = totals->across.servers;
    }
    close_table(check);
}

static rg_status next_of_table(rg_check *check, const rg_record **record, rg_error *error)
{
    rg_status status = rg_table_next(check->table, record, error);
    if (status == RG_OK || status == RG_DONE)
        add_totals(check, rg_table_total(check->table));
    if (status == RG_DONE)
        end_table(check);
    return status;
}

/* ---------------------------------------------------------------- a single file */

static rg_status open_file(rg_check *check, rg_error *error)
{
    rg_class class;
    rg_table_part part = {0};
    rg_status status = rg_container_read(check->container, 0, &check->member_input, error);
    if (status == RG_OK)
        status = rg_table_open(&check->table, check->member_input, NULL, &check->options, check->tally, error);
    if (status == RG_OK)
        status = rg_table_classify(check->table, &check->choice, &class, &check->arena, error);
    if (status == RG_OK)
        status = begin_totals(check, NULL, &class, NULL, error);
    if (status != RG_OK)
        return status;
    check->summary.classification = class.words;
    check->t = class.package ? class.package : class.t;
    check->stage = IN_FILE;
    if (check->t && !check->choice.is_given)
        rg_report_not_imported(&check->findings, check->t);
    if (check->t)
        rg_report_packaging(&check->findings, check->t, RG_PACKAGING_FILE);
    if (class.package) {
        rg_report_missing(&check->findings, class.package, &class.resource, 1);
        part.needs_records = class.package->resources[class.resource].needs_records;
    }
    part.is_doomed = check->findings.count > 0;
    rg_table_begin(check->table, &class, &part);
    return RG_OK;
}

/* ---------------------------------------------------------------- members */

static rg_status open_members(rg_check *check, rg_error *error)
{
    rg_status status =
        rg_members_classify(&check->members, check->container, &check->choice, &check->options, &check->arena, error);
    if (status != RG_OK)
        return status;
    check->stage = IN_MEMBERS;
    check->t = check->members.t;
    check->summary.classification = check->members.words;
    check->summary.bytes = 1; /* it is not empty, whatever is in it */
    if (!check->t) {
        rg_report_unknown_container(&check->findings, check->container, &check->summary.classification);
        return RG_OK;
    }
    if (!check->choice.is_given)
        rg_report_not_imported(&check->findings, check->t);
    rg_report_packaging(&check->findings, check->t, rg_container_packaging(check->container));
    if (check->t->resource_count)
        rg_report_missing(&check->findings, check->t, check->members.resource_of, rg_container_count(check->container));
    rg_report_strangers(&check->findings, check->container, &check->members);
    rg_name_tables(check->container, &check->members);
    return check->t->resource_count ? rg_relations_open(&check->relations, check->t, error) : RG_OK;
}

/* The next part that is a member, in the order of the package. False: there are no more. */
static bool next_member(rg_check *check, size_t *part, size_t *resource)
{
    size_t parts = check->t ? rg_container_count(check->container) : 0;
    size_t resources = !check->t ? 0 : check->t->resource_count ? check->t->resource_count : 1;
    for (; check->resource < resources; check->resource++, check->part = 0) {
        for (; check->part < parts; check->part++) {
            bool is_it = check->t->resource_count ? check->members.resource_of[check->part] == check->resource
                                                  : check->part == check->members.only;
            if (!is_it)
                continue;
            *part = check->part++;
            *resource = check->resource;
            return true;
        }
    }
    return false;
}

static rg_status scan_json(rg_check *check, const rg_entry *part, const rg_resource *resource, const rg_record **record,
                           rg_error *error)
{
    rg_error cause = {0};
    uint64_t items = 0;
    rg_status status =
        rg_json_scan(check->member_input, check->options.encoding, resource, &check->findings, &items, &cause);
    if (status == RG_DAMAGED) {
        rg_report_damage(&check->findings, &cause);
    } else if (status != RG_OK) {
        if (error)
            *error = cause;
        return status;
    }
    check->summary.records += items;
    check->summary.accepted += items;
    for (size_t i = 0; i < check->findings.count; i++)
        check->is_doomed |= check->findings.items[i].severity == RG_ERROR;
    close_table(check);
    *record = &check->record;
    return give_findings(check, RG_END, part->member, error);
}

static rg_status open_table(rg_check *check, const rg_entry *part, size_t index, const rg_resource *resource,
                            rg_error *error)
{
    rg_class class;
    const rg_template *t = resource ? resource->table : check->t;
    rg_choice choice = {.templates = &t, .count = 1, .is_given = true};
    rg_table_part about = {.member = part->member,
                           .name = part->member->table,
                           .needs_records = resource && resource->needs_records,
                           .is_doomed = check->is_doomed,
                           .relations = check->relations,
                           .resource = index};
    rg_status status =
        rg_table_open(&check->table, check->member_input, part->member, &check->options, check->tally, error);
    if (status == RG_OK)
        status = rg_table_classify(check->table, &choice, &class, &check->arena, error);
    if (status == RG_OK)
        status = begin_totals(check, part->member, &class, about.name, error);
    if (status == RG_OK)
        rg_table_begin(check->table, &class, &about);
    return status;
}

/* The next piece of the next member; RG_DONE when all are read. */
static rg_status begin_member(rg_check *check, const rg_record **record, rg_error *error)
{
    size_t index, resource;
    rg_error cause = {0};
    if (!next_member(check, &index, &resource))
        return RG_DONE;
    const rg_entry *part = rg_container_entry(check->container, index);
    const rg_resource *declared = check->t->resource_count ? &check->t->resources[resource] : NULL;
    rg_status status = rg_container_read(check->container, index, &check->member_input, &cause);
    if (status == RG_DAMAGED) {
        rg_report_damage(&check->findings, &cause);
        check->is_doomed = true;
        *record = &check->record;
        return give_findings(check, RG_END, part->member, error);
    }
    if (status != RG_OK) {
        if (error)
            *error = cause;
        return status;
    }
    if (declared && declared->form == RG_FORM_JSON)
        return scan_json(check, part, declared, record, error);
    status = open_table(check, part, resource, declared, error);
    return status == RG_OK ? next_of_table(check, record, error) : status;
}

static rg_status next_of_members(rg_check *check, const rg_record **record, rg_error *error)
{
    rg_status status = check->table ? next_of_table(check, record, error) : RG_DONE;
    return status == RG_DONE ? begin_member(check, record, error) : status;
}

/* ---------------------------------------------------------------- the end */

static rg_status next_of_relations(rg_check *check, rg_error *error)
{
    rg_status status = check->relations ? rg_relations_next(check->relations, &check->findings, error) : RG_DONE;
    return status == RG_OK ? give_findings(check, RG_END, NULL, error) : status;
}

static rg_status finish(rg_check *check, rg_error *error)
{
    rg_outcome outcome = check->outcome;
    outcome.t = check->t;
    outcome.file_failed |= check->is_doomed;
    outcome.failed_elsewhere = check->summary.failed > outcome.failed;
    outcome.has_counts = check->has_outcome || (check->t && !check->t->resource_count);
    check->summary.task = rg_predict_task(&outcome);
    check->stage = AT_END;
    return rg_tally_sum(check->tally, &check->summary, error);
}

/* ---------------------------------------------------------------- one piece after the other */

/* Find out what the input is. The piece about it, if there is anything to say, comes first. */
static rg_status begin(rg_check *check, rg_error *error)
{
    rg_status status = rg_container_open(&check->container, check->input, &check->findings, error);
    if (status != RG_OK)
        return status;
    status = rg_check_is_file(check) ? open_file(check, error) : open_members(check, error);
    for (size_t i = 0; status == RG_OK && !check->t && i < check->findings.count; i++)
        rg_add_words(&check->arena, &check->summary.classification.reasons, &check->summary.classification.reason_count,
                     rg_arena_string(&check->arena, check->findings.items[i].message));
    return status == RG_OK ? give_findings(check, RG_CONTAINER, NULL, error) : status;
}

static rg_status next_piece(rg_check *check, const rg_record **record, rg_error *error)
{
    rg_status status = RG_OK;
    *record = &check->record;
    rg_findings_clear(&check->findings);
    if (check->stage == AT_START) {
        status = begin(check, error);
        if (status != RG_OK || check->record.finding_count)
            return status;
    }
    status = RG_DONE;
    if (check->stage == IN_FILE)
        status = next_of_table(check, record, error);
    if (check->stage == IN_MEMBERS) {
        status = next_of_members(check, record, error);
        if (status == RG_DONE)
            check->stage = IN_RELATIONS;
    }
    if (check->stage == IN_RELATIONS) {
        *record = &check->record; /* the tables are closed */
        status = next_of_relations(check, error);
    }
    return status;
}

rg_status rg_check_next(rg_check *check, const rg_record **record, rg_error *error)
{
    *record = NULL;
    if (check->stage == AT_END)
        return RG_DONE;
    if (check->stage != FAILED) {
        rg_status status = next_piece(check, record, &check->failure);
        if (status == RG_DONE)
            status = finish(check, &check->failure) == RG_OK ? RG_DONE : check->failure.status;
        if (status == RG_OK)
            return status;
        *record = NULL;
        if (status == RG_DONE)
            return status;
        check->failure.status = status;
        check->stage = FAILED;
    }
    if (error)
        *error = check->failure;
    return check->failure.status;
}
