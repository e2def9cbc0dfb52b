/* output.c - where the report goes: standard output, or a file that appears only when it is whole. */
#define _POSIX_C_SOURCE 200809L
#include "output.h"

#include <errno.h>
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

rg_status output_open(output *out, const char *path, rg_error *error)
{
    *out = (output){.file = stdout, .path = path};
    if (!path)
        return RG_OK;
    if (!is_replaceable(path)) {
        out->file = fopen(path, "wb");
        return out->file ? RG_OK : fail(out, "open", error);
    }
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
    mode_t mask = umask(0);
    umask(mask);
    fchmod(descriptor, 0666 & ~mask); /* what a file that is simply created would have */
    out->file = fdopen(descriptor, "wb");
    return out->file ? RG_OK : fail(out, "open", error);
}

rg_status output_write(void *context, rg_text text, rg_error *error)
{
    output *out = context;
    return fwrite(text.bytes, 1, text.size, out->file) == text.size ? RG_OK : fail(out, "write", error);
}

rg_status output_commit(output *out, rg_error *error)
{
    if (fflush(out->file) != 0)
        return fail(out, "write", error);
    if (!out->path)
        return RG_OK;
    int closed = fclose(out->file);
    out->file = NULL;
    if (closed != 0)
        return fail(out, "write", error);
    if (!out->temporary)
        return RG_OK;
    if (rename(out->temporary, out->path) != 0)
        return fail(out, "write", error);
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
    *out = (output){0};
}
