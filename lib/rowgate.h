/*
 * rowgate.h - check CSV import files before they are uploaded.
 *
 * This is the whole public interface. It reads from top to bottom in the order in which a program
 * uses it:
 *
 *     input  ->  template  ->  check (one record at a time)  ->  report, archive
 *
 * A complete check of one file, without the error handling:
 *
 *     rg_template *template;
 *     rg_input *input;
 *     rg_check *check;
 *     const rg_record *record;
 *
 *     rg_template_builtin(&template, "import-template", &error);
 *     rg_input_open(&input, "servers.csv", &error);
 *     rg_check_open(&check, input, (const rg_template *const[]){template}, 1, NULL, &error);
 *     while (rg_check_next(check, &record, &error) == RG_OK)
 *         for (size_t i = 0; i < record->finding_count; i++)
 *             puts(record->findings[i].message);
 *     rg_check_close(check);
 *     rg_input_close(input);
 *     rg_template_free(template);
 *
 * Conventions, for every function here:
 *   - What can fail returns an rg_status and takes an rg_error last. The error belongs to the caller,
 *     may be NULL, and is written only on failure.
 *   - What `*_open`, `*_load` and `*_builtin` give back is the caller's, to be ended by the
 *     `*_close` or `*_free` of the same name; those accept NULL.
 *   - An out parameter is set to NULL on failure.
 *   - Lines, records, columns and fields are counted from 1; byte offsets from 0. Sizes are in bytes.
 *   - The library never prints, never exits, reads no environment, and keeps no state of its own:
 *     objects that share nothing may be used from different threads.
 */
#ifndef ROWGATE_H
#define ROWGATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define RG_API __attribute__((visibility("default")))
#else
#define RG_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library, e.g. "0.1.0". Static. */
RG_API const char *rg_version(void);

/* ---------------------------------------------------------------- statuses and errors */

typedef enum rg_status {
    RG_OK = 0,
    RG_DONE,          /* there is nothing more to give; not a failure */
    RG_BAD_TEMPLATE,  /* a template is broken, contradictory or unsupported */
    RG_BAD_USAGE,     /* an argument makes no sense */
    RG_IO_ERROR,      /* reading or writing failed */
    RG_LIMIT_REACHED, /* a pattern hit its match, depth or heap limit: no answer either way */
    RG_DAMAGED,       /* an archive, workbook or other container is broken: nobody could read on */
    RG_NO_MEMORY,
    RG_CANCELLED /* the caller's `cancelled` said so */
} rg_status;

/* What went wrong outside the data. `file` is "" when no file is meant, `line` and `column` are 0
 * when no place is; `excerpt` holds the source line and a caret, ready to print, or "". */
typedef struct rg_error {
    rg_status status;
    uint64_t line;
    uint64_t column;
    char file[512];
    char message[1024];
    char excerpt[1024];
} rg_error;

/* A view of bytes that somebody else owns; not NUL-terminated. */
typedef struct rg_text {
    const char *bytes;
    size_t size;
} rg_text;

/* ---------------------------------------------------------------- finding codes */

typedef enum rg_severity { RG_ERROR, RG_WARNING } rg_severity;

/* One row of the table of finding codes. Static. */
typedef struct rg_code {
    const char *id;          /* stable, e.g. "E310" */
    const char *title;       /* a few words, lower case */
    const char *explanation; /* what it means and why it matters; plain text, lines separated by \n */
    const char *example;     /* a few lines that provoke it */
    const char *remedy;      /* the way out */
    rg_severity severity;    /* unless a template's rule says otherwise */
} rg_code;

RG_API size_t rg_code_count(void);
/* The code at `index` (0-based), or NULL beyond the end. */
RG_API const rg_code *rg_code_at(size_t index);
/* The code with this id, in any case ("e310"), or NULL. */
RG_API const rg_code *rg_code_find(const char *id);

/* ---------------------------------------------------------------- input */

/* Bytes to check: a file, standard input, or anything with a read function. gzip is recognised by
 * its first bytes and unpacked on the way. */
typedef struct rg_input rg_input;

/* Give at most `capacity` bytes into `buffer` and say how many in `*size`; 0 is the end. */
typedef rg_status rg_read_function(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error);

/* Open the file at `path`; "-" is standard input, which is left open on close. */
RG_API rg_status rg_input_open(rg_input **input, const char *path, rg_error *error);
/* Read through a function. `name` is copied and used in messages. gzip is not looked for. */
RG_API rg_status rg_input_open_function(rg_input **input, const char *name, rg_read_function *read, void *context,
                                        rg_error *error);
RG_API void rg_input_close(rg_input *input);

/* ---------------------------------------------------------------- templates */

/* The declaration of one kind of import file. Immutable while anything uses it. */
typedef struct rg_template rg_template;

/* Load a template from a YAML or JSON file, or from text (`name` stands for the file in errors). */
RG_API rg_status rg_template_load_file(rg_template **template_, const char *path, rg_error *error);
RG_API rg_status rg_template_load_text(rg_template **template_, const char *name, rg_text text, rg_error *error);

/* The templates that are compiled into the library. */
RG_API size_t rg_builtin_count(void);
RG_API const char *rg_builtin_name(size_t index); /* NULL beyond the end */
RG_API rg_text rg_builtin_text(size_t index);
RG_API rg_status rg_template_builtin(rg_template **template_, const char *name, rg_error *error);

/* Change a limit: "records=100000", or one of a column's: "CPU.NumberOfCores.maximum=512". */
RG_API rg_status rg_template_set(rg_template *template_, const char *assignment, rg_error *error);

/* Run the `accept` and `reject` examples of every column. RG_BAD_TEMPLATE names the first that
 * disagrees; `*count` is how many were run. */
RG_API rg_status rg_template_test(const rg_template *template_, size_t *count, rg_error *error);

RG_API const char *rg_template_name(const rg_template *template_);
RG_API const char *rg_template_title(const rg_template *template_); /* "" when there is none */
RG_API size_t rg_template_column_count(const rg_template *template_);
RG_API const char *rg_template_column_name(const rg_template *template_, size_t index);
/* A template of several tables, such as an export in a ZIP, has members; of a table there are none. A member that is
 * no table of declared columns is NULL. The tables belong to the template. */
RG_API size_t rg_template_table_count(const rg_template *template_);
RG_API const rg_template *rg_template_table(const rg_template *template_, size_t index);
RG_API void rg_template_free(rg_template *template_);

/* ---------------------------------------------------------------- findings and records */

/* A member of an archive, a file of a folder, or a sheet of a workbook. */
typedef struct rg_member {
    const char *name;  /* inside the archive, folder or workbook */
    bool is_file;      /* its path is that of the folder, `/`, and the name */
    bool is_sheet;     /* lines are the sheet's rows */
    const char *table; /* which table of an export it is, e.g. "vInfo"; NULL: the file has no others */
    bool is_main;      /* it is the one with the servers, or the first */
} rg_member;

/* A change of one field's bytes that cures a finding. `safe`: it cannot change the meaning. */
typedef struct rg_fix {
    rg_text replacement; /* the new value, decoded (without CSV quoting) */
    bool safe;
} rg_fix;

/* One thing worth telling. Everything in it lives until the next call of rg_check_next. */
typedef struct rg_finding {
    const rg_code *code;
    rg_severity severity;
    const char *message;
    const char *hint; /* what to do; NULL when there is nothing to say */
    const char *rule; /* the declaration that says so, e.g. "ipv4 (template import-template, line 31)", or NULL */
    const rg_member *member; /* the part of the input that it is in; NULL: the input itself */
    uint64_t line;           /* the physical line on which the field begins; 0: the file as a whole */
    uint64_t column;         /* in characters, of the field's first character on that line */
    uint64_t byte_offset;    /* of that character in the text: the input, unpacked and in UTF-8 */
    uint64_t record;         /* 0 when the finding is about no record */
    const char *field;       /* the column's name as the template spells it (or the file, if unknown), or NULL */
    size_t field_number;     /* its position in the file, 0 when there is none */
    rg_text value;           /* the field's value; bytes is NULL when there is no field */
    rg_text external_id;     /* the record's key for people; bytes is NULL when there is none */
    size_t start;            /* the place to point at, inside the record's bytes ... */
    size_t size;             /* ... and its size */
    const rg_fix *fix;       /* NULL when none is known */
} rg_finding;

/* One value of one record. `raw` has the bytes as they stand, with quotes and blanks. */
typedef struct rg_field {
    rg_text value;
    rg_text raw; /* inside the record's bytes */
    bool quoted;
} rg_field;

typedef enum rg_record_kind {
    RG_CONTAINER, /* no bytes: what there is to say of an archive, a folder or a workbook */
    RG_PREAMBLE,  /* lines before the header */
    RG_HEADER,
    RG_DATA,
    RG_BLANK, /* a line with nothing on it: no record */
    RG_REST,  /* more bytes of the record before, which is longer than the limit */
    RG_END    /* the end of the file, or of one of its members: no bytes, but what could be said only now */
} rg_record_kind;

/* A piece of the input with what was found in it. The original bytes of all pieces, in order, are the
 * input. Lives until the next call of rg_check_next. */
typedef struct rg_record {
    rg_record_kind kind;
    const rg_member *member; /* NULL: the input itself */
    rg_text bytes;           /* the text, in UTF-8, with the line end */
    rg_text original;        /* the same as it stands in the input; other bytes only where that is not in UTF-8 */
    uint64_t line;           /* the first physical line */
    uint64_t number;         /* of the record; 0 unless kind is RG_DATA or RG_REST */
    uint64_t byte_offset;
    bool failed; /* RG_DATA, RG_REST: the record would not be imported */
    const rg_field *fields;
    size_t field_count;
    const rg_finding *findings;
    size_t finding_count;
} rg_record;

/* ---------------------------------------------------------------- checking */

/* What a file is. Lives as long as the check. */
typedef struct rg_classification {
    const char *name; /* the service's word, e.g. "IMPORT_TEMPLATE"; NULL: not recognised, or the template has none */
    const char *template_name; /* NULL: not recognised */
    double confidence;         /* 0 to 1 */
    const char *const *reasons;
    size_t reason_count;
    const char *const *near_misses;
    size_t near_miss_count;
} rg_classification;

/* The predicted task record of StartImportTask. A count of -1 is absent. */
typedef struct rg_task {
    const char *status; /* NULL: the template is not one of the service's */
    const char *file_classification;
    int64_t server_import_success, server_import_failure;
    int64_t application_import_success, application_import_failure;
} rg_task;

typedef struct rg_count {
    const char *name;
    uint64_t errors;
    uint64_t warnings;
} rg_count;

/* Totals of one table of a file. */
typedef struct rg_table_summary {
    const rg_member *member; /* NULL: the table is the file */
    const char *name;        /* what it is, e.g. "vInfo"; NULL: not recognised */
    uint64_t bytes;
    uint64_t records, accepted, failed, unchecked;
} rg_table_summary;

/* Exact totals. Complete once rg_check_next has said RG_DONE; lives as long as the check. */
typedef struct rg_summary {
    rg_classification classification;
    rg_task task;
    uint64_t bytes; /* of the input, unpacked */
    uint64_t records, accepted, failed;
    uint64_t unchecked;        /* of the failed: those of which nothing but the structure was checked */
    uint64_t servers;          /* distinct ones; 0 when the template does not tell servers apart */
    uint64_t filed_keys;       /* that must be unique, were too many for memory, and were kept in a temporary file */
    uint64_t errors, warnings; /* findings */
    const rg_count *by_code;   /* those that occurred, in the order of the table */
    size_t by_code_count;
    const rg_count *by_column; /* those with findings, in the order of the file */
    size_t by_column_count;
    uint64_t first_data_line;
    const rg_table_summary *tables; /* in the order in which they were read */
    size_t table_count;
} rg_summary;

/* Give the template at `index` (from 0) among further ones, or RG_DONE. It must stay until the check is closed. */
typedef rg_status rg_more_templates(void *context, size_t index, const rg_template **template_, rg_error *error);

/* Zero is the default for each. */
typedef struct rg_check_options {
    bool classify;           /* recognise the file among the templates; else templates[0] it is */
    rg_more_templates *more; /* with `classify`: asked for further templates when the first do not do; NULL: none */
    void *more_context;
    bool thorough;                    /* rank all templates, also when one explains the whole header */
    const char *encoding;             /* of the input, by iconv's name; NULL: it is found out */
    char delimiter;                   /* of the fields; 0: the one by which the header is known */
    size_t read_size;                 /* bytes asked of the input at once; default 256 KiB */
    unsigned jobs;                    /* threads that look at records, the caller's among them; default 1. What is
                                         found, and in which order, does not depend on it */
    bool (*cancelled)(void *context); /* asked now and then; true ends the check with RG_CANCELLED */
    void *context;
} rg_check_options;

typedef struct rg_check rg_check;

/* Begin to check. `input` and `templates` are borrowed until the close. `options` may be NULL. */
RG_API rg_status rg_check_open(rg_check **check, rg_input *input, const rg_template *const *templates,
                               size_t template_count, const rg_check_options *options, rg_error *error);
/* The next piece of the input; RG_DONE after the last (RG_END). After a failure, always the same failure. */
RG_API rg_status rg_check_next(rg_check *check, const rg_record **record, rg_error *error);
RG_API const rg_summary *rg_check_summary(const rg_check *check);
RG_API void rg_check_close(rg_check *check);

/* ---------------------------------------------------------------- reports */

typedef enum rg_format { RG_FULL, RG_CONCISE, RG_JSON, RG_JSONL } rg_format;

/* Take all of `text`, or fail. */
typedef rg_status rg_write_function(void *context, rg_text text, rg_error *error);

typedef struct rg_report_options {
    bool color;
    uint64_t max_findings; /* how many to print for each file; 0: the format's default (all, but folded in RG_FULL) */
    size_t width;          /* of the terminal, in characters, for RG_FULL; default 100 */
} rg_report_options;

typedef struct rg_report rg_report;

/* A report on any number of files: for each file begin, every record, end; then finish, once. The
 * memory it takes does not depend on the number of findings. */
RG_API rg_status rg_report_open(rg_report **report, rg_format format, const rg_report_options *options,
                                rg_write_function *write, void *context, rg_error *error);
RG_API rg_status rg_report_begin(rg_report *report, const char *path, rg_error *error);
RG_API rg_status rg_report_record(rg_report *report, const rg_record *record, rg_error *error);
/* `archive` is the path of the archive that was written, or NULL. */
RG_API rg_status rg_report_end(rg_report *report, const rg_summary *summary, const char *archive, rg_error *error);
/* What a file is, and nothing else: in place of begin, records and end. */
RG_API rg_status rg_report_class(rg_report *report, const char *path, const rg_classification *classification,
                                 rg_error *error);
RG_API rg_status rg_report_finish(rg_report *report, rg_error *error);
RG_API void rg_report_close(rg_report *report);

/* ---------------------------------------------------------------- the archive */

/* errors-file.csv and failed-entries-file.csv in one ZIP, as errorsAndFailedEntriesZip. Of an export of several tables
 * the latter has the failed records of the main one; those of the others are in failed-entries/<member>.csv. */
typedef struct rg_archive rg_archive;

/* Nothing appears at `path` before rg_archive_commit has succeeded. */
RG_API rg_status rg_archive_open(rg_archive **archive, const char *path, rg_error *error);
RG_API rg_status rg_archive_record(rg_archive *archive, const rg_record *record, rg_error *error);
/* Write the ZIP and put it at its path. `options` (may be NULL) lends its `cancelled`. */
RG_API rg_status rg_archive_commit(rg_archive *archive, const rg_check_options *options, rg_error *error);
RG_API void rg_archive_close(rg_archive *archive);

#ifdef __cplusplus
}
#endif

#endif
