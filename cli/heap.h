/* heap.h - the program's memory in few large pages. */
#ifndef HEAP_H
#define HEAP_H

/* Before any memory is asked for. Where the system cannot do it, nothing happens. */
void prepare_heap(void);

#endif
