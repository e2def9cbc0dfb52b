/* folder.c - the files in a folder, and in the folders in it. */
#define _POSIX_C_SOURCE 200809L
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "buffer.h"
#include "error.h"

/* An export is in a folder, and people hand over the folder above it. */
#define MOST_LEVELS 2

static rg_status list(rg_folder *folder, const char *root, const char *prefix, size_t level, size_t most,
                      rg_error *error);

static rg_status add(rg_folder *folder, const char *root, const char *name, size_t level, size_t most, rg_error *error)
{
    struct stat info;
    rg_buffer path = {0};
    rg_buffer_printf(&path, "%s/%s", root, name);
    rg_status status = path.failed ? rg_fail_memory(error) : RG_OK;
    bool there = status == RG_OK && stat(rg_buffer_text(&path).bytes, &info) == 0;
    rg_buffer_free(&path);
    if (there && S_ISDIR(info.st_mode) && level < MOST_LEVELS)
        return list(folder, root, name, level + 1, most, error);
    if (!there || !S_ISREG(info.st_mode) || folder->count == most)
        return status;
    const char *copy = rg_arena_string(&folder->arena, name);
    if (!copy || !RG_GROW(folder->names, folder->count, folder->capacity))
        return rg_fail_memory(error);
    folder->names[folder->count++] = copy;
    return RG_OK;
}

static rg_status list(rg_folder *folder, const char *root, const char *prefix, size_t level, size_t most,
                      rg_error *error)
{
    rg_buffer path = {0};
    rg_buffer_printf(&path, "%s%s%s", root, *prefix ? "/" : "", prefix);
    DIR *directory = path.failed ? NULL : opendir(rg_buffer_text(&path).bytes);
    rg_buffer_free(&path);
    if (!directory)
        return rg_fail_file(error, RG_IO_ERROR, root, "cannot open: %s", strerror(errno));
    rg_status status = RG_OK;
    for (const struct dirent *entry; status == RG_OK && (entry = readdir(directory)) != NULL;) {
        rg_buffer name = {0};
        if (entry->d_name[0] == '.')
            continue;
        rg_buffer_printf(&name, "%s%s%s", prefix, *prefix ? "/" : "", entry->d_name);
        status =
            name.failed ? rg_fail_memory(error) : add(folder, root, rg_buffer_text(&name).bytes, level, most, error);
        rg_buffer_free(&name);
    }
    closedir(directory);
    return status;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

rg_status rg_folder_list(rg_folder *folder, const char *path, size_t most, rg_error *error)
{
    rg_status status = list(folder, path, "", 1, most, error);
    if (folder->count)
        qsort(folder->names, folder->count, sizeof *folder->names, compare);
    return status;
}

void rg_folder_free(rg_folder *folder)
{
    rg_free(folder->names);
    rg_arena_free(&folder->arena);
    *folder = (rg_folder){0};
}
