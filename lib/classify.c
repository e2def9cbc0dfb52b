/* classify.c - which template a file is, by its header, and where that header is. */
#include "classify.h"

#include <string.h>

#include "error.h"
#include "layout.h"

/* A header may stand below a preamble, but not arbitrarily far. */
#define MOST_ROWS 20
#define MOST_BYTES 65536
#define MOST_NEAR_MISSES 3

/* How well a template explains a row as its header. */
typedef struct score {
    const rg_template *t;
    size_t known, named;
    uint64_t line;
    bool is_late;
} score;

static double share(const score *s)
{
    return s->named ? (double)s->known / (double)s->named : 0;
}

static bool is_recognised(const score *s)
{
    return s->known > 0 && share(s) >= s->t->header_share;
}

static bool is_better(const score *a, const score *b)
{
    return share(a) > share(b);
}

/* The best row for each template, best[i] for templates[i]. */
static rg_status score_rows(score *best, rg_reader *reader, const rg_template *const *templates, size_t count,
                            uint64_t *first_line, rg_error *error)
{
    rg_row row;
    rg_status status = RG_OK;
    bool certain = false;
    *first_line = 0;
    for (size_t seen = 0; !certain && seen < MOST_ROWS && rg_reader_position(reader) < MOST_BYTES; seen++) {
        status = rg_reader_next(reader, &row, error);
        if (status != RG_OK)
            break;
        if (row.blank || row.rest)
            continue;
        bool is_late = *first_line != 0;
        if (!is_late)
            *first_line = row.line;
        for (size_t i = 0; row.defect == RG_SOUND && i < count; i++) {
            score s = {.t = templates[i], .line = row.line, .is_late = is_late};
            s.known = rg_layout_count_known(s.t, &row, &s.named);
            if (!best[i].line || is_better(&s, &best[i]))
                best[i] = s;
            /* A first line with a template's own columns is a header: what follows need not be looked at. */
            certain |= !is_late && is_recognised(&s);
        }
    }
    return status == RG_DONE ? RG_OK : status;
}

static const score *choose_best(const score *scores, size_t count)
{
    const score *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (is_recognised(&scores[i]) && (!best || is_better(&scores[i], best)))
            best = &scores[i];
    return best;
}

static void add_text(rg_arena *arena, const char *const **list, size_t *count, const char *text)
{
    const char **longer = rg_arena_alloc(arena, (*count + 1) * sizeof *longer);
    if (!longer || !text)
        return;
    for (size_t i = 0; i < *count; i++)
        longer[i] = (*list)[i];
    longer[(*count)++] = text;
    *list = longer;
}

static void describe(rg_class *result, const score *chosen, const score *scores, size_t count, bool choose,
                     rg_arena *arena)
{
    rg_classification *words = &result->words;
    if (chosen) {
        words->name = chosen->t->classification;
        words->template_name = chosen->t->name;
        words->confidence = share(chosen);
        if (!choose)
            add_text(arena, &words->reasons, &words->reason_count, "the template was given");
        add_text(
            arena, &words->reasons, &words->reason_count,
            rg_arena_printf(arena, "%zu of the %zu columns in the header are known", chosen->known, chosen->named));
    }
    for (size_t i = 0; i < count && words->near_miss_count < MOST_NEAR_MISSES; i++)
        if (&scores[i] != chosen && scores[i].known)
            add_text(arena, &words->near_misses, &words->near_miss_count,
                     rg_arena_printf(arena, "%s: %zu of the %zu columns in line %zu are its columns", scores[i].t->name,
                                     scores[i].known, scores[i].named, (size_t)scores[i].line));
}

rg_status rg_classify(rg_class *result, rg_reader *reader, const rg_template *const *templates, size_t count,
                      bool choose, rg_arena *arena, rg_error *error)
{
    uint64_t first_line;
    score *scores = rg_arena_alloc(arena, count * sizeof *scores);
    *result = (rg_class){0};
    if (!scores)
        return rg_fail_memory(error);
    for (size_t i = 0; i < count; i++)
        scores[i].t = templates[i];
    rg_reader_hold(reader);
    rg_status status = score_rows(scores, reader, templates, count, &first_line, error);
    rg_reader_rewind(reader);
    if (status != RG_OK)
        return status;
    const score *chosen = choose ? choose_best(scores, count) : &scores[0];
    result->t = chosen ? chosen->t : NULL;
    result->header_line = chosen && chosen->known ? chosen->line : first_line;
    result->is_late = chosen && chosen->known && chosen->is_late;
    describe(result, chosen, scores, count, choose, arena);
    return arena->failed ? rg_fail_memory(error) : RG_OK;
}
