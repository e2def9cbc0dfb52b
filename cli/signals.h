/* signals.h - Ctrl-C ends the work in good order, and then the program as a signal should. */
#ifndef ROWGATE_SIGNALS_H
#define ROWGATE_SIGNALS_H

#include <stdbool.h>

void catch_signals(void);
/* The signature that rg_check_options asks for. */
bool was_interrupted(void *unused);
/* If there was a signal, end the program by it, now that everything is tidy. */
void end_by_signal(void);

#endif
