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

/* Take all of `text`, or fail. */
typedef rg_status rg_write_function(void *context, rg_text text, rg_error *error);

/* Bytes that are read more than once, or made before anybody reads them. They wait in a temporary file without a name,
 * of which nothing is left when the program ends, however it ends. */
typedef struct rg_spool rg_spool;

RG_API rg_status rg_spool_open(rg_spool **spool, rg_error *error);
/* Append `text`; an rg_write_function, whose context is the spool. */
RG_API rg_status rg_spool_write(void *spool, rg_text text, rg_error *error);
/* Hand all bytes to `write`. */
RG_API rg_status rg_spool_copy(rg_spool *spool, rg_write_function *write, void *context, rg_error *error);
/* Forget all bytes. No input may be reading them. */
RG_API rg_status rg_spool_clear(rg_spool *spool, rg_error *error);
RG_API uint64_t rg_spool_size(const rg_spool *spool);
/* The bytes from the first to the last that is there by now; any number of inputs may read at once. `name` is copied
 * and used in messages. The spool must outlive the input. */
RG_API rg_status rg_spool_read(rg_spool *spool, const char *name, rg_input **input, rg_error *error);
RG_API void rg_spool_close(rg_spool *spool);

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

/* What a fix changes. */
typedef enum rg_fix_scope {
    RG_FIX_FIELD,  /* the field gets another value */
    RG_FIX_RECORD, /* the record, or the line, gets other fields, or is left out */
    RG_FIX_FILE    /* every record is written in another way: its encoding, its delimiter */
} rg_fix_scope;

/* A change that cures a finding. `safe`: it cannot change the meaning. */
typedef struct rg_fix {
    rg_text replacement; /* of a field: the new value, decoded (without CSV quoting); of a record: its new text without
                            the line end; of a file: what it has afterwards, for people */
    bool safe;
    bool needs_delimiter; /* it is not safe because of the delimiter of the file, which says what a comma in a number is
                           */
    rg_fix_scope scope;
    const rg_text *fields; /* of a record: the new fields as they are written; none: it is left out */
    size_t field_count;
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
    bool failed;     /* RG_DATA, RG_REST: the record would not be imported */
    bool broken;     /* RG_DATA: it has another number of fields than the header, or they end where a defect begins */
    uint64_t server; /* RG_DATA: the number of the first record that is the same server; 0: it tells of none */
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
    uint64_t unchecked;                /* of the failed: those of which nothing but the structure was checked */
    uint64_t servers;                  /* distinct ones; 0 when the template does not tell servers apart */
    uint64_t filed_keys;               /* that must be unique, were too many for memory, and were kept in a file */
    uint64_t errors, warnings;         /* findings */
    uint64_t safe_fixes, unsafe_fixes; /* findings that have one */
    const rg_count *by_code;           /* those that occurred, in the order of the table */
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
    bool unlimited;                   /* the table may have more records, servers and bytes than the template allows:
                                         it is to be cut into parts */
    const char *encoding;             /* of the input, by iconv's name; NULL: it is found out */
    char delimiter;                   /* of the fields; 0: the one by which the header is known */
    size_t read_size;                 /* bytes asked of the input at once; default 256 KiB */
    bool each;                        /* tell of each record what is else told once for the file, as fixing needs it */
    unsigned jobs;                    /* threads that look at records, the caller's among them; default 1. What is
                                         found, and in which order, does not depend on it */
    bool (*cancelled)(void *context); /* asked now and then; true ends the check with RG_CANCELLED */
    void *context;
} rg_check_options;

/* Append all bytes that `input` has. `options` (may be NULL) lends its `cancelled`. */
RG_API rg_status rg_spool_fill(rg_spool *spool, rg_input *input, const rg_check_options *options, rg_error *error);

typedef struct rg_check rg_check;

/* Begin to check. `input` and `templates` are borrowed until the close. `options` may be NULL. */
RG_API rg_status rg_check_open(rg_check **check, rg_input *input, const rg_template *const *templates,
                               size_t template_count, const rg_check_options *options, rg_error *error);
/* The next piece of the input; RG_DONE after the last (RG_END). After a failure, always the same failure. */
RG_API rg_status rg_check_next(rg_check *check, const rg_record **record, rg_error *error);
RG_API const rg_summary *rg_check_summary(const rg_check *check);
RG_API void rg_check_close(rg_check *check);

/* ---------------------------------------------------------------- fixing */

/* One change that was made. */
typedef struct rg_change {
    const rg_code *code; /* of the finding that it cures */
    bool safe;
    rg_fix_scope scope;
    uint64_t line, column, record; /* as in the finding */
    const char *field;             /* likewise; NULL: none */
    rg_text before, after; /* of a field: its values; of a record: its text, "" when it was left out; of a file: what
                              it had (""), and has */
} rg_change;

/* A piece of the file that is written otherwise than it was: the texts with their line ends, in UTF-8. `changes` may be
 * none where only the form of the file is another. Lives until the function returns. */
typedef struct rg_fixed {
    uint64_t line; /* 0: it is about no line */
    rg_text before, after;
    const rg_change *changes;
    size_t change_count;
} rg_fixed;

/* What a void pass over the file has learned: changes of the whole file that some record does not bear. */
typedef struct rg_fix_notes {
    bool keep_columns;   /* there are values in the columns without names */
    bool keep_encoding;  /* there are bytes that mean nothing in the encoding */
    bool keep_delimiter; /* there are records whose fields cannot be told apart, or numbers that it tells about */
} rg_fix_notes;

typedef struct rg_fix_options {
    bool unsafe;                                       /* also make changes that may change the meaning */
    bool (*wants)(void *context, const rg_code *code); /* is it to be fixed? NULL: everything is */
    rg_status (*tell)(void *context, const rg_fixed *fixed, rg_error *error); /* told of each change; NULL: nobody */
    void *context;                                                            /* of both */
    rg_fix_notes *notes; /* the caller's; all false before a pass that is not one begun anew */
} rg_fix_options;

typedef struct rg_fix_result {
    uint64_t changes;
    bool recoded;     /* the file is in UTF-8 now */
    bool redelimited; /* and its fields are separated by commas */
} rg_fix_result;

/* One pass over a file: pieces come from a check with `each`, and are written with the fixes of their findings. Fixes
 * may bring others to light, so passes go on until one makes no change; then what is left is not to be fixed. */
typedef struct rg_fixer rg_fixer;

/* `check` is the one from which the pieces come; `options` is copied. */
RG_API rg_status rg_fixer_open(rg_fixer **fixer, rg_check *check, const rg_fix_options *options,
                               rg_write_function *write, void *context, rg_error *error);
/* The next piece. RG_DONE: `notes` have changed, and what was written is void: begin the pass anew. RG_BAD_USAGE: the
 * input is no single file of text. */
RG_API rg_status rg_fixer_record(rg_fixer *fixer, const rg_record *record, rg_error *error);
/* After the last piece. */
RG_API rg_status rg_fixer_finish(rg_fixer *fixer, rg_fix_result *result, rg_error *error);
RG_API void rg_fixer_close(rg_fixer *fixer);

/* A change as one JSON object: `path` is that of the file, `pass` that over it, from 1. */
RG_API rg_status rg_change_write_json(const rg_change *change, const char *path, uint64_t pass,
                                      rg_write_function *write, void *context, rg_error *error);

/* ---------------------------------------------------------------- reports */

typedef enum rg_format { RG_FULL, RG_CONCISE, RG_JSON, RG_JSONL } rg_format;

/* Write `text` as a string of JSON; what is not UTF-8 becomes U+FFFD. For documents of one's own. */
RG_API rg_status rg_write_json_text(rg_write_function *write, void *context, rg_text text, rg_error *error);

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
/* Write the ZIP and put it at its path. `options` (may be NULL) lends its `cancelled`. What could not be put there can
 * be committed again; nothing can be added any more (RG_BAD_USAGE). An archive to which something could not be added is
 * good for nothing but to be closed. */
RG_API rg_status rg_archive_commit(rg_archive *archive, const rg_check_options *options, rg_error *error);
RG_API void rg_archive_close(rg_archive *archive);

/* ---------------------------------------------------------------- converting */

/* How files of one template become files of another: a declaration, as a template is. It brings both templates along.
 */
typedef struct rg_mapping rg_mapping;

/* Load a mapping from a YAML or JSON file, or from text (`name` stands for the file in errors). */
RG_API rg_status rg_mapping_load_file(rg_mapping **mapping, const char *path, rg_error *error);
RG_API rg_status rg_mapping_load_text(rg_mapping **mapping, const char *name, rg_text text, rg_error *error);

/* The mappings that are compiled into the library. */
RG_API size_t rg_mapping_builtin_count(void);
RG_API const char *rg_mapping_builtin_name(size_t index); /* NULL beyond the end */
RG_API rg_text rg_mapping_builtin_text(size_t index);
RG_API rg_status rg_mapping_builtin(rg_mapping **mapping, const char *name, rg_error *error);

RG_API const char *rg_mapping_name(const rg_mapping *mapping);
RG_API const char *rg_mapping_title(const rg_mapping *mapping); /* "" when there is none */
RG_API const rg_template *rg_mapping_from(const rg_mapping *mapping);
/* What the result should be checked by. It belongs to the mapping; its limits may be set before anything uses it. */
RG_API rg_template *rg_mapping_to(const rg_mapping *mapping);
RG_API void rg_mapping_free(rg_mapping *mapping);

/* Something worth telling about a conversion. */
typedef struct rg_note {
    bool is_loss; /* what should have come over did not */
    const char *text;
    const char *detail; /* the same, with all the names that `text` leaves out */
} rg_note;

/* What became of a file. Complete once rg_convert_next has said RG_DONE; lives as long as the conversion. */
typedef struct rg_conversion {
    const rg_mapping *mapping; /* NULL: the file is not what any of them is for */
    rg_classification classification;
    const char *refusal;                      /* why nothing can be made of the file; NULL: something can */
    uint64_t bytes;                           /* read so far */
    uint64_t rows;                            /* records of the table that gives the rows; they were ... */
    uint64_t converted, left_out, unreadable; /* ... made records of the result, are none by the template, or broken */
    const rg_note *notes;                     /* at the end */
    size_t note_count;
} rg_conversion;

typedef struct rg_convert rg_convert;

/* Begin to convert. `input` and `mappings` are borrowed until the close. With options->classify the mapping is the one
 * whose source the file is recognised as, otherwise mappings[0]; `options` may be NULL. A file that cannot be converted
 * is no failure: rg_convert_summary has the reason. */
RG_API rg_status rg_convert_open(rg_convert **convert, rg_input *input, const rg_mapping *const *mappings,
                                 size_t mapping_count, const rg_check_options *options, rg_error *error);
/* The next bytes of the result, a CSV; there may be none yet (`text->size` 0), since tables are read that rows need.
 * RG_DONE after the last. `text` lives until the next call. */
RG_API rg_status rg_convert_next(rg_convert *convert, rg_text *text, rg_error *error);
RG_API const rg_conversion *rg_convert_summary(const rg_convert *convert);
RG_API void rg_convert_close(rg_convert *convert);

/* ---------------------------------------------------------------- merging */

/* Put corrected failed entries back where they came from. What the rows did not change keeps its bytes; what they did
 * is written in the form that the original has. With unchanged failed entries the merged text is the original, byte for
 * byte. */
typedef struct rg_merge rg_merge;

/* How the place of a row was found. */
typedef enum rg_way {
    RG_WAY_NONE,
    RG_WAY_BYTES,       /* the row is the record, byte for byte */
    RG_WAY_ERRORS_FILE, /* errors-file.csv names its line */
    RG_WAY_KEY,         /* it has the ExternalId, or another key, of the record */
    RG_WAY_POSITION     /* as many rows as records fail, and this is in its place */
} rg_way;

typedef enum rg_fate {
    RG_FATE_NONE,     /* it is no failed entry */
    RG_FATE_KEPT,     /* the row says what the record says */
    RG_FATE_CHANGED,  /* the row's values are in the record now */
    RG_FATE_CONFLICT, /* the record stays as it is, for a reason; `bytes` NULL: and there may be none */
    RG_FATE_DELETED,  /* there is no row for the record, which stays or goes */
    RG_FATE_NEW       /* there is no record for the row, which is appended or not */
} rg_fate;

/* A field that has another value in the row. */
typedef struct rg_merged_field {
    const char *column;
    rg_text before, after;
    const char *retyped; /* a spreadsheet did that, nobody asked for it: the field was left alone; NULL: it was meant */
} rg_merged_field;

/* A piece of the merged text, and what became of a record or a row. Lives until the next call of rg_merge_next. */
typedef struct rg_merged {
    rg_text bytes; /* to be written; may be empty */
    rg_fate fate;
    rg_way way;
    uint64_t line, record; /* in the original; 0: there is none */
    uint64_t row_line;     /* in the failed entries; 0: there is none */
    const char *reason;    /* RG_FATE_CONFLICT: why, and what to do */
    rg_text original, row; /* both versions, in UTF-8, the first kilobytes of them */
    bool is_header;
    const rg_merged_field *changes;
    size_t change_count; /* 0 with RG_FATE_CHANGED: the record was broken, and is written anew */
} rg_merged;

typedef enum rg_deleted { RG_DELETED_KEEP, RG_DELETED_DROP } rg_deleted;

typedef struct rg_merge_options {
    rg_deleted deleted;          /* records for which there is no row */
    bool append;                 /* rows for which there is no record */
    bool replace;                /* also records that do not fail, where the row's place is certain */
    bool trust_spreadsheet;      /* also what a spreadsheet changed by itself */
    const char *failed_encoding; /* of the failed entries; NULL: it is found out */
} rg_merge_options;

/* Totals so far. */
typedef struct rg_merge_summary {
    uint64_t rows; /* of the failed entries */
    uint64_t kept, changed, conflicts, deleted, added;
    uint64_t by_way[RG_WAY_POSITION + 1]; /* of those that were kept or changed */
    uint64_t retyped;                     /* fields that a spreadsheet changed by itself */
    const char *const *unknown;           /* columns of the failed entries that the original lacks */
    size_t unknown_count;
    const char *const *missing; /* columns of the original that they lack */
    size_t missing_count;
} rg_merge_summary;

/* `original` and `again` give the same bytes: they are read one after the other. `failed` is a CSV, or an archive or
 * folder with one named failed-entries-file.csv, perhaps beside errors-file.csv; `errors`, which may be NULL, is
 * errors-file.csv, or an archive or folder that has it. All are borrowed until the close. The templates are those of
 * rg_check_open, as are the options, which must be those by which the original was checked. */
RG_API rg_status rg_merge_open(rg_merge **merge, rg_input *original, rg_input *again, rg_input *failed,
                               rg_input *errors, const rg_template *const *templates, size_t template_count,
                               const rg_check_options *check, const rg_merge_options *options, rg_error *error);
/* First read the original once, a piece with each call, to RG_DONE. */
RG_API rg_status rg_merge_survey(rg_merge *merge, rg_error *error);
/* Then the merged text, piece by piece; RG_DONE after the last. RG_BAD_USAGE: the failed entries are of no use. */
RG_API rg_status rg_merge_next(rg_merge *merge, const rg_merged **merged, rg_error *error);
/* Of what is being read, for progress. */
RG_API const rg_summary *rg_merge_progress(const rg_merge *merge);
RG_API const rg_merge_summary *rg_merge_total(const rg_merge *merge);
RG_API void rg_merge_close(rg_merge *merge);

/* ---------------------------------------------------------------- parts */

/* Where a file may be cut so that each part, with the header before it, can be imported by itself: never through a
 * record. The parts' own bytes, one part after the other, are the file. */
typedef struct rg_parts rg_parts;

typedef struct rg_parts_options {
    uint64_t max_records; /* in each part; 0: any number */
    uint64_t max_bytes;   /* of each part, with its header; 0: any number */
    bool keep_together;   /* records of one server stay in one part */
} rg_parts_options;

typedef struct rg_file_part {
    uint64_t first_line, last_line;
    uint64_t first_record, records;
    uint64_t bytes;           /* of the file */
    uint64_t repeated_header; /* bytes that come before them, and stand in the first part already */
} rg_file_part;

RG_API rg_status rg_parts_open(rg_parts **parts, const rg_parts_options *options, rg_error *error);
/* With `keep_together`: see every piece of the file once, before the first is added. The check must be `unlimited`. */
RG_API rg_status rg_parts_survey(rg_parts *parts, const rg_record *record, rg_error *error);
/* Then plan: add every piece, RG_END as the last. */
RG_API rg_status rg_parts_add(rg_parts *parts, const rg_record *record, rg_error *error);
RG_API size_t rg_parts_count(const rg_parts *parts);
RG_API const rg_file_part *rg_parts_at(const rg_parts *parts, size_t index);
/* Records that must stay together and are more than a part may hold: the first ones that were met, or NULL. */
RG_API const rg_file_part *rg_parts_too_large(const rg_parts *parts);
/* What each part but the first begins with, once the header was added: it, behind a byte order mark where the file has
 * one. Lives as long as the plan. */
RG_API rg_text rg_parts_header(const rg_parts *parts);
RG_API void rg_parts_close(rg_parts *parts);

#ifdef __cplusplus
}
#endif

#endif
