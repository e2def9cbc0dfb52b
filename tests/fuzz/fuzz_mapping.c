/* fuzz_mapping.c - any bytes as a mapping: it loads and converts a table, or the error says what is wrong and where. */
#include "fuzz.h"

/* As in fuzz_template.c. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml\n";
}

static const char csv[] = "ServerId,Server.HostName,Server.RAM.TotalSizeInMB,Tags,x\n"
                          "d-1,web,16,\"a:b, c:d\",1\nd-2,\xFF,\"1,024\",,\n,,,,\nd-3\n";

typedef struct source {
    size_t at;
} source;

static rg_status read_csv(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    source *s = context;
    (void)error;
    size_t left = sizeof csv - 1 - s->at;
    *size = left < capacity ? left : capacity;
    memcpy(buffer, csv + s->at, *size);
    s->at += *size;
    return RG_OK;
}

static void use(const rg_mapping *mapping)
{
    source s = {0};
    rg_input *input;
    rg_convert *convert;
    rg_text text;
    rg_error error = {0};
    MUST(rg_input_open_function(&input, "fuzz.csv", read_csv, &s, &error) == RG_OK);
    rg_status status = rg_convert_open(&convert, input, &mapping, 1, NULL, &error);
    while (status == RG_OK)
        status = rg_convert_next(convert, &text, &error);
    if (status == RG_DONE) {
        const rg_conversion *result = rg_convert_summary(convert);
        MUST(result->rows == result->converted + result->left_out + result->unreadable);
        MUST(result->refusal || result->note_count > 0 || result->converted == result->rows);
    } else {
        must_be_failure(status, &error);
    }
    rg_convert_close(convert);
    rg_input_close(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rg_mapping *mapping;
    rg_error error = {0};
    rg_status status = rg_mapping_load_text(&mapping, "fuzz.yaml", (rg_text){(const char *)data, size}, &error);
    if (status == RG_OK) {
        use(mapping);
    } else {
        must_be_failure(status, &error);
        MUST(!mapping);
        MUST(status == RG_BAD_TEMPLATE && *error.file);
    }
    rg_mapping_free(mapping);
    return 0;
}
