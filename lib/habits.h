/* habits.h - what spreadsheets and exports do to whole files: said once, at the first record that shows it. */
#ifndef RG_HABITS_H
#define RG_HABITS_H

#include "findings.h"
#include "layout.h"

/* Zero-initialised is the beginning. */
typedef struct rg_habits {
    bool each;                       /* tell it of each record */
    bool mojibake, invisible, curly; /* it was told already */
} rg_habits;

/* Look at a sound record; records come in the order of the file. */
rg_status rg_habits_look(rg_habits *habits, const rg_layout *layout, const rg_row *row, rg_findings *findings,
                         rg_error *error);

#endif
