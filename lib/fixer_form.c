/* fixer_form.c - what the header says of the form of the whole file, and what stands above it. */

#include "check.h"
#include "codes.h"
#include "error.h"
#include "fixer.h"
#include "text.h"
#include "utf8.h"

/* What stands above the header waits for it: only there is it known what it is. */
rg_status rg_fixer_read_preamble(rg_fixer *fixer, const rg_record *record, rg_error *error)
{
    const rg_finding *whole = rg_fixer_of_record(fixer, record);
    if (whole && !rg_fixer_note_change(fixer, whole, record->bytes))
        return rg_fail_memory(error);
    if (whole) {
        fixer->is_mark_lost |= rg_utf8_mark_size(record->bytes) > 0;
        return rg_fixer_put_changed(fixer, record, (rg_text){"", 0}, error);
    }
    rg_buffer_add(&fixer->preamble, record->bytes.bytes, record->bytes.size);
    rg_buffer_add(&fixer->preamble_original, record->original.bytes, record->original.size);
    return fixer->preamble.failed || fixer->preamble_original.failed ? rg_fail_memory(error) : RG_OK;
}

/* `late` (or NULL): the finding whose fix leaves it out. */
rg_status rg_fixer_write_preamble(rg_fixer *fixer, const rg_finding *late, rg_error *error)
{
    rg_text text = rg_buffer_text(&fixer->preamble), original = rg_buffer_text(&fixer->preamble_original);
    rg_status status = RG_OK;
    if (text.size && late) {
        if (!rg_fixer_note_change(fixer, late, text))
            return rg_fail_memory(error);
        fixer->is_mark_lost |= rg_utf8_mark_size(text) > 0;
        fixer->changes[0].after = (rg_text){"", 0};
        rg_fixed fixed = {1, text, {"", 0}, fixer->changes, 1};
        status = rg_fixer_tell(fixer, &fixed, error);
        fixer->change_count = 0;
    } else if (text.size) {
        status = rg_fixer_put(fixer, text, &original, error);
    }
    rg_buffer_clear(&fixer->preamble);
    rg_buffer_clear(&fixer->preamble_original);
    return status;
}

/* How many columns the header has without those at its end that have no names. */
static size_t named_columns(const rg_record *header)
{
    size_t count = header->field_count;
    while (count && !rg_text_trim(header->fields[count - 1].value).size)
        count--;
    return count;
}

/* A fix of the whole file that the header asks for, and that is to be made. */
static const rg_finding *of_file(const rg_fixer *fixer, const rg_record *header, rg_code_index code, bool is_refused)
{
    for (size_t i = 0; !is_refused && i < header->finding_count; i++) {
        const rg_finding *f = &header->findings[i];
        if (f->code == rg_code_at(code) && rg_fixer_is_wanted(fixer, f) && f->fix->scope == RG_FIX_FILE)
            return f;
    }
    return NULL;
}

/* In which form the file is written from here on. */
static rg_status choose_form(rg_fixer *fixer, const rg_record *header, rg_error *error)
{
    const rg_fix_notes *notes = fixer->options.notes;
    /* Records should not be in another form than a header whose fields cannot be told apart. */
    bool stays = !rg_can_rewrite(&fixer->rewriter, header);
    if (rg_rewriter_failed(&fixer->rewriter))
        return rg_fail_memory(error);
    const rg_finding *mark = of_file(fixer, header, RG_CODE_BYTE_ORDER_MARK, stays);
    const rg_finding *encoding = of_file(fixer, header, RG_CODE_ENCODING, notes->keep_encoding);
    const rg_finding *delimiter = of_file(fixer, header, RG_CODE_DELIMITER, stays || notes->keep_delimiter);
    const rg_finding *unnamed = of_file(fixer, header, RG_CODE_COLUMN_UNNAMED, stays || notes->keep_columns);
    const rg_finding *made[] = {mark, encoding, delimiter, unnamed};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        if (made[i] && !rg_fixer_note_change(fixer, made[i], (rg_text){"", 0}))
            return rg_fail_memory(error);
    fixer->result.recoded = encoding != NULL;
    fixer->result.redelimited = delimiter != NULL;
    fixer->form.drop_mark = mark || encoding;
    /* Where it says what the encoding is, it must stay. */
    bool goes = encoding || (!fixer->is_foreign && rg_fixer_wants(fixer, rg_code_at(RG_CODE_BYTE_ORDER_MARK)));
    fixer->form.add_mark = fixer->is_mark_lost && !goes;
    fixer->form.columns = unnamed ? named_columns(header) : 0;
    fixer->form.from = rg_table_delimiter(rg_check_table(fixer->check));
    fixer->form.to = delimiter ? ',' : fixer->form.from;
    return RG_OK;
}

rg_status rg_fixer_read_header(rg_fixer *fixer, const rg_record *header, rg_error *error)
{
    fixer->columns = header->field_count;
    rg_status status = rg_fixer_write_preamble(fixer, of_file(fixer, header, RG_CODE_HEADER_LATE, false), error);
    if (status == RG_OK)
        status = choose_form(fixer, header, error);
    return status == RG_OK ? rg_fixer_write_record(fixer, header, error) : status;
}
