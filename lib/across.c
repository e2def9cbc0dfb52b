/* across.c - records among each other: unique values and keys, records that are the same server, applications. */
#include "across.h"

#include <inttypes.h>
#include <string.h>

#include "buffer.h"
#include "error.h"
#include "examine.h"
#include "keyset.h"
#include "text.h"

struct rg_across {
    const rg_layout *layout;
    rg_matcher *matcher;
    bool unlimited;
    bool is_server;          /* the record at hand */
    uint64_t server;         /* the first record that is the same */
    rg_keyset *unique;       /* values and keys that must be unique */
    rg_keyset *servers;      /* keys by which they are known; number: of the first record that is the server */
    rg_keyset *applications; /* number: records that name it; record: 1 when one of them was accepted */
    rg_buffer key;           /* the key at hand */
    rg_across_totals totals;
};

rg_status rg_across_open(rg_across **across, const rg_layout *layout, rg_matcher *matcher, bool unlimited,
                         rg_error *error)
{
    rg_across *made = rg_alloc(sizeof *made);
    *across = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->layout = layout;
    made->matcher = matcher;
    made->unlimited = unlimited;
    rg_status status = rg_keyset_open(&made->unique, RG_KEYSET_MEMORY, error);
    if (status == RG_OK)
        status = rg_keyset_open(&made->servers, RG_KEYSET_MEMORY, error);
    if (status == RG_OK)
        status = rg_keyset_open(&made->applications, RG_KEYSET_MEMORY, error);
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
    rg_keyset_close(across->unique);
    rg_keyset_close(across->servers);
    rg_keyset_close(across->applications);
    rg_buffer_free(&across->key);
    rg_free(across);
}

static bool is_beyond_limit(const rg_across *across, uint64_t number)
{
    uint64_t limit = across->layout->t->limits[RG_LIMIT_RECORDS];
    return limit && !across->unlimited && number > limit;
}

/* ---------------------------------------------------------------- keys */

/* Begin a key of one kind: keys of different kinds never meet. */
static void begin_key(rg_across *across, size_t kind)
{
    rg_buffer_clear(&across->key);
    rg_buffer_add(&across->key, &kind, sizeof kind);
}

/* Add a value in the form in which its format compares: without regard to case where the format has none, MAC
 * addresses without their separators. */
static void add_key_part(rg_across *across, const rg_value_type *type, rg_text value)
{
    bool folded = type->type == RG_TYPE_STRING && type->format != RG_FORMAT_NONE && type->format != RG_FORMAT_URI;
    rg_buffer *key = &across->key;
    size_t end = key->size;
    rg_buffer_add(key, value.bytes, value.size);
    for (size_t i = key->size - value.size; folded && !key->failed && i < key->size; i++) {
        char c = key->bytes[i];
        if (type->format != RG_FORMAT_MAC || (c != ':' && c != '-'))
            key->bytes[end++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    if (folded)
        key->size = end;
    rg_buffer_add(key, "", 1); /* a NUL between parts: no value has one */
}

/* Make the key of several columns; false when one of them has no value. */
static bool make_key(rg_across *across, const rg_row *row, const rg_key *key, size_t kind)
{
    begin_key(across, kind);
    for (size_t i = 0; i < key->count; i++) {
        const rg_column *column = &across->layout->t->columns[key->columns[i]];
        rg_text value = rg_column_value(across->layout, row, key->columns[i]);
        if (!value.size)
            return false;
        add_key_part(across, &column->value, value);
    }
    return true;
}

/* The key at hand: add it, or say where it was seen before. See rg_keyset_add. */
static rg_status add(rg_across *across, rg_keyset *set, rg_seen *seen, rg_error *error)
{
    return across->key.failed ? rg_fail_memory(error) : rg_keyset_add(set, rg_buffer_text(&across->key), seen, error);
}

/* Remember something else of it. */
static rg_status change(rg_across *across, rg_keyset *set, const rg_seen *seen, rg_error *error)
{
    return across->key.failed ? rg_fail_memory(error) : rg_keyset_put(set, rg_buffer_text(&across->key), seen, error);
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

static rg_status check_key(rg_across *across, const rg_row *row, uint64_t number, const rg_key *key, size_t kind,
                           bool single, rg_findings *findings, rg_error *error)
{
    const rg_template *t = across->layout->t;
    if (!make_key(across, row, key, kind))
        return RG_OK;
    rg_seen seen = {.line = row->line, .record = number};
    rg_status status = add(across, across->unique, &seen, error);
    if (status != RG_OK)
        return status == RG_DONE ? RG_OK : status;
    rg_buffer names = {0}, values = {0};
    name_columns(&names, t, key);
    for (size_t i = 0; i < key->count; i++)
        rg_buffer_printf(&values, "%s%s", i ? " and " : "",
                         rg_quoted(findings, rg_column_value(across->layout, row, key->columns[i])));
    rg_finding *finding =
        rg_findings_add(findings, single ? RG_CODE_DUPLICATE_VALUE : RG_CODE_DUPLICATE_KEY,
                        "%s %s the %s of %s already", rg_buffer_text(&values).bytes, key->count > 1 ? "are" : "is",
                        rg_buffer_text(&names).bytes, place_of(findings, &seen));
    findings->failed |= names.failed || values.failed;
    rg_buffer_free(&names);
    rg_buffer_free(&values);
    finding->hint = "each may stand only once: change or remove one of the two records";
    finding->field = t->columns[key->columns[0]].name;
    rg_finding_place_field(finding, row, across->layout->position_of[key->columns[0]]);
    rg_finding_rule(findings, finding, t,
                    single                            ? "unique"
                    : kind == 0 && t->has_primary_key ? "primaryKey"
                                                      : "uniqueKeys",
                    t->columns[key->columns[0]].line);
    rg_finding_fix_record(findings, finding, NULL, 0, '\0', false);
    return RG_OK;
}

/* Is this column by itself a key? Then it need not be looked at once more. */
static bool is_key(const rg_template *t, size_t column)
{
    for (size_t i = 0; i < t->unique_key_count; i++)
        if (t->unique_keys[i].count == 1 && t->unique_keys[i].columns[0] == column)
            return true;
    return false;
}

static rg_status check_unique(rg_across *across, const rg_row *row, uint64_t number, rg_findings *findings,
                              rg_error *error)
{
    const rg_template *t = across->layout->t;
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < t->unique_key_count; i++)
        status = check_key(across, row, number, &t->unique_keys[i], i, false, findings, error);
    for (size_t i = 0; status == RG_OK && i < t->column_count; i++) {
        rg_key key = {&i, 1};
        if (t->columns[i].constraints.unique && !is_key(t, i))
            status = check_key(across, row, number, &key, t->unique_key_count + i, true, findings, error);
    }
    return status;
}

/* ---------------------------------------------------------------- servers */

/* Call `visit` for each key by which the record can be known, in the order of the template, items of lists one by
 * one; stop when it says so. */
typedef bool server_visitor(rg_across *across, const rg_row *row, const rg_key *key, void *context);

static bool visit_items(rg_across *across, const rg_row *row, size_t kind, server_visitor *visit, void *context)
{
    const rg_key *key = &across->layout->t->server_keys[kind];
    const rg_column *column = &across->layout->t->columns[key->columns[0]];
    rg_text rest = rg_column_value(across->layout, row, key->columns[0]), item;
    if (!rest.size)
        return false;
    while (rg_next_item(&rest, column->delimiter, &item)) {
        begin_key(across, kind);
        add_key_part(across, &column->item, item);
        if (item.size && visit(across, row, key, context))
            return true;
    }
    return false;
}

static void visit_server_keys(rg_across *across, const rg_row *row, server_visitor *visit, void *context)
{
    const rg_template *t = across->layout->t;
    for (size_t i = 0; i < t->server_key_count; i++) {
        const rg_key *key = &t->server_keys[i];
        bool is_list = key->count == 1 && t->columns[key->columns[0]].value.type == RG_TYPE_LIST;
        if (is_list ? visit_items(across, row, i, visit, context)
                    : make_key(across, row, key, i) && visit(across, row, key, context))
            return;
    }
}

typedef struct server_match {
    rg_seen here;
    const rg_key *key; /* by which the server was known, the first of several; NULL: it was not */
    rg_seen seen;
    rg_status status;
    rg_error *error;
} server_match;

/* Each key of the record leads to its server from now on. */
static bool match_key(rg_across *across, const rg_row *row, const rg_key *key, void *context)
{
    server_match *match = context;
    rg_seen seen = match->here;
    rg_status status = add(across, across->servers, &seen, match->error);
    (void)row;
    if (status != RG_OK && status != RG_DONE)
        match->status = status;
    /* The same address may stand twice in one record. */
    if (status == RG_OK && !match->key && seen.record != match->here.record) {
        match->key = key;
        match->seen = seen;
    }
    return match->status != RG_OK;
}

/* The keys that are new lead to the server that another key has led to. */
static bool claim_key(rg_across *across, const rg_row *row, const rg_key *key, void *context)
{
    server_match *match = context;
    rg_seen seen;
    rg_text bytes = rg_buffer_text(&across->key);
    (void)row;
    (void)key;
    rg_status status = rg_keyset_find(across->servers, bytes, &seen, match->error);
    if (status == RG_OK && seen.record == match->here.record && seen.number != match->seen.number) {
        seen.number = match->seen.number;
        status = rg_keyset_put(across->servers, bytes, &seen, match->error);
    }
    match->status = status == RG_DONE ? RG_OK : status;
    return match->status != RG_OK;
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

static rg_status match_server(rg_across *across, const rg_row *row, uint64_t number, rg_findings *findings,
                              rg_error *error)
{
    uint64_t limit = across->layout->t->limits[RG_LIMIT_SERVERS];
    server_match match = {.here = {.line = row->line, .record = number, .number = number}, .error = error};
    visit_server_keys(across, row, match_key, &match);
    across->server = number;
    if (match.status == RG_OK && match.key) {
        across->server = match.seen.number;
        visit_server_keys(across, row, claim_key, &match);
    }
    if (match.status != RG_OK)
        return match.status;
    if (match.key && !is_told(across, match.key, findings)) {
        report_same_server(across, row, &match, findings);
    } else if (!match.key) {
        across->totals.servers++;
        if (limit && across->totals.servers == limit + 1)
            across->totals.server_limit_line = row->line;
    }
    return RG_OK;
}

/* Is the record a server at all? RVTools lists templates of virtual machines among them, for example. */
static rg_status tell_servers(rg_across *across, const rg_row *row, rg_error *error)
{
    const rg_template *t = across->layout->t;
    rg_status status = RG_OK;
    across->is_server = true;
    for (size_t i = 0; status == RG_OK && across->is_server && i < t->not_server_count; i++) {
        const rg_exception *exception = &t->not_servers[i];
        rg_text value = rg_column_value(across->layout, row, exception->column);
        bool matches = value.size > 0;
        if (matches && exception->pattern && rg_utf8_valid_prefix(value) == value.size)
            status = rg_pattern_match(exception->pattern, across->matcher, value, &matches, error);
        across->is_server = !matches;
    }
    return status;
}

/* ---------------------------------------------------------------- applications */

static void report_applications(rg_across *across, const rg_row *row, rg_findings *findings, rg_code_index code,
                                rg_text name, uint64_t limit)
{
    const rg_layout *layout = across->layout;
    size_t column = layout->t->applications;
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
    finding->field = layout->t->columns[column].name;
    rg_finding_place_field(finding, row, layout->position_of[column]);
}

static rg_status count_application(rg_across *across, const rg_row *row, rg_text name, rg_findings *findings,
                                   rg_error *error)
{
    const uint64_t *limits = across->layout->t->limits;
    begin_key(across, 0);
    add_key_part(across, &across->layout->t->columns[across->layout->t->applications].item, name);
    rg_seen seen = {0};
    rg_status status = rg_keyset_find(across->applications, rg_buffer_text(&across->key), &seen, error);
    if (status == RG_DONE && limits[RG_LIMIT_APPLICATIONS] &&
        rg_keyset_count(across->applications) >= limits[RG_LIMIT_APPLICATIONS]) {
        report_applications(across, row, findings, RG_CODE_TOO_MANY_APPLICATIONS, name, limits[RG_LIMIT_APPLICATIONS]);
        across->totals.applications_bad++;
        return RG_OK;
    }
    if (status != RG_OK && status != RG_DONE)
        return status;
    if (seen.line == row->line && seen.number)
        return RG_OK; /* named twice in one record */
    seen.line = row->line;
    seen.number++;
    if (limits[RG_LIMIT_SERVERS_PER_APPLICATION] && seen.number > limits[RG_LIMIT_SERVERS_PER_APPLICATION])
        report_applications(across, row, findings, RG_CODE_APPLICATION_TOO_LARGE, name,
                            limits[RG_LIMIT_SERVERS_PER_APPLICATION]);
    return change(across, across->applications, &seen, error);
}

static rg_text applications_of(const rg_across *across, const rg_row *row)
{
    size_t column = across->layout->t->applications;
    return column == RG_NO_COLUMN ? (rg_text){NULL, 0} : rg_column_value(across->layout, row, column);
}

static rg_status count_applications(rg_across *across, const rg_row *row, rg_findings *findings, rg_error *error)
{
    rg_text rest = applications_of(across, row), name;
    rg_status status = RG_OK;
    while (status == RG_OK && rest.size &&
           rg_next_item(&rest, across->layout->t->columns[across->layout->t->applications].delimiter, &name))
        if (name.size)
            status = count_application(across, row, name, findings, error);
    return status;
}

/* ---------------------------------------------------------------- one record */

rg_status rg_across_record(rg_across *across, const rg_row *row, uint64_t number, rg_findings *findings,
                           rg_error *error)
{
    across->server = 0;
    if (is_beyond_limit(across, number))
        return RG_OK;
    rg_status status = check_unique(across, row, number, findings, error);
    if (status == RG_OK)
        status = tell_servers(across, row, error);
    if (status == RG_OK && across->is_server && across->layout->t->server_key_count)
        status = match_server(across, row, number, findings, error);
    return status == RG_OK ? count_applications(across, row, findings, error) : status;
}

uint64_t rg_across_server(const rg_across *across)
{
    return across->server;
}

rg_status rg_across_settle(rg_across *across, const rg_row *row, uint64_t number, bool sound, bool failed,
                           rg_error *error)
{
    const rg_template *t = across->layout->t;
    rg_text rest = sound ? applications_of(across, row) : (rg_text){NULL, 0}, name;
    rg_status status = RG_OK;
    if (sound && !across->is_server)
        *(failed ? &across->totals.others_failed : &across->totals.others_accepted) += 1;
    if (is_beyond_limit(across, number)) {
        if (!across->totals.record_limit_line)
            across->totals.record_limit_line = row->line;
        return RG_OK;
    }
    while (status == RG_OK && !failed && rest.size &&
           rg_next_item(&rest, t->columns[t->applications].delimiter, &name)) {
        rg_seen seen;
        begin_key(across, 0);
        add_key_part(across, &t->columns[t->applications].item, name);
        status = rg_keyset_find(across->applications, rg_buffer_text(&across->key), &seen, error);
        bool is_news = status == RG_OK && !seen.record;
        seen.record = 1;
        if (is_news)
            status = change(across, across->applications, &seen, error);
        status = status == RG_DONE ? RG_OK : status;
    }
    return status;
}

rg_status rg_across_total(rg_across *across, rg_across_totals *totals, rg_error *error)
{
    rg_text name;
    rg_seen seen;
    rg_status status = RG_OK;
    *totals = across->totals;
    for (uint64_t at = 0; status == RG_OK;) {
        status = rg_keyset_next(across->applications, &at, &name, &seen, error);
        if (status == RG_OK)
            *(seen.record ? &totals->applications_good : &totals->applications_bad) += 1;
    }
    const rg_keyset *sets[] = {across->unique, across->servers, across->applications};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        totals->filed_keys += rg_keyset_count_filed(sets[i]);
    return status == RG_DONE ? RG_OK : status;
}
