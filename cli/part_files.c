/* part_files.c - the files that a file is split into, and the list of them. */
#include "part_files.h"

#include <inttypes.h>
#include <stdlib.h>

rg_status files_write(part_file *file, rg_text text, rg_error *error)
{
    rg_status status = file->out.path ? RG_OK : output_open(&file->out, file->path, error);
    return status == RG_OK ? output_write(&file->out, text, error) : status;
}

/* ---------------------------------------------------------------- the list */

static rg_status print_file(output *out, const part_file *file, rg_error *error)
{
    const rg_file_part *part = &file->part;
    rg_status status = output_printf(out, error, "{\"path\":");
    if (status == RG_OK)
        status = output_json(out, file->path, error);
    if (status == RG_OK && file->what)
        status = output_printf(out, error, ",\"rows\":\"%s\"", file->what);
    if (status == RG_OK && !file->what)
        status =
            output_printf(out, error, ",\"first_line\":%" PRIu64 ",\"last_line\":%" PRIu64 ",\"first_record\":%" PRIu64,
                          part->first_line, part->last_line, part->first_record);
    if (status == RG_OK)
        status = output_printf(out, error,
                               ",\"records\":%" PRIu64 ",\"bytes\":%" PRIu64 ",\"repeated_header_bytes\":%" PRIu64 "}",
                               part->records, part->bytes + part->repeated_header, part->repeated_header);
    return status;
}

rg_status files_print(const part_files *files, output *out, rg_error *error)
{
    rg_status status = output_printf(out, error, "{\"rowgate\":{\"version\":\"%s\"},\"path\":", rg_version());
    if (status == RG_OK)
        status = output_json(out, files->input, error);
    if (status == RG_OK)
        status = output_printf(out, error, ",\"parts\":[");
    for (size_t i = 0; status == RG_OK && i < files->count; i++) {
        status = output_printf(out, error, "%s\n", i ? "," : "");
        if (status == RG_OK)
            status = print_file(out, &files->items[i], error);
    }
    return status == RG_OK ? output_printf(out, error, "\n]}\n") : status;
}

/* ---------------------------------------------------------------- the end */

/* Everything is on the disk before anything has its name; the list comes last. */
rg_status files_commit(part_files *files, rg_error *error)
{
    output list = {0};
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < files->count; i++) {
        part_file *file = &files->items[i];
        if (!file->out.path) /* there, even when it is empty */
            status = output_open(&file->out, file->path, error);
        if (status == RG_OK)
            status = output_settle(&file->out, error);
    }
    if (status == RG_OK && files->list)
        status = output_open(&list, files->list, error);
    if (status == RG_OK && files->list)
        status = files_print(files, &list, error);
    if (status == RG_OK && files->list)
        status = output_settle(&list, error);
    for (size_t i = 0; status == RG_OK && i < files->count; i++)
        status = output_commit(&files->items[i].out, error);
    if (status == RG_OK && files->list)
        status = output_commit(&list, error);
    if (list.path)
        output_close(&list);
    return status;
}

void files_close(part_files *files)
{
    for (size_t i = 0; files->items && i < files->count; i++) {
        if (files->items[i].out.path)
            output_close(&files->items[i].out);
        free(files->items[i].path);
    }
    free(files->items);
    free(files->list);
    *files = (part_files){0};
}
