/* across.c - records among each other: unique values and keys, records that are the same server. Keys of every
 * sort are in one set, which says in which record each was seen first. */
#include "across.h"

#include <string.h>

#include "applications.h"
#include "buffer.h"
#include "error.h"
#include "examine.h"
#include "keys.h"
#include "keyset.h"
#include "memory.h"

struct rg_across {
    const rg_layout *layout;
    bool unlimited;
    bool is_server;  /* the record at hand */
    uint64_t server; /* the first record that is the same */
    rg_key_makers makers;
    rg_keyset *seen;   /* keys of all records: the first that has each */
    rg_keyset *owners; /* numbers of records that are servers which were there before: the first that is the same */
    rg_applications *applications;
    rg_across_totals totals;
};

rg_status rg_across_open(rg_across **across, const rg_layout *layout, bool unlimited, rg_error *error)
{
    rg_across *made = rg_alloc(sizeof *made);
    *across = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->layout = layout;
    made->unlimited = unlimited;
    rg_status status = rg_key_makers_open(&made->makers, layout, error);
    if (status == RG_OK)
        status = rg_keyset_open(&made->seen, RG_KEYSET_MEMORY, false, error);
    if (status == RG_OK)
        status = rg_keyset_open(&made->owners, RG_KEYSET_MEMORY, false, error);
    if (status == RG_OK)
        status = rg_applications_open(&made->applications, layout, error);
    if (status != RG_OK) {
        rg_across_close(made);
        return status;
    }
    *across = made;
    return RG_OK;
}

void rg_across_close(rg_across *across)
{
    if (!across)
        return;
    rg_keyset_close(across->seen);
    rg_keyset_close(across->owners);
    rg_applications_close(across->applications);
    rg_key_makers_close(&across->makers);
    rg_free(across);
}

const rg_key_makers *rg_across_makers(const rg_across *across)
{
    return &across->makers;
}

/* The record is not compared, nor is any behind it. */
static bool is_beyond_limit(const rg_across *across, uint64_t number)
{
    uint64_t limit = across->layout->t->limits[RG_LIMIT_RECORDS];
    return limit && !across->unlimited && number > limit;
}

/* "line 12 (record 11)": where a key was seen. */
static const char *place_of(rg_findings *findings, const rg_seen *seen)
{
    const char *place = rg_arena_printf(&findings->arena, "line %s (record %s)", rg_grouped(findings, seen->line),
                                        rg_grouped(findings, seen->record));
    return place ? place : "";
}

static void name_columns(rg_buffer *out, const rg_template *t, const rg_key *key)
{
    for (size_t i = 0; i < key->count; i++)
        rg_buffer_printf(out, "%s`%s`", i ? " and " : "", t->columns[key->columns[i]].name);
}

/* ---------------------------------------------------------------- unique values and keys */

static void report_unique(rg_across *across, const rg_row *row, const rg_key_maker *by, const rg_seen *seen,
                          rg_findings *findings)
{
    const rg_template *t = across->layout->t;
    const rg_key *key = &by->columns;
    bool is_column = by->role == RG_COLUMN_UNIQUE;
    rg_buffer names = {0}, values = {0};
    name_columns(&names, t, key);
    for (size_t i = 0; i < key->count; i++)
        rg_buffer_printf(&values, "%s%s", i ? " and " : "",
                         rg_quoted(findings, rg_column_value(across->layout, row, key->columns[i])));
    rg_finding *finding =
        rg_findings_add(findings, is_column ? RG_CODE_DUPLICATE_VALUE : RG_CODE_DUPLICATE_KEY,
                        "%s %s the %s of %s already", rg_buffer_text(&values).bytes, key->count > 1 ? "are" : "is",
                        rg_buffer_text(&names).bytes, place_of(findings, seen));
    findings->failed |= names.failed || values.failed;
    rg_buffer_free(&names);
    rg_buffer_free(&values);
    finding->hint = "each may stand only once: change or remove one of the two records";
    finding->field = t->columns[key->columns[0]].name;
    rg_finding_place_field(finding, row, across->layout->position_of[key->columns[0]]);
    rg_finding_rule(findings, finding, t,
                    is_column                             ? "unique"
                    : by->kind == 0 && t->has_primary_key ? "primaryKey"
                                                          : "uniqueKeys",
                    t->columns[key->columns[0]].line);
    rg_finding_fix_record(findings, finding, NULL, 0, '\0', false);
}

/* ---------------------------------------------------------------- servers */

typedef struct server_match {
    rg_seen here;
    const rg_key *key; /* by which the server was known, the first of several; NULL: it was not */
    rg_seen seen;
    bool has_new_keys; /* by which it will be known from now on */
} server_match;

/* One of the keys by which the record can be known: it was seen, or is new. */
static void match_key(server_match *match, const rg_key *key, const rg_seen *seen)
{
    if (seen->record == match->here.record) { /* the same address may stand twice in one record */
        match->has_new_keys = true;
    } else if (!match->key) {
        match->key = key;
        match->seen = *seen;
    }
}

static rg_text bytes_of(const uint64_t *number)
{
    return (rg_text){(const char *)number, sizeof *number};
}

/* A record that is a server which was there before leads to that one's first record, and so do the keys that are new
 * with it. They are not changed for that: they lead to their record, and the record to the server. */
static rg_status find_owner(rg_across *across, const server_match *match, rg_error *error)
{
    const uint64_t *number = &match->here.record, *known = &match->seen.record;
    rg_seen owner = {.line = *known, .record = *known};
    across->server = *number;
    if (!match->key)
        return RG_OK;
    rg_status status = rg_keyset_find(across->owners, bytes_of(known), &owner, NULL, error);
    across->server = owner.record;
    if ((status == RG_OK || status == RG_DONE) && match->has_new_keys)
        status = rg_keyset_add(across->owners, bytes_of(number), &owner, NULL, error);
    return status == RG_DONE ? RG_OK : status;
}

static void report_same_server(rg_across *across, const rg_row *row, const server_match *match, rg_findings *findings)
{
    const rg_template *t = across->layout->t;
    rg_buffer names = {0};
    name_columns(&names, t, match->key);
    size_t column = match->key->columns[0];
    rg_finding *finding = rg_findings_add(findings, RG_CODE_SAME_SERVER, "line %s is the same server as %s: same %s",
                                          rg_grouped(findings, row->line), place_of(findings, &match->seen),
                                          rg_buffer_text(&names).bytes);
    findings->failed |= names.failed;
    rg_buffer_free(&names);
    finding->hint = "the later record overwrites the earlier one; keep one of them if that is not meant";
    finding->field = t->columns[column].name;
    rg_finding_place_field(finding, row, across->layout->position_of[column]);
}

/* The same columns are a key of the template, and were told to be a second time there. */
static bool is_told(const rg_across *across, const rg_key *key, const rg_findings *findings)
{
    const char *name = across->layout->t->columns[key->columns[0]].name;
    rg_code_index code = key->count > 1 ? RG_CODE_DUPLICATE_KEY : RG_CODE_DUPLICATE_VALUE;
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].field == name && (findings->items[i].code == rg_code_at(code) ||
                                                 findings->items[i].code == rg_code_at(RG_CODE_DUPLICATE_KEY)))
            return true;
    return false;
}

static void count_server(rg_across *across, const rg_row *row, const server_match *match, rg_findings *findings)
{
    uint64_t limit = across->layout->t->limits[RG_LIMIT_SERVERS];
    if (match->key && !is_told(across, match->key, findings)) {
        report_same_server(across, row, match, findings);
    } else if (!match->key) {
        across->totals.servers++;
        if (limit && across->totals.servers == limit + 1)
            across->totals.server_limit_line = row->line;
    }
}

/* ---------------------------------------------------------------- one record */

/* The keys of the next record are looked for soon; it has about as many as this one. */
static void expect_next(const rg_across *across, const rg_keys *keys, const rg_keys_of_record *of)
{
    size_t next = of->first + of->count, end = next + of->count < keys->count ? next + of->count : keys->count;
    for (size_t i = next; i < end; i++)
        rg_keyset_expect(across->seen, keys->made[i].hash);
}

/* Remember the record for each of its keys, or see in which it was seen before. */
static rg_status compare(rg_across *across, const rg_row *row, const rg_keys *keys, const rg_keys_of_record *of,
                         server_match *match, rg_findings *findings, rg_error *error)
{
    expect_next(across, keys, of);
    for (size_t i = 0; i < of->count; i++) {
        const rg_made_key *made = &keys->made[of->first + i];
        const rg_key_maker *maker = made->maker;
        rg_seen seen = match->here;
        rg_status status = rg_keyset_add_hashed(across->seen, rg_keys_text(keys, made), made->hash, &seen, NULL, error);
        if (status != RG_OK && status != RG_DONE)
            return status;
        if (maker->role == RG_KEY_OF_SERVER)
            match_key(match, &maker->columns, &seen);
        else if (status == RG_OK)
            report_unique(across, row, maker, &seen, findings);
    }
    return RG_OK;
}

rg_status rg_across_record(rg_across *across, const rg_row *row, uint64_t number, const rg_keys *keys,
                           const rg_keys_of_record *of, rg_findings *findings, rg_error *error)
{
    server_match match = {.here = {.line = row->line, .record = number}};
    across->server = 0;
    across->is_server = of->is_server;
    if (is_beyond_limit(across, number + 1))
        atomic_store_explicit(&across->makers.is_over, true, memory_order_relaxed);
    if (is_beyond_limit(across, number))
        return RG_OK;
    rg_status status = compare(across, row, keys, of, &match, findings, error);
    if (status == RG_OK && across->is_server && across->layout->t->server_key_count) {
        status = find_owner(across, &match, error);
        if (status == RG_OK)
            count_server(across, row, &match, findings);
    }
    return status == RG_OK ? rg_applications_count(across->applications, row, findings, error) : status;
}

uint64_t rg_across_server(const rg_across *across)
{
    return across->server;
}

rg_status rg_across_settle(rg_across *across, const rg_row *row, uint64_t number, bool sound, bool failed,
                           rg_error *error)
{
    if (sound && !across->is_server)
        *(failed ? &across->totals.others_failed : &across->totals.others_accepted) += 1;
    if (!is_beyond_limit(across, number))
        return sound && !failed ? rg_applications_accept(across->applications, error) : RG_OK;
    if (!across->totals.record_limit_line)
        across->totals.record_limit_line = row->line;
    return RG_OK;
}

rg_across_totals rg_across_total(const rg_across *across)
{
    rg_across_totals totals = across->totals;
    totals.applications_good = rg_applications_good(across->applications);
    totals.applications_bad = rg_applications_bad(across->applications);
    totals.filed_keys = rg_keyset_count_filed(across->seen) + rg_applications_filed(across->applications);
    return totals;
}
