/* package.c - what there is to say of an archive, a folder or a workbook before its tables are read. */
#include "package.h"

#include "buffer.h"
#include "text.h"

/* A table that an export has once; JSON documents and tables of any columns may be many. */
static bool is_one_table(const rg_resource *resource)
{
    return resource->table && resource->table->column_count > 0;
}

void rg_report_packaging(rg_findings *findings, const rg_template *t, rg_packaging found)
{
    rg_buffer wanted = {0};
    unsigned bits = t->packagings;
    if (!bits || bits & 1u << found)
        return;
    for (size_t i = 0; i < RG_PACKAGING_COUNT; i++)
        if (bits & 1u << i)
            rg_buffer_printf(&wanted, "%s%s", wanted.size ? " or " : "", rg_packaging_nouns[i]);
    rg_finding *finding = rg_findings_add(findings, RG_CODE_PACKAGING, "it is %s, but the service takes %s",
                                          rg_packaging_nouns[found], rg_buffer_text(&wanted).bytes);
    finding->hint = rg_arena_printf(&findings->arena, "make it %s; what is in it was checked as it is",
                                    rg_buffer_text(&wanted).bytes);
    findings->failed |= wanted.failed;
    rg_buffer_free(&wanted);
}

void rg_report_not_imported(rg_findings *findings, const rg_template *t)
{
    if (t->not_imported)
        rg_findings_add(findings, RG_CODE_PACKAGING, "it is no file to import, but %s", *t->title ? t->title : t->name)
            ->hint = t->not_imported;
}

/* In one finding, however many are missing. */
void rg_report_missing(rg_findings *findings, const rg_template *package, const size_t *resource_of, size_t count)
{
    rg_buffer names = {0};
    const char *hint = NULL;
    size_t missing = 0, required = 0;
    for (size_t r = 0; r < package->resource_count; r++) {
        bool there = false;
        if (!package->resources[r].required)
            continue;
        for (size_t i = 0; i < count && !there; i++)
            there = resource_of[i] == r;
        required++;
        if (there)
            continue;
        hint = hint ? hint : package->resources[r].hint;
        rg_buffer_printf(&names, "%s%s", missing++ ? ", " : "", package->resources[r].name);
    }
    if (missing) {
        rg_finding *finding =
            rg_findings_add(findings, RG_CODE_MEMBER_MISSING, "%zu of the %zu parts that are needed %s missing: %s",
                            missing, required, missing == 1 ? "is" : "are", rg_buffer_text(&names).bytes);
        finding->hint = "export everything, with a current version, and pack all that was written";
        if (hint && missing == 1)
            finding->hint = rg_arena_printf(&findings->arena, "%s; %s", hint, finding->hint);
    }
    findings->failed |= names.failed;
    rg_buffer_free(&names);
}

static void report_unknown_members(rg_findings *findings, const rg_container *container, const rg_members *members)
{
    for (size_t i = 0; i < rg_container_count(container); i++) {
        const rg_entry *part = rg_container_entry(container, i);
        bool is_known = members->t->resource_count ? members->resource_of[i] != RG_NO_RESOURCE : i == members->only;
        if (is_known || part->unreadable)
            continue;
        rg_report_stranger(findings, part->member);
    }
}

/* Two parts that are the same member: which one is meant? */
static void report_doubles(rg_findings *findings, const rg_container *container, const rg_members *members)
{
    for (size_t i = 0; i < rg_container_count(container); i++) {
        size_t r = members->resource_of[i];
        for (size_t j = 0; j < i && r != RG_NO_RESOURCE; j++) {
            if (members->resource_of[j] != r || !is_one_table(&members->t->resources[r]))
                continue;
            rg_finding *finding =
                rg_findings_add(findings, RG_CODE_MEMBER_TWICE, "it is %s, as %s is already",
                                members->t->resources[r].name, rg_container_entry(container, j)->member->name);
            finding->hint = "export and import each vCenter by itself, and keep each table once";
            finding->member = rg_container_entry(container, i)->member;
            break;
        }
    }
}

void rg_report_strangers(rg_findings *findings, const rg_container *container, const rg_members *members)
{
    if (members->t->resource_count)
        report_doubles(findings, container, members);
    report_unknown_members(findings, container, members);
}

/* What stands in the way of seeing what is in it: archives are not looked for inside archives. */
static const rg_entry *find_packed(const rg_container *container)
{
    for (size_t i = 0; i < rg_container_count(container); i++) {
        const rg_entry *part = rg_container_entry(container, i);
        if (!part->unreadable && (part->content == RG_CONTENT_WORKBOOK || part->content == RG_CONTENT_PACKED))
            return part;
    }
    return NULL;
}

static const char *unknown_hint(rg_findings *findings, const rg_container *container, const rg_classification *words)
{
    const rg_entry *packed = find_packed(container);
    const char *name = packed ? rg_quoted(findings, rg_text_of(packed->member->name)) : "";
    if (packed && rg_container_packaging(container) == RG_PACKAGING_FOLDER)
        return rg_arena_printf(&findings->arena, "%s in it is %s: check that by itself", name,
                               packed->content == RG_CONTENT_WORKBOOK ? "a workbook" : "an archive");
    if (packed)
        return rg_arena_printf(&findings->arena,
                               "%s is packed inside it, and was not looked into: unpack the outer archive%s", name,
                               packed->content == RG_CONTENT_WORKBOOK ? ", and pack each workbook by itself" : "");
    if (words->near_miss_count)
        return rg_arena_printf(&findings->arena, "nearest: %s; name the template with --template to check by it",
                               words->near_misses[0]);
    return "name the template with --template to check by it; `rowgate template list` shows them";
}

void rg_report_unknown_container(rg_findings *findings, const rg_container *container, const rg_classification *words)
{
    bool empty = rg_container_count(container) == 0, readable = false;
    for (size_t i = 0; i < rg_container_count(container); i++)
        readable |= !rg_container_entry(container, i)->unreadable;
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].severity == RG_ERROR && !readable)
            return; /* it is said already why there is nothing to read */
    rg_finding *finding =
        rg_findings_add(findings, empty ? RG_CODE_FILE_EMPTY : RG_CODE_FILE_UNRECOGNISED,
                        empty ? "there is nothing in it" : "its members are not those of any known export");
    finding->hint = empty ? "was the export broken off?" : unknown_hint(findings, container, words);
}

void rg_name_tables(const rg_container *container, const rg_members *members)
{
    const rg_template *t = members->t;
    const rg_entry *first = NULL;
    bool has_main = false;
    for (size_t r = 0; r < t->resource_count; r++) {
        for (size_t i = 0; i < rg_container_count(container); i++) {
            const rg_entry *part = rg_container_entry(container, i);
            const rg_template *table = t->resources[r].table;
            if (members->resource_of[i] != r || !table)
                continue;
            part->member->table = is_one_table(&t->resources[r]) ? t->resources[r].name : part->member->name;
            part->member->is_main = !has_main && table->server_key_count > 0;
            has_main |= part->member->is_main;
            first = first ? first : part;
        }
    }
    if (!t->resource_count)
        first = rg_container_entry(container, members->only);
    if (!has_main && first)
        first->member->is_main = true;
}
