/* signals.c - Ctrl-C ends the work in good order, and then the program as a signal should. */
#define _POSIX_C_SOURCE 200809L
#include "signals.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t caught;

/* A signal that comes just before a read that blocks would interrupt nothing: until the end it is followed by an
 * alarm every second. */
static void note(int number)
{
    if (number != SIGALRM)
        caught = number;
    alarm(1);
}

void catch_signals(void)
{
    const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = note}; /* no SA_RESTART: a read that waits must end */
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction before;
        /* A signal that the caller ignores (nohup) stays ignored. */
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
    }
    sigaction(SIGALRM, &action, NULL);
    /* A closed pipe is noticed where writing fails. */
    signal(SIGPIPE, SIG_IGN);
}

bool was_interrupted(void *unused)
{
    (void)unused;
    return caught != 0;
}

void end_by_signal(void)
{
    if (!caught)
        return;
    signal(caught, SIG_DFL);
    raise(caught);
}
