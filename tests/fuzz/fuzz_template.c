/* fuzz_template.c - any bytes as a template: it loads and can be used, or the error says what is wrong and where. */
#include "fuzz.h"

/* libfyaml 0.7.12 loses a few KiB in fy_atom_format_text when a scalar has more than some 40 escapes. That its
 * parser is freed, the unit tests see. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml\n";
}

static void use(rg_template *template_)
{
    static const char *const assignments[] = {"records=10", "bytes=1MiB", "nonsense=1", "a.maxLength=3", "=", "a.pattern=x"};
    rg_error error = {0};
    size_t count = 0;
    MUST(*rg_template_name(template_));
    MUST(rg_template_title(template_));
    MUST(rg_template_column_count(template_) > 0);
    for (size_t i = 0; i < rg_template_column_count(template_); i++)
        MUST(rg_template_column_name(template_, i));
    rg_status status = rg_template_test(template_, &count, &error);
    if (status != RG_OK)
        must_be_failure(status, &error);
    for (size_t i = 0; i < sizeof assignments / sizeof *assignments; i++) {
        status = rg_template_set(template_, assignments[i], &error);
        if (status != RG_OK)
            must_be_failure(status, &error);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"fuzz.yaml", "fuzz.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        rg_template *template_;
        rg_error error = {0};
        rg_status status = rg_template_load_text(&template_, names[i], (rg_text){(const char *)data, size}, &error);
        if (status == RG_OK) {
            use(template_);
        } else {
            must_be_failure(status, &error);
            MUST(!template_);
            MUST(status == RG_BAD_TEMPLATE && strcmp(error.file, names[i]) == 0);
        }
        rg_template_free(template_);
    }
    return 0;
}
