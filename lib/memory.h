/* memory.h - the one door to the allocator, and an arena behind it. */
#ifndef RG_MEMORY_H
#define RG_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

#include "rowgate.h"

/* All of the library's own memory comes from here, so that a test can make the n-th request fail. */
void *rg_alloc(size_t size); /* zeroed */
void *rg_resize(void *memory, size_t size);
void rg_free(void *memory);
/* Some RG_LARGE bytes all of which will be used, not zeroed: as few pages as the system can make of them. */
#define RG_LARGE ((size_t)2 << 20)
void *rg_alloc_large(size_t count);
/* Test hooks: the n-th request from now (1-based) fails, with all later ones or alone; 0 switches that off. Both return
 * how many requests were made since the last call. */
size_t rg_memory_fail_at(size_t n);
size_t rg_memory_fail_only(size_t n);

/* Many small pieces that are freed together. Zero-initialised is empty. Fails stickily: after a
 * refused request `failed` is set and every call returns NULL, so callers may check once. */
typedef struct rg_arena {
    struct rg_arena_chunk *chunk;
    bool failed;
} rg_arena;

void *rg_arena_alloc(rg_arena *arena, size_t size); /* zeroed, aligned for anything */
char *rg_arena_text(rg_arena *arena, rg_text text); /* a NUL-terminated copy */
char *rg_arena_string(rg_arena *arena, const char *string);
/* The strings behind one another; NULL is their end. For what is said by the million: printf takes its time. */
char *rg_arena_join(rg_arena *arena, const char *first, ...) __attribute__((sentinel));
char *rg_arena_printf(rg_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *rg_arena_vprintf(rg_arena *arena, const char *format, va_list arguments);
/* Forget all pieces, keep one chunk of memory for the next. */
void rg_arena_reset(rg_arena *arena);
void rg_arena_free(rg_arena *arena);

/* Make room for one more element in a growing array: returns false when memory is out.
 *     if (!RG_GROW(list, count, capacity)) ...
 *     list[count++] = x; */
bool rg_grow(void **array, size_t element_size, size_t count, size_t *capacity);
#define RG_GROW(array, count, capacity) rg_grow((void **)&(array), sizeof *(array), (count), &(capacity))

#endif
