/* converting.h - convert a text by a mapping, and say what came of it. */
#ifndef CONVERTING_H
#define CONVERTING_H

#include "buffer.h"
#include "unit.h"

static inline rg_mapping *load_mapping(const char *yaml)
{
    rg_mapping *m;
    rg_error error = {0};
    if (rg_mapping_load_text(&m, "m.yaml", (rg_text){yaml, strlen(yaml)}, &error) != RG_OK)
        fail_msg("%s\n%d:%d: %s\n%s", yaml, (int)error.line, (int)error.column, error.message, error.excerpt);
    return m;
}

/* All that is made of the input, then a line `! note` for each loss and `- note` for each other one. */
static inline rg_status convert_input(const rg_mapping *m, rg_input *input, const rg_check_options *options,
                                      rg_buffer *out, rg_error *error)
{
    rg_convert *convert;
    rg_text text;
    rg_status status = rg_convert_open(&convert, input, &m, 1, options, error);
    if (status != RG_OK)
        return status;
    while ((status = rg_convert_next(convert, &text, error)) == RG_OK)
        rg_buffer_add(out, text.bytes, text.size);
    const rg_conversion *result = rg_convert_summary(convert);
    if (result->refusal)
        rg_buffer_printf(out, "! %s\n", result->refusal);
    for (size_t i = 0; status == RG_DONE && i < result->note_count; i++)
        rg_buffer_printf(out, "%c %s\n", result->notes[i].is_loss ? '!' : '-', result->notes[i].text);
    if (!result->refusal)
        assert_int_equal(result->rows, result->converted + result->left_out + result->unreadable);
    rg_convert_close(convert);
    return status == RG_DONE ? RG_OK : status;
}

#endif
