/* applications.c - how many applications the records name, and how many records each. */
#include "applications.h"

#include "error.h"
#include "examine.h"
#include "keys.h"
#include "keyset.h"
#include "text.h"

/* An application that the record at hand names, and no accepted one before it. */
typedef struct candidate {
    uint32_t place;
    rg_seen seen;
} candidate;

struct rg_applications {
    const rg_layout *layout;
    const rg_column *column; /* NULL: the file lists none */
    rg_keyset *names;        /* line: of the last record that names it; record: 1 when one of them was accepted;
                                number: how many there are */
    rg_buffer key;
    candidate *candidates;
    size_t candidate_count, candidate_capacity;
    uint64_t good, refused;
};

rg_status rg_applications_open(rg_applications **applications, const rg_layout *layout, rg_error *error)
{
    size_t column = layout->t->applications;
    rg_applications *made = rg_alloc(sizeof *made);
    *applications = made;
    if (!made)
        return rg_fail_memory(error);
    made->layout = layout;
    made->column = column == RG_NO_COLUMN ? NULL : &layout->t->columns[column];
    return rg_keyset_open(&made->names, RG_KEYSET_MEMORY, true, error);
}

void rg_applications_close(rg_applications *applications)
{
    if (!applications)
        return;
    rg_keyset_close(applications->names);
    rg_buffer_free(&applications->key);
    rg_free(applications->candidates);
    rg_free(applications);
}

static void report(rg_applications *applications, const rg_row *row, rg_findings *findings, rg_code_index code,
                   rg_text name, uint64_t limit)
{
    const rg_layout *layout = applications->layout;
    const char *quoted = rg_quoted(findings, name), *most = rg_grouped(findings, limit);
    rg_finding *finding =
        code == RG_CODE_TOO_MANY_APPLICATIONS
            ? rg_findings_add(findings, code, "%s is one application more than the %s that are allowed", quoted, most)
            : rg_findings_add(findings, code, "application %s has more than the %s servers that are allowed", quoted,
                              most);
    finding->hint = code == RG_CODE_TOO_MANY_APPLICATIONS
                        ? "use fewer applications, or ask for a higher quota and raise "
                          "the limit with --set applications=N"
                        : "split the application, or ask for a higher quota and raise "
                          "the limit with --set serversPerApplication=N";
    finding->field = applications->column->name;
    rg_finding_place_field(finding, row, layout->position_of[layout->t->applications]);
}

static rg_status keep(rg_applications *applications, const candidate *named, rg_error *error)
{
    if (!named->seen.record) {
        if (!RG_GROW(applications->candidates, applications->candidate_count, applications->candidate_capacity))
            return rg_fail_memory(error);
        applications->candidates[applications->candidate_count++] = *named;
    }
    return rg_keyset_change(applications->names, named->place, &named->seen, error);
}

static rg_status count_one(rg_applications *applications, const rg_row *row, rg_text name, rg_findings *findings,
                           rg_error *error)
{
    const uint64_t *limits = applications->layout->t->limits;
    uint64_t most = limits[RG_LIMIT_APPLICATIONS], most_records = limits[RG_LIMIT_SERVERS_PER_APPLICATION];
    uint32_t place;
    bool is_full = most && rg_keyset_count(applications->names) >= most;
    rg_seen seen = {0};
    rg_buffer_clear(&applications->key);
    rg_key_add(&applications->key, &applications->column->item, name);
    rg_text key = rg_buffer_text(&applications->key);
    rg_status status = applications->key.failed ? rg_fail_memory(error)
                       : is_full                ? rg_keyset_find(applications->names, key, &seen, &place, error)
                                                : rg_keyset_add(applications->names, key, &seen, &place, error);
    if (status == RG_DONE && is_full) {
        report(applications, row, findings, RG_CODE_TOO_MANY_APPLICATIONS, name, most);
        applications->refused++;
        return RG_OK;
    }
    if (status != RG_OK && status != RG_DONE)
        return status;
    if (seen.line == row->line && seen.number)
        return RG_OK; /* named twice in one record */
    seen.line = row->line;
    seen.number++;
    if (most_records && seen.number > most_records)
        report(applications, row, findings, RG_CODE_APPLICATION_TOO_LARGE, name, most_records);
    return keep(applications, &(candidate){place, seen}, error);
}

rg_status rg_applications_count(rg_applications *applications, const rg_row *row, rg_findings *findings,
                                rg_error *error)
{
    rg_status status = RG_OK;
    applications->candidate_count = 0;
    if (!applications->column)
        return RG_OK;
    rg_text rest = rg_column_value(applications->layout, row, applications->layout->t->applications), name;
    while (status == RG_OK && rest.size && rg_next_item(&rest, applications->column->delimiter, &name))
        if (name.size)
            status = count_one(applications, row, name, findings, error);
    return status;
}

rg_status rg_applications_accept(rg_applications *applications, rg_error *error)
{
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < applications->candidate_count; i++) {
        candidate *accepted = &applications->candidates[i];
        accepted->seen.record = 1;
        status = rg_keyset_change(applications->names, accepted->place, &accepted->seen, error);
        applications->good++;
    }
    applications->candidate_count = 0;
    return status;
}

uint64_t rg_applications_good(const rg_applications *applications)
{
    return applications->good;
}

uint64_t rg_applications_bad(const rg_applications *applications)
{
    return applications->refused + rg_keyset_count(applications->names) - applications->good;
}

uint64_t rg_applications_filed(const rg_applications *applications)
{
    return rg_keyset_count_filed(applications->names);
}
