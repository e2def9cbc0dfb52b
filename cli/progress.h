/* progress.h - a line on standard error for work that takes its time. */
#ifndef ROWGATE_PROGRESS_H
#define ROWGATE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "rowgate.h"

typedef struct progress {
    bool enabled;
    bool shown;
    const char *path;
    const char *what;     /* is done with it; NULL: nobody asks */
    uint64_t total_bytes; /* 0: not known */
    unsigned calls;
    double started, last;
} progress;

void progress_begin(progress *p, bool enabled, const char *path);
/* Cheap: call it for every record. */
void progress_update(progress *p, const rg_summary *summary);
/* Remove the line. */
void progress_end(progress *p);

#endif
