/* task.c - the task record that the service would answer.
 *
 * Statuses and members are those of StartImportTask (AWS Application Discovery Service API reference). What the
 * service does not publish is our choice: a limit that is exceeded fails the whole import, and an application
 * counts as imported when at least one accepted record names it. */
#include "task.h"

static const char *predict_status(const rg_outcome *o)
{
    if (!o->t)
        return "IMPORT_FAILED_UNSUPPORTED_FILE_TYPE";
    if (o->across.record_limit_line)
        return "IMPORT_FAILED_RECORD_LIMIT_EXCEEDED";
    if (o->across.server_limit_line)
        return "IMPORT_FAILED_SERVER_LIMIT_EXCEEDED";
    if (o->file_failed || (o->failed == o->records && o->records > 0))
        return "IMPORT_FAILED";
    return o->failed || o->failed_elsewhere ? "IMPORT_COMPLETE_WITH_ERRORS" : "IMPORT_COMPLETE";
}

rg_task rg_predict_task(const rg_outcome *o)
{
    rg_task task = {NULL, NULL, -1, -1, -1, -1};
    if (o->t && !o->t->classification)
        return task;
    task.status = predict_status(o);
    if (!o->t)
        return task;
    bool nothing = o->file_failed || o->across.record_limit_line || o->across.server_limit_line;
    task.file_classification = o->t->classification;
    if (!o->has_counts)
        return task;
    uint64_t servers = o->records - o->across.others_accepted - o->across.others_failed;
    task.server_import_failure = (int64_t)(nothing ? servers : o->failed - o->across.others_failed);
    task.server_import_success = (int64_t)servers - task.server_import_failure;
    if (!o->t->resource_count && o->t->applications != RG_NO_COLUMN) {
        int64_t good = (int64_t)o->across.applications_good, bad = (int64_t)o->across.applications_bad;
        task.application_import_success = nothing ? 0 : good;
        task.application_import_failure = nothing ? good + bad : bad;
    }
    return task;
}
