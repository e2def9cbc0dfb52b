/* classify.c - which template a table is, by its header, and where that header is. */
#include "classify.h"

#include "error.h"
#include "likeness.h"
#include "names.h"
#include "sep_line.h"
#include "text.h"
#include "utf8.h"

/* A header may stand below a preamble, but not arbitrarily far. */
#define MOST_ROWS 20
#define MOST_BYTES 65536
#define MOST_NEAR_MISSES 3

/* How well a table explains a row, cut at a delimiter, as its header. */
typedef struct score {
    const rg_template *t, *package;
    size_t resource;
    rg_names_found found;
    uint64_t line;
    bool is_late;
    char delimiter;
} score;

typedef struct search {
    rg_reader *reader;
    rg_arena *arena;
    char delimiter; /* 0: any */
    score *scores;
    size_t count, capacity;
    uint64_t first_line, sep_line; /* 0: none */
    char sep;                      /* what the `sep=` line says */
    bool certain;                  /* nothing better can come */
} search;

static double share(const score *s)
{
    return s->found.named ? (double)s->found.known / (double)s->found.named : 0;
}

/* Enough of the header is known, and enough of what every header has is there. */
static bool is_recognised(const score *s)
{
    size_t expected = 0;
    for (size_t i = 0; i < s->t->column_count; i++)
        expected += s->t->columns[i].expected;
    return s->found.known > 0 && share(s) >= s->t->header_share && s->found.expected * 2 >= expected;
}

static bool is_better(const score *a, const score *b)
{
    return share(a) > share(b) || (share(a) == share(b) && a->found.known > b->found.known);
}

/* ---------------------------------------------------------------- rows */

/* The best row for one table, cut at one delimiter. */
static rg_status score_rows(search *s, rg_names *names, score *best, rg_error *error)
{
    rg_row row;
    rg_status status = RG_OK;
    bool found = false, any = false;
    rg_reader_rewind(s->reader);
    rg_reader_hold(s->reader);
    rg_reader_set_delimiter(s->reader, best->delimiter);
    for (size_t seen = 0; !found && seen < MOST_ROWS && rg_reader_position(s->reader) < MOST_BYTES; seen++) {
        status = rg_reader_next(s->reader, &row, error);
        if (status != RG_OK)
            break;
        if (row.blank || row.rest || row.line == s->sep_line)
            continue;
        score now = *best;
        now.line = row.line;
        now.is_late = any;
        any = true;
        if (row.defect != RG_SOUND)
            continue;
        now.found = rg_names_count(names, &row);
        if (!best->line || is_better(&now, best))
            *best = now;
        /* A first line with a table's own columns is a header: what follows need not be looked at. */
        found = !now.is_late && is_recognised(&now);
    }
    if (names->arena.failed)
        return rg_fail_memory(error);
    /* What is broken is told when the table is read. */
    return status == RG_DONE || status == RG_DAMAGED ? RG_OK : status;
}

/* Where there is anything at all: the first line, and Excel's hint before it. */
static rg_status look_at_first_lines(search *s, rg_error *error)
{
    rg_row row;
    rg_status status = RG_OK;
    rg_reader_set_delimiter(s->reader, ',');
    for (size_t seen = 0; !s->first_line && seen < MOST_ROWS && rg_reader_position(s->reader) < MOST_BYTES; seen++) {
        status = rg_reader_next(s->reader, &row, error);
        if (status != RG_OK)
            break;
        if (row.blank || row.rest)
            continue;
        s->sep = row.line == 1 ? rg_sep_of(row.bytes) : s->sep;
        if (row.line == 1 && s->sep)
            s->sep_line = 1;
        else
            s->first_line = row.line;
    }
    return status == RG_DONE || status == RG_DAMAGED ? RG_OK : status;
}

/* ---------------------------------------------------------------- tables */

static rg_status score_table(search *s, const score *who, rg_error *error)
{
    const char delimiters[] = {s->sep ? s->sep : ',', s->sep ? ',' : ';',
                               s->sep == ';' ? '\t'
                               : s->sep      ? ';'
                                             : '\t',
                               '|'};
    score best = *who;
    rg_names names;
    rg_status status = RG_OK;
    rg_names_open(&names, who->t);
    for (size_t i = 0; status == RG_OK && i < sizeof delimiters && !is_recognised(&best); i++) {
        score now = *who;
        now.delimiter = s->delimiter ? s->delimiter : delimiters[i];
        status = score_rows(s, &names, &now, error);
        if (i == 0 || is_better(&now, &best))
            best = now;
        if (s->delimiter)
            break;
    }
    rg_names_close(&names);
    if (status == RG_OK && !RG_GROW(s->scores, s->count, s->capacity))
        return rg_fail_memory(error);
    if (status == RG_OK)
        s->scores[s->count++] = best;
    s->certain |= is_recognised(&best) && share(&best) == 1 && !best.is_late && (best.delimiter == ',' || s->delimiter);
    return status;
}

/* A template's own table, or all tables of a package. */
static rg_status score_template(search *s, const rg_template *t, rg_error *error)
{
    rg_status status = RG_OK;
    if (!t->resource_count)
        return score_table(s, &(score){.t = t}, error);
    for (size_t i = 0; status == RG_OK && i < t->resource_count; i++)
        if (t->resources[i].table)
            status = score_table(s, &(score){.t = t->resources[i].table, .package = t, .resource = i}, error);
    return status;
}

rg_status rg_choice_at(const rg_choice *choice, size_t index, const rg_template **t, rg_error *error)
{
    *t = NULL;
    if (index < choice->count) {
        *t = choice->templates[index];
        return RG_OK;
    }
    return choice->more && !choice->is_given ? choice->more(choice->context, index - choice->count, t, error) : RG_DONE;
}

static rg_status score_all(search *s, const rg_choice *choice, rg_error *error)
{
    const rg_template *t;
    rg_status status = look_at_first_lines(s, error);
    for (size_t i = 0; status == RG_OK && !(s->certain && !choice->is_given && !choice->is_thorough); i++) {
        status = rg_choice_at(choice, i, &t, error);
        if (status == RG_OK)
            status = score_template(s, t, error);
        if (choice->is_given)
            break;
    }
    return status == RG_DONE ? RG_OK : status;
}

/* ---------------------------------------------------------------- the answer */

static const score *choose_best(const search *s, bool is_given)
{
    const score *best = NULL;
    for (size_t i = 0; i < s->count; i++)
        if (((is_given && !s->scores[i].package) || is_recognised(&s->scores[i])) &&
            (!best || is_better(&s->scores[i], best)))
            best = &s->scores[i];
    return best;
}

void rg_add_words(rg_arena *arena, const char *const **list, size_t *count, const char *text)
{
    const char **longer = rg_arena_alloc(arena, (*count + 1) * sizeof *longer);
    if (!longer || !text)
        return;
    for (size_t i = 0; i < *count; i++)
        longer[i] = (*list)[i];
    longer[(*count)++] = text;
    *list = longer;
}

static const char *label_of(rg_arena *arena, const score *s)
{
    return s->package ? rg_arena_printf(arena, "%s/%s", s->package->name, s->t->name) : s->t->name;
}

/* One column called Name says nothing. */
static bool is_near(const score *s)
{
    return s->found.known > 1 || (s->found.known && share(s) >= 0.5);
}

/* The best of those that were not chosen, the best first. */
static void describe_near_misses(rg_classification *words, search *s, const score *chosen)
{
    for (size_t found = 0; found < MOST_NEAR_MISSES; found++) {
        score *best = NULL;
        for (size_t i = 0; i < s->count; i++)
            if (&s->scores[i] != chosen && is_near(&s->scores[i]) && (!best || is_better(&s->scores[i], best)))
                best = &s->scores[i];
        if (!best)
            return;
        rg_add_words(s->arena, &words->near_misses, &words->near_miss_count,
                     rg_arena_printf(s->arena, "%s: %zu of the %zu columns in line %zu are its columns",
                                     label_of(s->arena, best), best->found.known, best->found.named,
                                     (size_t)best->line));
        best->found.known = 0; /* it was told */
    }
}

static void describe(rg_class *result, search *s, const score *chosen, bool is_given)
{
    rg_classification *words = &result->words;
    if (chosen) {
        const rg_template *whole = chosen->package ? chosen->package : chosen->t;
        words->name = whole->classification;
        words->template_name = label_of(s->arena, chosen);
        words->confidence = share(chosen);
        if (is_given)
            rg_add_words(s->arena, &words->reasons, &words->reason_count, "the template was given");
        rg_add_words(s->arena, &words->reasons, &words->reason_count,
                     rg_arena_printf(s->arena, "%zu of the %zu columns in the header are known", chosen->found.known,
                                     chosen->found.named));
    }
    describe_near_misses(words, s, chosen);
}

/* ---------------------------------------------------------------- lookalikes */

/* Do most of the names in the row match? */
static rg_status is_like(const rg_lookalike *lookalike, const rg_row *row, rg_matcher *matcher, bool *yes,
                         rg_error *error)
{
    size_t named = 0, matching = 0;
    for (size_t i = 0; i < row->field_count; i++) {
        rg_text name = rg_text_trim(row->fields[i].value);
        bool matches = false;
        if (!name.size || rg_utf8_valid_prefix(name) < name.size)
            continue;
        rg_status status = rg_pattern_match(lookalike->header, matcher, name, &matches, error);
        if (status != RG_OK)
            return status;
        named++;
        matching += matches;
    }
    *yes = matching * 2 > named;
    return RG_OK;
}

static rg_status compare_lookalikes(const rg_choice *choice, const rg_row *row, rg_matcher *matcher, const char **hint,
                                    rg_error *error)
{
    const rg_template *t;
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && !*hint; i++) {
        status = rg_choice_at(choice, i, &t, error);
        for (size_t l = 0; status == RG_OK && !*hint && l < t->lookalike_count; l++) {
            bool yes;
            status = is_like(&t->lookalikes[l], row, matcher, &yes, error);
            if (status == RG_OK && yes)
                *hint = t->lookalikes[l].hint;
        }
    }
    return status == RG_DONE ? RG_OK : status;
}

/* The first line is nobody's header: is it one that somebody has met before? */
static rg_status find_hint(search *s, const rg_choice *choice, const char **hint, rg_error *error)
{
    static const rg_pattern_limits limits = {.match = 1000000, .depth = 10000, .heap_kib = 4096};
    rg_row row;
    rg_matcher *matcher;
    rg_status status = rg_matcher_open(&matcher, limits, error);
    rg_reader_rewind(s->reader);
    rg_reader_hold(s->reader);
    rg_reader_set_delimiter(s->reader, s->delimiter ? s->delimiter : ',');
    do {
        if (status == RG_OK)
            status = rg_reader_next(s->reader, &row, error);
    } while (status == RG_OK && row.line < s->first_line);
    if (status == RG_OK)
        status = compare_lookalikes(choice, &row, matcher, hint, error);
    if (status == RG_OK && !*hint)
        *hint = rg_likeness(&row);
    rg_matcher_close(matcher);
    return status == RG_DONE || status == RG_DAMAGED ? RG_OK : status;
}

rg_status rg_classify_table(rg_class *result, rg_reader *reader, const rg_choice *choice, char delimiter,
                            rg_arena *arena, rg_error *error)
{
    search s = {.reader = reader, .arena = arena, .delimiter = delimiter};
    *result = (rg_class){.delimiter = delimiter ? delimiter : ','};
    rg_reader_hold(reader);
    rg_status status = score_all(&s, choice, error);
    const score *chosen = status == RG_OK ? choose_best(&s, choice->is_given) : NULL;
    bool found = chosen && chosen->found.known;
    if (status == RG_OK && !found && s.first_line)
        status = find_hint(&s, choice, &result->hint, error);
    rg_reader_rewind(reader);
    if (status == RG_OK) {
        result->t = chosen ? chosen->t : NULL;
        result->package = chosen ? chosen->package : NULL;
        result->resource = chosen ? chosen->resource : 0;
        result->header_line = found ? chosen->line : s.first_line;
        result->is_late = found && chosen->is_late;
        result->sep_line = s.sep_line;
        if (found)
            result->delimiter = chosen->delimiter;
        rg_reader_set_delimiter(reader, result->delimiter);
        describe(result, &s, chosen, choice->is_given);
        if (!chosen && result->hint)
            rg_add_words(arena, &result->words.reasons, &result->words.reason_count, result->hint);
    }
    rg_free(s.scores);
    return status == RG_OK && arena->failed ? rg_fail_memory(error) : status;
}
