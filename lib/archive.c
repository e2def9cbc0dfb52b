/* archive.c - errors and failed entries in one ZIP, as errorsAndFailedEntriesZip.
 *
 * libzip writes everything at the end, so all members wait, compressed, in three unlinked temporary files: memory stays
 * the same whatever fails, and nothing is left behind when the process dies. libzip writes beside the target and
 * renames. */
#include <inttypes.h>
#include <string.h>

#include "buffer.h"
#include "deflated.h"
#include "error.h"
#include "memory.h"
#include "quoting.h"
#include "show.h"
#include "text.h"
#include "zipfile.h"

/* The spelling of this header is ours: the service's is not published. */
#define ERRORS_HEADER "Line Number,Column Name,ExternalId,Error Message\r\n"

/* The failed entries of one member of the input. */
typedef struct section {
    const rg_member *member; /* NULL: the input itself */
    const char *name;        /* in the archive */
    rg_deflated_piece piece; /* in the file of all sections; known when the next one begins */
} section;

struct rg_archive {
    char *path;
    rg_arena arena;
    rg_deflated *errors;
    rg_deflated *failed; /* of the main table, whatever else there is */
    rg_deflated *others; /* one behind the other; NULL: nothing failed there yet */
    section *sections;   /* in it */
    size_t section_count, section_capacity;
    rg_buffer header;                             /* of the member at hand, until one of its records has failed */
    rg_buffer line;                               /* of errors-file.csv */
    rg_deflated_piece errors_piece, failed_piece; /* known when the archive is committed */
};

rg_status rg_archive_open(rg_archive **archive, const char *path, rg_error *error)
{
    *archive = NULL;
    rg_status status = rg_zip_can_write(error);
    if (status != RG_OK)
        return status;
    rg_archive *made = rg_alloc(sizeof *made);
    if (made)
        made->path = rg_alloc(strlen(path) + 1);
    if (!made || !made->path) {
        rg_archive_close(made);
        return rg_fail_memory(error);
    }
    strcpy(made->path, path);
    status = rg_deflated_open(&made->errors, made->path, error);
    if (status == RG_OK)
        status = rg_deflated_open(&made->failed, made->path, error);
    if (status == RG_OK)
        status = rg_deflated_add(made->errors, rg_text_of(ERRORS_HEADER), error);
    if (status == RG_OK)
        *archive = made;
    else
        rg_archive_close(made);
    return status;
}

void rg_archive_close(rg_archive *archive)
{
    if (!archive)
        return;
    rg_deflated_close(archive->errors);
    rg_deflated_close(archive->failed);
    rg_deflated_close(archive->others);
    rg_free(archive->sections);
    rg_buffer_free(&archive->header);
    rg_buffer_free(&archive->line);
    rg_arena_free(&archive->arena);
    rg_free(archive->path);
    rg_free(archive);
}

/* ---------------------------------------------------------------- errors */

static void add_field(rg_buffer *line, const rg_buffer *value, const char *after)
{
    rg_add_field(line, rg_buffer_text(value), ',', RG_QUOTES_NEEDED);
    rg_buffer_add_string(line, after);
    line->failed |= value->failed;
}

/* "CPUs", or "vInfo/CPUs" in a file of several tables. */
static void add_column(rg_buffer *line, const rg_finding *finding)
{
    const char *table = finding->member ? finding->member->table : NULL;
    rg_buffer name = {0};
    if (table)
        rg_buffer_printf(&name, "%s%s", table, finding->field ? "/" : "");
    rg_buffer_add_string(&name, finding->field ? finding->field : "");
    add_field(line, &name, ",");
    rg_buffer_free(&name);
}

/* The message with its hint: who corrects the record has nothing else to go by. */
static void add_message(rg_buffer *line, const rg_finding *finding)
{
    rg_buffer text = {0};
    rg_show(&text, rg_text_of(finding->message));
    if (finding->hint) {
        rg_buffer_add_string(&text, "; ");
        rg_show(&text, rg_text_of(finding->hint));
    }
    add_field(line, &text, "\r\n");
    rg_buffer_free(&text);
}

static rg_status put_finding(rg_archive *archive, const rg_finding *finding, rg_error *error)
{
    rg_buffer *line = &archive->line;
    rg_buffer_clear(line);
    if (finding->line)
        rg_buffer_printf(line, "%" PRIu64, finding->line);
    rg_buffer_add_string(line, ",");
    add_column(line, finding);
    rg_add_field(line, finding->external_id, ',', RG_QUOTES_NEEDED);
    rg_buffer_add_string(line, ",");
    add_message(line, finding);
    return line->failed ? rg_fail_memory(error) : rg_deflated_add(archive->errors, rg_buffer_text(line), error);
}

/* ---------------------------------------------------------------- members */

/* "failed-entries/RVTools_tabvCPU.csv", or with a number when that is taken. */
static const char *name_section(rg_archive *archive, const rg_member *member)
{
    const char *name = member->is_sheet && member->table ? member->table : member->name;
    const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name, *point = strrchr(last, '.');
    int size = (int)(point && point > last ? (size_t)(point - last) : strlen(last));
    const char *made = rg_arena_printf(&archive->arena, "failed-entries/%.*s.csv", size, last);
    for (size_t i = 0, number = 2; made && i < archive->section_count; i++) {
        if (strcmp(archive->sections[i].name, made) != 0)
            continue;
        made = rg_arena_printf(&archive->arena, "failed-entries/%.*s-%zu.csv", size, last, number++);
        i = (size_t)-1; /* from the beginning */
    }
    return made;
}

/* Once: an archive that could not be written can be tried again. No piece has no bytes. */
static bool has_ended(const rg_deflated_piece *piece)
{
    return piece->packed > 0;
}

static rg_status end_piece(rg_deflated *file, rg_deflated_piece *piece, rg_error *error)
{
    return has_ended(piece) ? RG_OK : rg_deflated_end(file, piece, error);
}

/* No more failed records of the member at hand. */
static rg_status end_section(rg_archive *archive, rg_error *error)
{
    size_t count = archive->section_count;
    return count ? end_piece(archive->others, &archive->sections[count - 1].piece, error) : RG_OK;
}

/* Failed records of another member follow. */
static rg_status begin_section(rg_archive *archive, const rg_member *member, rg_error *error)
{
    rg_status status = archive->others ? RG_OK : rg_deflated_open(&archive->others, archive->path, error);
    if (status == RG_OK)
        status = end_section(archive, error);
    if (status != RG_OK)
        return status;
    const char *name = name_section(archive, member);
    if (!name || !RG_GROW(archive->sections, archive->section_count, archive->section_capacity))
        return rg_fail_memory(error);
    archive->sections[archive->section_count++] = (section){.member = member, .name = name};
    return rg_deflated_add(archive->others, rg_buffer_text(&archive->header), error);
}

/* Where failed records of this member go. */
static rg_status find_file(rg_archive *archive, const rg_member *member, rg_deflated **file, rg_error *error)
{
    *file = archive->failed;
    if (!member || member->is_main)
        return RG_OK;
    const section *last = archive->section_count ? &archive->sections[archive->section_count - 1] : NULL;
    rg_status status = !last || last->member != member ? begin_section(archive, member, error) : RG_OK;
    *file = archive->others;
    return status;
}

static rg_status keep(rg_archive *archive, const rg_record *record, rg_error *error)
{
    rg_deflated *file = NULL;
    bool is_main = !record->member || record->member->is_main;
    if (record->kind == RG_HEADER && !is_main) {
        rg_buffer_clear(&archive->header);
        rg_buffer_add(&archive->header, record->original.bytes, record->original.size);
        return archive->header.failed ? rg_fail_memory(error) : RG_OK;
    }
    rg_status status = find_file(archive, record->member, &file, error);
    return status == RG_OK ? rg_deflated_add(file, record->original, error) : status;
}

rg_status rg_archive_record(rg_archive *archive, const rg_record *record, rg_error *error)
{
    rg_status status = has_ended(&archive->errors_piece)
                           ? rg_fail(error, RG_BAD_USAGE, "nothing can be added: the archive is complete")
                           : RG_OK;
    for (size_t i = 0; status == RG_OK && i < record->finding_count; i++)
        if (record->findings[i].severity == RG_ERROR)
            status = put_finding(archive, &record->findings[i], error);
    bool kept = record->kind == RG_HEADER || ((record->kind == RG_DATA || record->kind == RG_REST) && record->failed);
    return status == RG_OK && kept ? keep(archive, record, error) : status;
}

rg_status rg_archive_commit(rg_archive *archive, const rg_check_options *options, rg_error *error)
{
    size_t count = archive->section_count;
    rg_status status = end_piece(archive->errors, &archive->errors_piece, error);
    if (status == RG_OK)
        status = end_piece(archive->failed, &archive->failed_piece, error);
    if (status == RG_OK)
        status = end_section(archive, error);
    if (status != RG_OK)
        return status;
    rg_zip_part *parts = rg_alloc((count + 2) * sizeof *parts);
    if (!parts)
        return rg_fail_memory(error);
    parts[0] = (rg_zip_part){"errors-file.csv", archive->errors, archive->errors_piece};
    parts[1] = (rg_zip_part){"failed-entries-file.csv", archive->failed, archive->failed_piece};
    for (size_t i = 0; i < count; i++)
        parts[i + 2] = (rg_zip_part){archive->sections[i].name, archive->others, archive->sections[i].piece};
    status = rg_zip_write(archive->path, parts, count + 2, options, error);
    rg_free(parts);
    return status;
}
