/* output.c - where what is written goes: standard output, or a file that appears only when it is whole. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static rg_status fail(const output *out, const char *what, rg_error *error)
{
    *error = (rg_error){.status = RG_IO_ERROR};
    snprintf(error->file, sizeof error->file, "%s", out->path ? out->path : "");
    snprintf(error->message, sizeof error->message, "cannot %s%s: %s", what, out->path ? "" : " to standard output",
             strerror(errno));
    return RG_IO_ERROR;
}

/* A device or pipe cannot be replaced by a file of its name: it is written as it is. */
static bool is_replaceable(const char *path)
{
    struct stat status;
    return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

/* Create the file that will be at `path`, beside it. */
static rg_status create_temporary(output *out, const char *path, mode_t mode, rg_error *error)
{
    size_t size = strlen(path) + sizeof ".XXXXXX";
    out->file = NULL;
    out->temporary = malloc(size);
    if (!out->temporary)
        return fail(out, "open", error);
    snprintf(out->temporary, size, "%s.XXXXXX", path);
    int descriptor = mkstemp(out->temporary);
    if (descriptor < 0) {
        free(out->temporary);
        out->temporary = NULL;
        return fail(out, "write", error);
    }
    fchmod(descriptor, mode);
    out->file = fdopen(descriptor, "wb");
    return out->file ? RG_OK : fail(out, "open", error);
}

rg_status output_open(output *out, const char *path, rg_error *error)
{
    *out = (output){.file = stdout, .path = path};
    if (!path)
        return RG_OK;
    if (!is_replaceable(path)) {
        out->file = fopen(path, "wb");
        return out->file ? RG_OK : fail(out, "open", error);
    }
    mode_t mask = umask(0);
    umask(mask);
    return create_temporary(out, path, 0666 & ~mask, error); /* the mode of a file that is simply created */
}

rg_status output_open_in_place(output *out, const char *path, rg_error *error)
{
    struct stat old;
    *out = (output){.path = path, .target = realpath(path, NULL)};
    if (!out->target || stat(out->target, &old) != 0)
        return fail(out, "open", error);
    if (!S_ISREG(old.st_mode)) {
        errno = EINVAL;
        return fail(out, "replace what is no file", error);
    }
    rg_status status = create_temporary(out, out->target, old.st_mode & 07777, error);
    if (status != RG_OK)
        return status;
    /* Only root may give a file away; a group of one's own may always be set. The mode again: chown clears some of it.
     */
    if (fchown(fileno(out->file), old.st_uid, old.st_gid) != 0 && old.st_uid != geteuid())
        return fail(out, "keep the owner", error);
    fchmod(fileno(out->file), old.st_mode & 07777);
    return RG_OK;
}

rg_status output_write(void *context, rg_text text, rg_error *error)
{
    output *out = context;
    return fwrite(text.bytes, 1, text.size, out->file) == text.size ? RG_OK : fail(out, "write", error);
}

rg_status output_printf(output *out, rg_error *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vfprintf(out->file, format, arguments);
    va_end(arguments);
    return size >= 0 ? RG_OK : fail(out, "write", error);
}

rg_status output_json(output *out, const char *text, rg_error *error)
{
    return rg_write_json_text(output_write, out, (rg_text){text, strlen(text)}, error);
}

/* The new name of a file survives a power cut only when its folder is on the disk, too. Where a folder cannot be
 * opened, nothing more can be done. */
static void sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    int descriptor = folder ? open(folder, O_RDONLY) : -1;
    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
    free(folder);
}

rg_status output_settle(output *out, rg_error *error)
{
    if (!out->file)
        return RG_OK;
    if (fflush(out->file) != 0)
        return fail(out, "write", error);
    if (!out->path)
        return RG_OK;
    if (out->temporary && fsync(fileno(out->file)) != 0)
        return fail(out, "write", error);
    int closed = fclose(out->file);
    out->file = NULL;
    return closed != 0 ? fail(out, "write", error) : RG_OK;
}

rg_status output_commit(output *out, rg_error *error)
{
    const char *target = out->target ? out->target : out->path;
    rg_status status = output_settle(out, error);
    if (status != RG_OK || !out->temporary)
        return status;
    if (rename(out->temporary, target) != 0)
        return fail(out, "write", error);
    sync_folder(target);
    free(out->temporary);
    out->temporary = NULL;
    return RG_OK;
}

void output_close(output *out)
{
    if (out->file && out->path)
        fclose(out->file);
    if (out->temporary) {
        unlink(out->temporary);
        free(out->temporary);
    }
    free(out->target);
    *out = (output){0};
}

const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}
