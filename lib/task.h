/* task.h - the task record that the service would answer. */
#ifndef RG_TASK_H
#define RG_TASK_H

#include "across.h"
#include "template.h"

/* What the prediction rests on. */
typedef struct rg_outcome {
    const rg_template *t; /* NULL: the file was not recognised */
    bool file_failed;     /* the header, or the file as a whole, is such that nothing would be imported */
    uint64_t records, failed;
    rg_across_totals across;
    bool failed_elsewhere; /* records failed in other tables than that of the servers */
    bool has_counts;       /* it is known which records are servers */
} rg_outcome;

rg_task rg_predict_task(const rg_outcome *outcome);

#endif
