/* heap.c - the program's memory in few large pages.
 *
 * A page that is touched for the first time costs an interruption, in a virtual machine two: some ten microseconds, and
 * a check of some thousand records touches hundreds. So the heap of the C library gets huge pages where the system has
 * them: 2 MiB cost no more than a few dozen small ones. That is for the program to do: a library has no say in it. */
#define _DEFAULT_SOURCE /* madvise, sbrk */
#include "heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined __GLIBC__ && defined MADV_HUGEPAGE
#include <malloc.h>

#define SMALL_PAGE ((uintptr_t)4096)
#define HUGE_PAGE ((uintptr_t)2 << 20)
#define ROOM (4 * HUGE_PAGE) /* addresses; only huge pages that are used become memory */

/* The first bytes of the heap are written to before anything can be said of it: they lie in a small page of their own,
 * just in front of the first huge one. */
static char *place_heap(void)
{
    uintptr_t end = (uintptr_t)sbrk(0), gap = (HUGE_PAGE - SMALL_PAGE - end) % HUGE_PAGE;
    return sbrk((intptr_t)gap) == (void *)-1 ? NULL : (char *)(end + gap);
}

void prepare_heap(void)
{
    char *start = place_heap();
    mallopt(M_TOP_PAD, (int)ROOM);
    mallopt(M_MMAP_THRESHOLD, 1 << 20);         /* what is smaller comes from the heap, */
    mallopt(M_TRIM_THRESHOLD, (int)(2 * ROOM)); /* which does not shrink and grow again, */
    mallopt(M_ARENA_MAX, 1);                    /* also when another thread asks, as few do */
    char *first = malloc(1), *end = sbrk(0);
    mallopt(M_TOP_PAD, 1 << 17); /* as ever from here on */
    /* With another allocator in front, as in tests, the heap is not there. */
    if (start && first >= start && first < start + SMALL_PAGE && end > start + SMALL_PAGE)
        madvise(start + SMALL_PAGE, (size_t)(end - start) - SMALL_PAGE, MADV_HUGEPAGE);
    free(first);
}
#else
void prepare_heap(void)
{
}
#endif
