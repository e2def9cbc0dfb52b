/* buffer.c - a growing string of bytes that fails stickily. */
#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"

#define LEAST_CAPACITY 64 /* most are short, and grow byte by byte */

/* Room for `size` more bytes and the NUL behind them. */
static bool reserve(rg_buffer *buffer, size_t size)
{
    if (buffer->failed || size > SIZE_MAX / 4 - buffer->size) {
        buffer->failed = true;
        return false;
    }
    size_t needed = buffer->size + size + 1;
    if (needed <= buffer->capacity)
        return true;
    size_t capacity = needed < LEAST_CAPACITY ? LEAST_CAPACITY : needed + needed / 2;
    char *bytes = rg_resize(buffer->bytes, capacity);
    if (!bytes) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

char *rg_buffer_extend(rg_buffer *buffer, size_t size)
{
    if (!reserve(buffer, size))
        return NULL;
    char *added = buffer->bytes + buffer->size;
    buffer->size += size;
    added[size] = '\0';
    return added;
}

void rg_buffer_add(rg_buffer *buffer, const void *bytes, size_t size)
{
    char *added = rg_buffer_extend(buffer, size);
    if (added && size)
        memcpy(added, bytes, size);
}

void rg_buffer_add_string(rg_buffer *buffer, const char *string)
{
    rg_buffer_add(buffer, string, strlen(string));
}

void rg_buffer_printf(rg_buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    if (size >= 0 && reserve(buffer, (size_t)size)) {
        vsnprintf(buffer->bytes + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    }
    va_end(again);
    va_end(arguments);
}

const char *rg_decimal(uint64_t number, char room[RG_DECIMAL_SIZE])
{
    size_t at = RG_DECIMAL_SIZE - 1;
    room[at] = '\0';
    do
        room[--at] = (char)('0' + number % 10);
    while (number /= 10);
    return room + at;
}

void rg_buffer_add_grouped(rg_buffer *buffer, uint64_t number)
{
    char room[RG_DECIMAL_SIZE];
    const char *digits = rg_decimal(number, room);
    size_t count = strlen(digits);
    for (size_t i = 0; i < count; i++) {
        if (i && (count - i) % 3 == 0)
            rg_buffer_add(buffer, ",", 1);
        rg_buffer_add(buffer, &digits[i], 1);
    }
}

rg_text rg_buffer_text(const rg_buffer *buffer)
{
    return (rg_text){buffer->bytes ? buffer->bytes : "", buffer->size};
}

void rg_buffer_clear(rg_buffer *buffer)
{
    buffer->size = 0;
    if (buffer->bytes)
        buffer->bytes[0] = '\0';
}

void rg_buffer_free(rg_buffer *buffer)
{
    rg_free(buffer->bytes);
    *buffer = (rg_buffer){0};
}
