/* progress.c - a line on standard error for work that takes its time. */
#define _POSIX_C_SOURCE 200809L
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#define PATIENCE 0.5 /* seconds: nothing is said before */
#define INTERVAL 0.1
#define CALLS_BETWEEN_LOOKS 1024

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_begin(progress *p, bool enabled, const char *path)
{
    struct stat status;
    *p = (progress){.enabled = enabled, .path = path};
    if (!enabled)
        return;
    p->started = p->last = now();
    if (stat(path, &status) == 0 && S_ISREG(status.st_mode))
        p->total_bytes = (uint64_t)status.st_size;
}

static void show(progress *p, const rg_summary *summary)
{
    double megabytes = (double)summary->bytes / 1e6;
    p->shown = true;
    fprintf(stderr, "\r\033[K%s: %s%s%" PRIu64 " records, %.0f MB", p->path, p->what ? p->what : "",
            p->what ? ", " : "", summary->records, megabytes);
    /* A compressed file gives more bytes than it has: then nobody knows the share. */
    if (p->total_bytes >= summary->bytes && p->total_bytes)
        fprintf(stderr, " (%.0f %%)", 100.0 * (double)summary->bytes / (double)p->total_bytes);
    if (summary->failed)
        fprintf(stderr, ", %" PRIu64 " failed", summary->failed);
    fflush(stderr);
}

void progress_update(progress *p, const rg_summary *summary)
{
    if (!p->enabled || ++p->calls % CALLS_BETWEEN_LOOKS)
        return;
    double time = now();
    if (time - p->started < PATIENCE || time - p->last < INTERVAL)
        return;
    p->last = time;
    show(p, summary);
}

void progress_end(progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}
