/* memory.c - the one door to the allocator, and an arena behind it. */
#define _DEFAULT_SOURCE /* madvise */
#include "memory.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef ROWGATE_FAIL_ALLOCATIONS
/* Only the build for tests has these; they are what makes "the n-th request fails" possible. */
static atomic_size_t requests, fail_from, fail_to;

static bool refuse(void)
{
    size_t request = atomic_fetch_add(&requests, 1) + 1, from = fail_from;
    return from != 0 && request >= from && request <= fail_to;
}

static size_t fail_between(size_t first, size_t last)
{
    size_t made = requests;
    requests = 0;
    fail_from = first;
    fail_to = last;
    return made;
}

size_t rg_memory_fail_at(size_t n)
{
    return fail_between(n, SIZE_MAX);
}

size_t rg_memory_fail_only(size_t n)
{
    return fail_between(n, n);
}
#else
static bool refuse(void)
{
    return false;
}
#endif

void *rg_alloc(size_t size)
{
    return refuse() ? NULL : calloc(1, size ? size : 1);
}

void *rg_resize(void *memory, size_t size)
{
    return refuse() ? NULL : realloc(memory, size ? size : 1);
}

void rg_free(void *memory)
{
    free(memory);
}

/* Each page costs an interruption when it is first touched, often more than filling it: in a virtual machine it may be
 * ten microseconds. Linux makes one huge page of 2 MiB if it can, or else brings 512 small ones in one request. Where
 * there is neither they come one by one, as ever. */
void *rg_alloc_large(size_t count)
{
    void *memory = !refuse() && count <= SIZE_MAX / RG_LARGE ? aligned_alloc(RG_LARGE, count * RG_LARGE) : NULL;
#if defined MADV_HUGEPAGE && defined MADV_POPULATE_WRITE
    if (memory) {
        madvise(memory, count * RG_LARGE, MADV_HUGEPAGE);
        madvise(memory, count * RG_LARGE, MADV_POPULATE_WRITE);
    }
#endif
    return memory;
}

bool rg_grow(void **array, size_t element_size, size_t count, size_t *capacity)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    void *grown = wanted <= SIZE_MAX / element_size ? rg_resize(*array, wanted * element_size) : NULL;
    if (!grown)
        return false;
    *array = grown;
    *capacity = wanted;
    return true;
}

#define CHUNK_SIZE 4096
/* One common chunk is kept between resets; a larger one was for an unusual piece and is given back. */

struct rg_arena_chunk {
    struct rg_arena_chunk *next;
    size_t used;
    size_t size;
    alignas(max_align_t) char bytes[];
};

static struct rg_arena_chunk *add_chunk(rg_arena *arena, size_t size)
{
    size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
    struct rg_arena_chunk *chunk = room < SIZE_MAX / 2 ? rg_alloc(sizeof *chunk + room) : NULL;
    if (!chunk) {
        arena->failed = true;
        return NULL;
    }
    chunk->size = room;
    chunk->next = arena->chunk;
    arena->chunk = chunk;
    return chunk;
}

void *rg_arena_alloc(rg_arena *arena, size_t size)
{
    const size_t mask = alignof(max_align_t) - 1;
    if (arena->failed || size > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    size = (size + mask) & ~mask;
    struct rg_arena_chunk *chunk = arena->chunk;
    if (!chunk || chunk->size - chunk->used < size)
        chunk = add_chunk(arena, size);
    if (!chunk)
        return NULL;
    void *piece = chunk->bytes + chunk->used;
    chunk->used += size;
    return memset(piece, 0, size);
}

char *rg_arena_text(rg_arena *arena, rg_text text)
{
    char *copy = rg_arena_alloc(arena, text.size + 1);
    if (copy && text.size)
        memcpy(copy, text.bytes, text.size);
    return copy;
}

char *rg_arena_string(rg_arena *arena, const char *string)
{
    return rg_arena_text(arena, (rg_text){string, strlen(string)});
}

char *rg_arena_join(rg_arena *arena, const char *first, ...)
{
    va_list parts, again;
    size_t size = 0, at = 0;
    va_start(parts, first);
    va_copy(again, parts);
    for (const char *part = first; part; part = va_arg(parts, const char *))
        size += strlen(part);
    char *joined = rg_arena_alloc(arena, size + 1);
    for (const char *part = first; joined && part; part = va_arg(again, const char *)) {
        size_t part_size = strlen(part);
        memcpy(joined + at, part, part_size);
        at += part_size;
    }
    va_end(again);
    va_end(parts);
    return joined;
}

char *rg_arena_vprintf(rg_arena *arena, const char *format, va_list arguments)
{
    char room[256]; /* enough for nearly all: they need not be formatted twice */
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(room, sizeof room, format, arguments);
    char *text = size < 0 ? NULL : rg_arena_alloc(arena, (size_t)size + 1);
    if (text && (size_t)size < sizeof room)
        memcpy(text, room, (size_t)size);
    else if (text)
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return text;
}

char *rg_arena_printf(rg_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = rg_arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

void rg_arena_reset(rg_arena *arena)
{
    struct rg_arena_chunk *kept = NULL;
    for (struct rg_arena_chunk *chunk = arena->chunk, *next; chunk; chunk = next) {
        next = chunk->next;
        if (!kept && chunk->size == CHUNK_SIZE)
            kept = chunk;
        else
            rg_free(chunk);
    }
    if (kept) {
        kept->next = NULL;
        kept->used = 0;
    }
    arena->chunk = kept;
    arena->failed = false;
}

void rg_arena_free(rg_arena *arena)
{
    rg_arena_reset(arena);
    rg_free(arena->chunk);
    arena->chunk = NULL;
}
