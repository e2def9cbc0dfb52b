/* survey.c - which encoding bytes are in, as far as they tell. */
#include "survey.h"

#include <string.h>

#include "text.h"
#include "utf8.h"
#include "windows_1252.h"

/* UTF-32 before UTF-16: its mark begins with the other's. */
static const struct {
    rg_text mark;
    const char *name;
} marks[] = {
    {RG_TEXT("\xFF\xFE\0\0"), "UTF-32LE"}, {RG_TEXT("\0\0\xFE\xFF"), "UTF-32BE"}, {RG_TEXT("\xFF\xFE"), "UTF-16LE"},
    {RG_TEXT("\xFE\xFF"), "UTF-16BE"},     {RG_TEXT(RG_UTF8_MARK), NULL},
};

#define MARKS (sizeof marks / sizeof *marks)

/* The place in the table of the one that the text begins with; MARKS: it begins with none. */
static size_t find_mark(rg_text text)
{
    size_t i = 0;
    while (i < MARKS && !rg_text_begins(text, marks[i].mark))
        i++;
    return i;
}

/* Most bytes at this offset, of every two, are NUL: the upper half of ASCII in UTF-16. */
static bool is_mostly_nul(rg_text text, size_t offset)
{
    size_t nuls = 0, pairs = text.size / 2;
    for (size_t i = offset; i < pairs * 2; i += 2)
        nuls += text.bytes[i] == '\0';
    return pairs >= 2 && nuls * 10 > pairs * 7;
}

size_t rg_survey_mark_size(rg_text sample)
{
    size_t i = find_mark(sample);
    return i < MARKS ? marks[i].mark.size : 0;
}

rg_guess rg_survey_start(rg_text sample, const char **name)
{
    size_t mark = find_mark(sample);
    *name = mark < MARKS ? marks[mark].name : NULL;
    if (mark < MARKS)
        return *name ? RG_GUESS_OTHER : RG_GUESS_UTF8;
    if (!sample.size || !memchr(sample.bytes, '\0', sample.size))
        return RG_GUESS_UTF8;
    bool even = is_mostly_nul(sample, 0), odd = is_mostly_nul(sample, 1);
    if (even != odd)
        *name = odd ? "UTF-16LE" : "UTF-16BE";
    return *name ? RG_GUESS_OTHER : RG_GUESS_BINARY;
}

static void note_byte(rg_survey *survey, unsigned char c)
{
    survey->unsound++;
    survey->c1 |= c < 0xA0;
    survey->undefined |= rg_windows_1252(c) == 0;
}

static void note(rg_survey *survey, rg_text text)
{
    for (size_t i = 0, cells; i < text.size;) {
        if ((unsigned char)text.bytes[i] < 0x80) {
            i++;
            survey->run = 0;
            continue;
        }
        size_t size = rg_utf8_next((rg_text){text.bytes + i, text.size - i}, &cells);
        if (size > 1)
            survey->sound++;
        else
            note_byte(survey, (unsigned char)text.bytes[i]);
        i += size;
        survey->run += size;
        survey->longest = survey->run > survey->longest ? survey->run : survey->longest;
    }
}

void rg_survey_add(rg_survey *survey, rg_text bytes, bool last)
{
    /* What was left over is looked at with as much as may belong to it. */
    while (survey->tail_size && (bytes.size || last)) {
        rg_text tail = {survey->tail, survey->tail_size};
        if (bytes.size && rg_utf8_incomplete(tail)) {
            survey->tail[survey->tail_size++] = *bytes.bytes++;
            bytes.size--;
            continue;
        }
        note(survey, tail);
        survey->tail_size = 0;
    }
    size_t left = last ? 0 : rg_utf8_incomplete(bytes);
    note(survey, (rg_text){bytes.bytes, bytes.size - left});
    if (left)
        memcpy(survey->tail, bytes.bytes + bytes.size - left, left);
    survey->tail_size = left;
}

const char *rg_survey_name(const rg_survey *survey)
{
    if (survey->unsound <= survey->sound)
        return NULL;
    return survey->c1 && survey->undefined ? "ISO-8859-1" : "WINDOWS-1252";
}

bool rg_survey_is_likely(const rg_survey *survey)
{
    return survey->longest < 4;
}
