/* failed_source.c - where failed entries and errors-file.csv are found: a file, or a part of an archive or folder. */
#include "failed_source.h"

#include <string.h>

#include "error.h"
#include "text.h"

rg_status rg_failed_source_open(rg_failed_source *s, rg_input *input, rg_error *error)
{
    rg_status status = rg_container_open(&s->container, input, &s->findings, error);
    if (status == RG_OK && !rg_container_count(s->container) && s->findings.count)
        return rg_fail_file(error, RG_BAD_USAGE, rg_input_name(input), "%s", s->findings.items[0].message);
    return status;
}

void rg_failed_source_close(rg_failed_source *s)
{
    rg_container_close(s->container);
    rg_findings_free(&s->findings);
}

static rg_text stem_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *point = strrchr(name, '.');
    return (rg_text){name, point && point > name ? (size_t)(point - name) : strlen(name)};
}

static bool is_table(const rg_entry *part)
{
    return part->content == RG_CONTENT_TEXT || part->content == RG_CONTENT_SHEET;
}

/* The part of this name; `folder` NULL: wherever it is. RG_NO_PART: there is none. */
static size_t find_part(const rg_container *container, rg_text stem, const char *folder)
{
    for (size_t i = 0; i < rg_container_count(container); i++) {
        const rg_entry *part = rg_container_entry(container, i);
        if (rg_text_equal_nocase(part->stem, stem) && (!folder || strstr(part->member->name, folder)))
            return i;
    }
    return RG_NO_PART;
}

bool rg_failed_source_is_file(const rg_failed_source *s)
{
    return rg_container_packaging(s->container) == RG_PACKAGING_FILE;
}

size_t rg_failed_source_errors(const rg_failed_source *s)
{
    return find_part(s->container, rg_text_of("errors-file"), NULL);
}

size_t rg_failed_source_rows(const rg_failed_source *s, const char *original)
{
    size_t tables = 0, last = RG_NO_PART, found;
    if (rg_failed_source_is_file(s))
        return 0;
    found = find_part(s->container, stem_of(original), "failed-entries/");
    if (found == RG_NO_PART)
        found = find_part(s->container, rg_text_of("failed-entries-file"), NULL);
    for (size_t i = 0; i < rg_container_count(s->container); i++) {
        if (is_table(rg_container_entry(s->container, i))) {
            tables++;
            last = i;
        }
    }
    return found != RG_NO_PART ? found : tables == 1 ? last : RG_NO_PART;
}

rg_status rg_failed_source_read(rg_failed_source *s, size_t part, rg_spool *spool, rg_error *error)
{
    rg_input *input;
    rg_status status = rg_container_read(s->container, part, &input, error);
    if (status == RG_OK)
        status = rg_spool_fill(spool, input, NULL, error);
    rg_container_done(s->container, input);
    return status;
}
