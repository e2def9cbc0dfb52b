/* fuzz_pattern.c - a property of a field and values for it: both parse, or fail in good order. The first byte chooses
 * the property; up to the next line feed is its text; what follows are the values. */
#include "fuzz.h"

/* The text goes between the two halves. Small limits: a slow pattern is an answer too. */
static const char *const properties[][2] = {
    {"\"constraints\": {\"pattern\": \"", "\"}"},
    {"\"type\": \"date\", \"format\": \"", "\""},
    {"\"type\": \"datetime\", \"format\": \"", "\""},
    {"\"type\": \"time\", \"constraints\": {\"maximum\": \"", "\"}"},
    {"\"type\": \"", "\""},
    {"\"type\": \"string\", \"format\": \"", "\""},
    {"\"type\": \"list\", \"itemType\": \"integer\", \"delimiter\": \"", "\""},
    {"\"type\": \"number\", \"bareNumber\": false, \"groupChar\": \"", "\""},
    {"\"type\": \"number\", \"decimalChar\": \"", "\""},
    {"\"type\": \"number\", \"constraints\": {\"minimum\": \"", "\"}"},
    {"\"type\": \"integer\", \"constraints\": {\"exclusiveMaximum\": \"", "\"}"},
    {"\"type\": \"year\", \"constraints\": {\"minimum\": \"", "\"}"},
    {"\"type\": \"boolean\", \"trueValues\": [\"", "\"]"},
};

static void add_escaped(rg_buffer *out, rg_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if (byte < 0x20 || byte == '"' || byte == '\\')
            rg_buffer_printf(out, "\\u%04x", byte);
        else
            rg_buffer_add(out, &text.bytes[i], 1);
    }
}

static rg_status load(rg_template **template_, const char *const property[2], rg_text text, rg_error *error)
{
    rg_buffer json = {0};
    rg_buffer_add_string(&json, "{\"name\": \"t\", \"limits\": {\"match\": 2000, \"depth\": 500, \"heapKiB\": 64},"
                                " \"fields\": [{\"name\": \"a\", ");
    rg_buffer_add_string(&json, property[0]);
    add_escaped(&json, text);
    rg_buffer_add_string(&json, property[1]);
    rg_buffer_add_string(&json, "}]}");
    rg_status status = rg_template_load_text(template_, "fuzz.json", rg_buffer_text(&json), error);
    rg_buffer_free(&json);
    return status;
}

static void check(const rg_template *template_, rg_text values)
{
    rg_buffer file = {0};
    rg_input *input;
    rg_check *check;
    const rg_record *record;
    rg_error error = {0};
    rg_status status;
    rg_buffer_add_string(&file, "a\n");
    rg_buffer_add(&file, values.bytes, values.size);
    rg_text rest = rg_buffer_text(&file);
    MUST(rg_input_open_function(&input, "fuzz.csv", read_text, &rest, NULL) == RG_OK);
    MUST(rg_check_open(&check, input, &template_, 1, NULL, NULL) == RG_OK);
    while ((status = rg_check_next(check, &record, &error)) == RG_OK)
        for (size_t i = 0; i < record->finding_count; i++)
            MUST(is_showable(record->findings[i].message));
    if (status != RG_DONE) {
        MUST(status == RG_LIMIT_REACHED);
        must_be_failure(status, &error);
        MUST(strstr(error.message, "column `a`"));
    }
    rg_check_close(check);
    rg_input_close(input);
    rg_buffer_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rg_template *template_;
    rg_error error = {0};
    const uint8_t *end = size ? memchr(data + 1, '\n', size - 1) : NULL;
    if (!end)
        return 0;
    rg_text text = {(const char *)data + 1, (size_t)(end - data) - 1};
    rg_text values = {(const char *)end + 1, size - text.size - 2};
    size_t count = sizeof properties / sizeof *properties;
    rg_status status = load(&template_, properties[data[0] % count], text, &error);
    if (status == RG_OK)
        check(template_, values);
    else
        must_be_failure(status, &error);
    rg_template_free(template_);
    return 0;
}
