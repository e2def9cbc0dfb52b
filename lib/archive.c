/* archive.c - errors and failed entries in one ZIP, as errorsAndFailedEntriesZip.
 *
 * libzip writes everything at the end, so all members wait in three unlinked temporary files: memory stays the same
 * whatever fails, and nothing is left behind when the process dies. libzip writes beside the target and renames. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "buffer.h"
#include "error.h"
#include "memory.h"
#include "quoting.h"
#include "text.h"
#include "zipfile.h"

/* The spelling of this header is ours: the service's is not published. */
#define ERRORS_HEADER "Line Number,Column Name,ExternalId,Error Message\r\n"

/* The failed entries of one member of the input. */
typedef struct section {
    const rg_member *member; /* NULL: the input itself */
    const char *name;        /* in the archive */
    uint64_t start;          /* in the file of all sections */
} section;

struct rg_archive {
    char *path;
    rg_arena arena;
    FILE *errors;
    FILE *failed;      /* of the main table, whatever else there is */
    FILE *others;      /* one behind the other; NULL: nothing failed there yet */
    section *sections; /* in it */
    size_t section_count, section_capacity;
    rg_buffer header; /* of the member at hand, until one of its records has failed */
};

static rg_status write_error(const rg_archive *archive, rg_error *error)
{
    return rg_fail_file(error, RG_IO_ERROR, archive->path, "cannot write the temporary files of the archive: %s",
                        strerror(errno));
}

rg_status rg_archive_open(rg_archive **archive, const char *path, rg_error *error)
{
    *archive = NULL;
    rg_status ready = rg_zip_can_write(error);
    if (ready != RG_OK)
        return ready;
    rg_archive *made = rg_alloc(sizeof *made);
    if (made)
        made->path = rg_alloc(strlen(path) + 1);
    if (!made || !made->path) {
        rg_archive_close(made);
        return rg_fail_memory(error);
    }
    strcpy(made->path, path);
    made->errors = tmpfile();
    made->failed = made->errors ? tmpfile() : NULL;
    if (!made->failed || fputs(ERRORS_HEADER, made->errors) < 0) {
        rg_status status = write_error(made, error);
        rg_archive_close(made);
        return status;
    }
    *archive = made;
    return RG_OK;
}

static void close_file(FILE **file)
{
    if (*file)
        fclose(*file);
    *file = NULL;
}

void rg_archive_close(rg_archive *archive)
{
    if (!archive)
        return;
    close_file(&archive->errors);
    close_file(&archive->failed);
    close_file(&archive->others);
    rg_free(archive->sections);
    rg_buffer_free(&archive->header);
    rg_arena_free(&archive->arena);
    rg_free(archive->path);
    rg_free(archive);
}

/* False when memory is out. */
static bool put_field(FILE *out, rg_text text, const char *after)
{
    rg_buffer field = {0};
    rg_add_field(&field, text, ',', RG_QUOTES_NEEDED);
    rg_buffer_add_string(&field, after);
    bool complete = !field.failed;
    fwrite(rg_buffer_text(&field).bytes, 1, field.size, out);
    rg_buffer_free(&field);
    return complete;
}

/* The message with its hint: who corrects the record has nothing else to go by. False when memory is out. */
static bool put_message(FILE *out, const rg_finding *finding)
{
    rg_buffer text = {0};
    rg_text_show_all(&text, rg_text_of(finding->message));
    if (finding->hint) {
        rg_buffer_add_string(&text, "; ");
        rg_text_show_all(&text, rg_text_of(finding->hint));
    }
    bool complete = !text.failed && put_field(out, rg_buffer_text(&text), "\r\n");
    rg_buffer_free(&text);
    return complete;
}

/* "CPUs", or "vInfo/CPUs" in a file of several tables. */
static bool put_column(FILE *out, const rg_finding *finding)
{
    const char *table = finding->member ? finding->member->table : NULL;
    rg_buffer name = {0};
    if (table)
        rg_buffer_printf(&name, "%s%s", table, finding->field ? "/" : "");
    rg_buffer_add_string(&name, finding->field ? finding->field : "");
    bool complete = !name.failed && put_field(out, rg_buffer_text(&name), ",");
    rg_buffer_free(&name);
    return complete;
}

static bool put_finding(FILE *out, const rg_finding *finding)
{
    if (finding->line)
        fprintf(out, "%" PRIu64, finding->line);
    fputs(",", out);
    return put_column(out, finding) && put_field(out, finding->external_id, ",") && put_message(out, finding);
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

/* Failed records of another member follow. */
static rg_status begin_section(rg_archive *archive, const rg_member *member, rg_error *error)
{
    if (!archive->others)
        archive->others = tmpfile();
    off_t start = archive->others ? ftello(archive->others) : -1;
    if (start < 0)
        return write_error(archive, error);
    const char *name = name_section(archive, member);
    if (!name || !RG_GROW(archive->sections, archive->section_count, archive->section_capacity))
        return rg_fail_memory(error);
    archive->sections[archive->section_count++] = (section){member, name, (uint64_t)start};
    return fwrite(rg_buffer_text(&archive->header).bytes, 1, archive->header.size, archive->others) ==
                   archive->header.size
               ? RG_OK
               : write_error(archive, error);
}

/* Where failed records of this member go. */
static rg_status find_file(rg_archive *archive, const rg_member *member, FILE **file, rg_error *error)
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
    FILE *file = NULL;
    bool is_main = !record->member || record->member->is_main;
    if (record->kind == RG_HEADER && !is_main) {
        rg_buffer_clear(&archive->header);
        rg_buffer_add(&archive->header, record->original.bytes, record->original.size);
        return archive->header.failed ? rg_fail_memory(error) : RG_OK;
    }
    rg_status status = find_file(archive, record->member, &file, error);
    if (status == RG_OK && fwrite(record->original.bytes, 1, record->original.size, file) != record->original.size)
        status = write_error(archive, error);
    return status;
}

rg_status rg_archive_record(rg_archive *archive, const rg_record *record, rg_error *error)
{
    for (size_t i = 0; i < record->finding_count; i++)
        if (record->findings[i].severity == RG_ERROR && !put_finding(archive->errors, &record->findings[i]))
            return rg_fail_memory(error);
    bool kept = record->kind == RG_HEADER || ((record->kind == RG_DATA || record->kind == RG_REST) && record->failed);
    rg_status status = kept ? keep(archive, record, error) : RG_OK;
    return status == RG_OK && ferror(archive->errors) ? write_error(archive, error) : status;
}

/* All of the file, which is complete; false: it could not be written. */
static bool whole(const char *name, FILE *file, rg_zip_part *part)
{
    off_t size = fflush(file) == 0 ? ftello(file) : -1;
    *part = (rg_zip_part){.name = name, .file = file, .size = size < 0 ? 0 : (uint64_t)size};
    return size >= 0;
}

rg_status rg_archive_commit(rg_archive *archive, const rg_check_options *options, rg_error *error)
{
    rg_zip_part others = {0};
    size_t count = archive->section_count;
    rg_zip_part *parts = rg_alloc((count + 2) * sizeof *parts);
    if (!parts)
        return rg_fail_memory(error);
    bool complete = whole("errors-file.csv", archive->errors, &parts[0]) &&
                    whole("failed-entries-file.csv", archive->failed, &parts[1]) &&
                    (!archive->others || whole("", archive->others, &others));
    for (size_t i = 0; i < count; i++) {
        const section *at = &archive->sections[i];
        uint64_t end = i + 1 < count ? at[1].start : others.size;
        parts[i + 2] = (rg_zip_part){at->name, archive->others, at->start, end - at->start};
    }
    rg_status status =
        complete ? rg_zip_write(archive->path, parts, count + 2, options, error) : write_error(archive, error);
    rg_free(parts);
    return status;
}
