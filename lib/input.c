/* input.c - where bytes come from: a file or standard input, plain or gzip (zlib reads both), or a function. */
#define _POSIX_C_SOURCE 200809L
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "error.h"
#include "memory.h"

struct rg_input {
    char *name;
    rg_read_function *read;
    rg_close_function *close; /* NULL: nothing to close */
    void *context;
    gzFile file;               /* NULL when the bytes come from a function, or there are none */
    bool is_folder;            /* there are no bytes to read */
    bool is_stored;            /* the bytes are those of the file at `name`, and stay there */
    char ahead[RG_MOST_AHEAD]; /* bytes that were looked at and not yet taken */
    size_t ahead_start, ahead_size;
};

static rg_status file_error(gzFile file, const char *name, rg_error *error)
{
    int number;
    int system_error = errno;
    const char *message = gzerror(file, &number);
    if (number == Z_BUF_ERROR)
        return rg_fail_file(error, RG_IO_ERROR, name, "the gzip data ends too early: the file is cut off");
    if (number != Z_ERRNO)
        return rg_fail_file(error, RG_IO_ERROR, name, "the gzip data is damaged: %s", message);
    if (system_error == EINTR)
        return rg_fail_file(error, RG_CANCELLED, name, "interrupted while reading");
    return rg_fail_file(error, RG_IO_ERROR, name, "cannot read: %s", strerror(system_error));
}

static rg_status read_file(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    rg_input *input = context;
    int number = Z_OK;
    int got = gzread(input->file, buffer, capacity > INT_MAX ? INT_MAX : (unsigned)capacity);
    *size = got > 0 ? (size_t)got : 0;
    /* zlib gives a truncated file as a short one, and says so only here. */
    if (got == 0)
        gzerror(input->file, &number);
    return got < 0 || number != Z_OK ? file_error(input->file, input->name, error) : RG_OK;
}

static rg_status open_input(rg_input **input, const char *name, rg_error *error)
{
    rg_input *made = rg_alloc(sizeof *made);
    char *copy = rg_alloc(strlen(name) + 1);
    *input = NULL;
    if (!made || !copy) {
        rg_free(made);
        rg_free(copy);
        return rg_fail_memory(error);
    }
    made->name = strcpy(copy, name);
    *input = made;
    return RG_OK;
}

rg_status rg_input_open_stream(rg_input **input, const char *name, rg_read_function *read, rg_close_function *close,
                               void *context, rg_error *error)
{
    rg_status status = open_input(input, name, error);
    if (status != RG_OK) {
        close(context);
        return status;
    }
    (*input)->read = read;
    (*input)->close = close;
    (*input)->context = context;
    return RG_OK;
}

static void close_nothing(void *context)
{
    (void)context;
}

rg_status rg_input_open_function(rg_input **input, const char *name, rg_read_function *read, void *context,
                                 rg_error *error)
{
    return rg_input_open_stream(input, name, read, close_nothing, context, error);
}

static rg_status attach_file(rg_input *input, int descriptor, rg_error *error)
{
    struct stat info;
    if (descriptor < 0)
        return rg_fail_file(error, RG_IO_ERROR, input->name, "cannot open: %s", strerror(errno));
    input->is_folder = fstat(descriptor, &info) == 0 && S_ISDIR(info.st_mode);
    input->is_stored = fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode);
    input->file = gzdopen(descriptor, "rb");
    if (!input->file) {
        close(descriptor);
        return rg_fail_memory(error);
    }
    input->read = read_file;
    input->context = input;
    return RG_OK;
}

rg_status rg_input_open(rg_input **input, const char *path, rg_error *error)
{
    bool standard_input = strcmp(path, "-") == 0;
    rg_status status = open_input(input, standard_input ? "<stdin>" : path, error);
    if (status != RG_OK)
        return status;
    int descriptor = standard_input ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    status = attach_file(*input, descriptor, error);
    if (standard_input && status == RG_OK)
        (*input)->is_stored = false;
    if (status != RG_OK) {
        rg_input_close(*input);
        *input = NULL;
    }
    return status;
}

void rg_input_close(rg_input *input)
{
    if (!input)
        return;
    if (input->close)
        input->close(input->context);
    if (input->file)
        gzclose_r(input->file);
    rg_free(input->name);
    rg_free(input);
}

rg_status rg_input_read(rg_input *input, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    *size = 0;
    if (!input->ahead_size)
        return input->read(input->context, buffer, capacity, size, error);
    *size = input->ahead_size < capacity ? input->ahead_size : capacity;
    memcpy(buffer, input->ahead + input->ahead_start, *size);
    input->ahead_start += *size;
    input->ahead_size -= *size;
    return RG_OK;
}

rg_status rg_input_peek(rg_input *input, size_t wanted, rg_text *start, rg_error *error)
{
    size_t got = 1;
    while (got && input->ahead_size < wanted) {
        char *end = input->ahead + input->ahead_size;
        rg_status status = input->read(input->context, end, wanted - input->ahead_size, &got, error);
        if (status != RG_OK)
            return status;
        input->ahead_size += got;
    }
    *start = (rg_text){input->ahead, input->ahead_size};
    return RG_OK;
}

bool rg_input_is_folder(const rg_input *input)
{
    return input->is_folder;
}

const char *rg_input_path(const rg_input *input)
{
    return input->is_stored && gzdirect(input->file) ? input->name : NULL;
}

const char *rg_input_name(const rg_input *input)
{
    return input->name;
}
