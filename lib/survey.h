/* survey.h - which encoding bytes are in, as far as they tell. */
#ifndef RG_SURVEY_H
#define RG_SURVEY_H

#include "rowgate.h"

/* Enough of a file's start to know UTF-16 and UTF-32 by. */
#define RG_SURVEY_SAMPLE 4096

typedef enum rg_guess {
    RG_GUESS_UTF8,  /* or plain ASCII, or bytes above it that only the whole file can explain */
    RG_GUESS_OTHER, /* `*name` says which */
    RG_GUESS_BINARY /* no text */
} rg_guess;

/* By the first bytes (RG_SURVEY_SAMPLE of them, or the whole file). `*name` is iconv's name, static. */
rg_guess rg_survey_start(rg_text sample, const char **name);
/* The size of the byte order mark that a file with this start has, in whatever encoding. */
size_t rg_survey_mark_size(rg_text sample);

/* What a stream holds that is not UTF-8 throughout. Zero-initialised is empty. */
typedef struct rg_survey {
    uint64_t sound;      /* characters above ASCII in UTF-8 */
    uint64_t unsound;    /* bytes that are not UTF-8 */
    bool c1;             /* bytes from 80 to 9F among the latter ... */
    bool undefined;      /* ... which windows-1252 does not define */
    size_t run, longest; /* bytes above ASCII side by side: at the end, and most of all */
    char tail[4];        /* bytes that may begin a character */
    size_t tail_size;
} rg_survey;

/* Look at the next bytes; `last`: there are no more. */
void rg_survey_add(rg_survey *survey, rg_text bytes, bool last);
/* The single-byte encoding that the stream is in; NULL: UTF-8, with some bytes damaged. */
const char *rg_survey_name(const rg_survey *survey);

/* Is it likely? In the languages that are written in it, few such characters stand side by side. */
bool rg_survey_is_likely(const rg_survey *survey);

#endif
