/* zipfile.c - ZIP archives, to read and to write, by libzip. */
#define _POSIX_C_SOURCE 200809L
#include "zipfile.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "error.h"
#include "memory.h"
#include "zip_library.h"

/* What unpacks to more than so many times its packed size is a bomb, once it has grown to some size: text repeats
 * itself, but not like that. That goes for a member, and for all the others together: members can lie over each other
 * in the file. After some bombs nothing more is read. */
#define MOST_RATIO 200
#define HARMLESS_SIZE ((uint64_t)256 << 20)
#define MOST_BOMBS 3

struct rg_zip {
    zip_t *zip;
    uint64_t size;  /* of the file; 0: not known */
    uint64_t given; /* of all members but bombs, as often as they were read */
    size_t bombs;   /* members that were one */
};

typedef struct member_stream {
    rg_zip *zip;
    zip_file_t *file;
    uint64_t packed, given;
    char name[256];
} member_stream;

/* ---------------------------------------------------------------- reading */

static rg_status open_failed(zip_error_t *reason, rg_error *error)
{
    bool memory = rg_libzip.zip_error_code_zip(reason) == ZIP_ER_MEMORY;
    rg_status status =
        memory ? rg_fail_memory(error)
               : rg_fail(error, RG_DAMAGED, "the archive cannot be read: %s", rg_libzip.zip_error_strerror(reason));
    rg_libzip.zip_error_fini(reason);
    return status;
}

rg_status rg_zip_open(rg_zip **zip, const char *path, FILE *file, rg_error *error)
{
    zip_error_t reason;
    *zip = NULL;
    rg_status status = rg_libzip_load(error);
    if (status != RG_OK && file)
        fclose(file);
    if (status != RG_OK)
        return status;
    rg_zip *made = rg_alloc(sizeof *made);
    rg_libzip.zip_error_init(&reason);
    zip_stat_t info = {0};
    zip_source_t *source = !made  ? NULL
                           : path ? rg_libzip.zip_source_file_create(path, 0, -1, &reason)
                                  : rg_libzip.zip_source_filep_create(file, 0, -1, &reason);
    if (!source && file)
        fclose(file);
    if (source && rg_libzip.zip_source_stat(source, &info) == 0 && info.valid & ZIP_STAT_SIZE)
        made->size = info.size;
    if (source)
        made->zip = rg_libzip.zip_open_from_source(source, ZIP_RDONLY, &reason);
    if (source && !made->zip)
        rg_libzip.zip_source_free(source);
    if (made && made->zip) {
        rg_libzip.zip_error_fini(&reason);
        *zip = made;
        return RG_OK;
    }
    bool memory = !made;
    rg_free(made);
    return memory ? rg_fail_memory(error) : open_failed(&reason, error);
}

void rg_zip_close(rg_zip *zip)
{
    if (!zip)
        return;
    rg_libzip.zip_discard(zip->zip);
    rg_free(zip);
}

size_t rg_zip_count(const rg_zip *zip)
{
    zip_int64_t count = rg_libzip.zip_get_num_entries(zip->zip, 0);
    return count > 0 ? (size_t)count : 0;
}

rg_zip_member rg_zip_member_at(const rg_zip *zip, size_t index)
{
    zip_stat_t info;
    zip_uint8_t system = ZIP_OPSYS_UNIX;
    zip_uint32_t attributes = 0;
    rg_zip_member member = {.name = "", .unsupported = true};
    rg_libzip.zip_stat_init(&info);
    if (rg_libzip.zip_stat_index(zip->zip, index, 0, &info) != 0)
        return member;
    rg_libzip.zip_file_get_external_attributes(zip->zip, index, 0, &system, &attributes);
    member.name = info.name ? info.name : "";
    member.size = info.valid & ZIP_STAT_SIZE ? info.size : 0;
    member.encrypted = (info.valid & ZIP_STAT_ENCRYPTION_METHOD) && info.encryption_method != ZIP_EM_NONE;
    member.unsupported =
        !(info.valid & ZIP_STAT_COMP_METHOD) || !rg_libzip.zip_compression_method_supported(info.comp_method, 0);
    member.is_link = system == ZIP_OPSYS_UNIX && S_ISLNK((mode_t)(attributes >> 16));
    return member;
}

static bool is_bomb(uint64_t given, uint64_t packed)
{
    return given > HARMLESS_SIZE && given / MOST_RATIO > packed;
}

/* Bytes were given out: were they too many? */
static rg_status check_size(member_stream *stream, size_t size, rg_error *error)
{
    rg_zip *zip = stream->zip;
    stream->given += size;
    zip->given += size;
    if (is_bomb(stream->given, stream->packed)) {
        zip->given -= stream->given;
        zip->bombs++;
        stream->given = 0; /* it is told; who reads on begins anew */
        return rg_fail(error, RG_DAMAGED, "`%s` unpacks to more than %d times its size: it was made to fill disks",
                       stream->name, MOST_RATIO);
    }
    if (zip->bombs >= MOST_BOMBS || (zip->size && is_bomb(zip->given, zip->size)))
        return rg_fail(error, RG_DAMAGED, "it was not read: the archive was made to fill disks");
    return RG_OK;
}

static rg_status read_member(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    member_stream *stream = context;
    zip_int64_t got = rg_libzip.zip_fread(stream->file, buffer, capacity);
    *size = got > 0 ? (size_t)got : 0;
    if (got < 0)
        return rg_fail(error, RG_DAMAGED, "`%s` in the archive is damaged: %s", stream->name,
                       rg_libzip.zip_error_strerror(rg_libzip.zip_file_get_error(stream->file)));
    return check_size(stream, *size, error);
}

static void close_member(void *context)
{
    member_stream *stream = context;
    if (stream->file)
        rg_libzip.zip_fclose(stream->file);
    rg_free(stream);
}

rg_status rg_zip_read(rg_zip *zip, size_t index, rg_input **input, rg_error *error)
{
    zip_stat_t info;
    member_stream *stream = rg_alloc(sizeof *stream);
    *input = NULL;
    if (!stream)
        return rg_fail_memory(error);
    stream->zip = zip;
    rg_libzip.zip_stat_init(&info);
    rg_libzip.zip_stat_index(zip->zip, index, 0, &info);
    stream->packed = info.valid & ZIP_STAT_COMP_SIZE ? info.comp_size : 0;
    snprintf(stream->name, sizeof stream->name, "%s", info.name ? info.name : "");
    stream->file = rg_libzip.zip_fopen_index(zip->zip, index, 0);
    if (!stream->file) {
        rg_status status = rg_fail(error, RG_DAMAGED, "`%s` in the archive cannot be read: %s", stream->name,
                                   rg_libzip.zip_strerror(zip->zip));
        rg_free(stream);
        return status;
    }
    return rg_input_open_stream(input, stream->name, read_member, close_member, stream, error);
}

/* ---------------------------------------------------------------- writing */

rg_status rg_zip_can_write(rg_error *error)
{
    return rg_libzip_load(error);
}

static rg_status write_failed(const char *path, zip_t *zip, rg_error *error)
{
    bool cancelled = rg_libzip.zip_error_code_zip(rg_libzip.zip_get_error(zip)) == ZIP_ER_CANCELLED;
    rg_status status = rg_fail_file(error, cancelled ? RG_CANCELLED : RG_IO_ERROR, path, "cannot write the archive: %s",
                                    rg_libzip.zip_strerror(zip));
    rg_libzip.zip_discard(zip);
    return status;
}

/* A part while libzip reads it. */
typedef struct part_stream {
    const rg_zip_part *part;
    uint64_t given;
    zip_error_t error;
} part_stream;

static zip_int64_t read_part(part_stream *stream, void *data, zip_uint64_t capacity)
{
    const rg_deflated_piece *piece = &stream->part->piece;
    uint64_t left = piece->packed - stream->given;
    size_t wanted = (size_t)(left < capacity ? left : capacity);
    if (!rg_deflated_read(stream->part->file, piece->start + stream->given, data, wanted)) {
        rg_libzip.zip_error_set(&stream->error, ZIP_ER_READ, errno);
        return -1;
    }
    stream->given += wanted;
    return (zip_int64_t)wanted;
}

/* All that libzip would find out by packing the bytes itself. So it copies them. */
static zip_int64_t describe_part(const rg_deflated_piece *piece, zip_stat_t *info)
{
    rg_libzip.zip_stat_init(info);
    info->comp_method = ZIP_CM_DEFLATE;
    info->comp_size = piece->packed;
    info->size = piece->size;
    info->crc = piece->crc;
    info->valid = ZIP_STAT_COMP_METHOD | ZIP_STAT_COMP_SIZE | ZIP_STAT_SIZE | ZIP_STAT_CRC;
    return sizeof *info;
}

static zip_int64_t serve_part(void *context, void *data, zip_uint64_t size, zip_source_cmd_t command)
{
    part_stream *stream = context;
    switch (command) {
    case ZIP_SOURCE_OPEN:
        stream->given = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return read_part(stream, data, size);
    case ZIP_SOURCE_STAT:
        return describe_part(&stream->part->piece, data);
    case ZIP_SOURCE_ERROR:
        return rg_libzip.zip_error_to_data(&stream->error, data, size);
    case ZIP_SOURCE_SUPPORTS:
        return rg_libzip.zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                                        ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    default:
        return 0;
    }
}

static bool add_part(zip_t *zip, part_stream *stream)
{
    zip_source_t *source = rg_libzip.zip_source_function(zip, serve_part, stream);
    if (!source)
        return false;
    zip_int64_t index = rg_libzip.zip_file_add(zip, stream->part->name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        rg_libzip.zip_source_free(source);
        return false;
    }
    /* How it is to be compressed is not said: libzip would do it anew. The time is fixed, so that the same input gives
     * the same archive. */
    rg_libzip.zip_file_set_dostime(zip, (zip_uint64_t)index, 0, 33, 0);
    return true;
}

static int ask_cancelled(zip_t *zip, void *context)
{
    const rg_check_options *options = context;
    (void)zip;
    return options->cancelled(options->context);
}

static rg_status write_parts(zip_t *zip, const char *path, part_stream *streams, size_t count,
                             const rg_check_options *options, rg_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!add_part(zip, &streams[i]))
            return write_failed(path, zip, error);
    if (options && options->cancelled)
        rg_libzip.zip_register_cancel_callback_with_state(zip, ask_cancelled, NULL, (void *)(uintptr_t)options);
    return rg_libzip.zip_close(zip) == 0 ? RG_OK : write_failed(path, zip, error);
}

rg_status rg_zip_write(const char *path, const rg_zip_part *parts, size_t count, const rg_check_options *options,
                       rg_error *error)
{
    int number;
    rg_status status = rg_libzip_load(error);
    if (status != RG_OK)
        return status;
    part_stream *streams = rg_alloc(count * sizeof *streams);
    if (!streams)
        return rg_fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        streams[i].part = &parts[i];
        rg_libzip.zip_error_init(&streams[i].error);
    }
    zip_t *zip = rg_libzip.zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &number);
    if (zip) {
        status = write_parts(zip, path, streams, count, options, error);
    } else {
        zip_error_t reason;
        rg_libzip.zip_error_init_with_code(&reason, number);
        status = rg_fail_file(error, RG_IO_ERROR, path, "cannot write the archive: %s",
                              rg_libzip.zip_error_strerror(&reason));
        rg_libzip.zip_error_fini(&reason);
    }
    for (size_t i = 0; i < count; i++)
        rg_libzip.zip_error_fini(&streams[i].error);
    rg_free(streams);
    return status;
}
