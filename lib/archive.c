/* archive.c - errors and failed entries in one ZIP, as errorsAndFailedEntriesZip.
 *
 * libzip writes everything at the end, so both members wait in unlinked temporary files: memory stays the same
 * whatever fails, and nothing is left behind when the process dies. libzip writes beside the target and renames. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "buffer.h"
#include "error.h"
#include "memory.h"
#include "text.h"
#include "zipfile.h"

/* The spelling of this header is ours: the service's is not published. */
#define ERRORS_HEADER "Line Number,Column Name,ExternalId,Error Message\r\n"

struct rg_archive {
    char *path;
    FILE *errors;
    FILE *failed;
};

static rg_status write_error(const rg_archive *archive, rg_error *error)
{
    return rg_fail_file(error, RG_IO_ERROR, archive->path, "cannot write the temporary files of the archive: %s",
                        strerror(errno));
}

rg_status rg_archive_open(rg_archive **archive, const char *path, rg_error *error)
{
    rg_archive *made = rg_alloc(sizeof *made);
    *archive = NULL;
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
    rg_free(archive->path);
    rg_free(archive);
}

/* A CSV field, quoted where RFC 4180 asks for it. */
static void put_field(FILE *out, rg_text text, const char *after)
{
    bool quoted = false;
    for (size_t i = 0; i < text.size && !quoted; i++)
        quoted = strchr(",\"\r\n", text.bytes[i]) != NULL && text.bytes[i];
    if (quoted)
        putc('"', out);
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] == '"')
            putc('"', out);
        putc(text.bytes[i], out);
    }
    fputs(quoted ? "\"" : "", out);
    fputs(after, out);
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
    bool complete = !text.failed;
    put_field(out, rg_buffer_text(&text), "\r\n");
    rg_buffer_free(&text);
    return complete;
}

static bool put_finding(FILE *out, const rg_finding *finding)
{
    if (finding->line)
        fprintf(out, "%" PRIu64, finding->line);
    fputs(",", out);
    put_field(out, rg_text_of(finding->field ? finding->field : ""), ",");
    put_field(out, finding->external_id, ",");
    return put_message(out, finding);
}

rg_status rg_archive_record(rg_archive *archive, const rg_record *record, rg_error *error)
{
    for (size_t i = 0; i < record->finding_count; i++)
        if (record->findings[i].severity == RG_ERROR && !put_finding(archive->errors, &record->findings[i]))
            return rg_fail_memory(error);
    bool kept = record->kind == RG_HEADER || ((record->kind == RG_DATA || record->kind == RG_REST) && record->failed);
    if (kept)
        fwrite(record->original.bytes, 1, record->original.size, archive->failed);
    return ferror(archive->errors) || ferror(archive->failed) ? write_error(archive, error) : RG_OK;
}

rg_status rg_archive_commit(rg_archive *archive, const rg_check_options *options, rg_error *error)
{
    const rg_zip_part parts[] = {{"errors-file.csv", &archive->errors}, {"failed-entries-file.csv", &archive->failed}};
    return rg_zip_write(archive->path, parts, sizeof parts / sizeof *parts, options, error);
}
