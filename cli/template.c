/* template.c - rowgate template: look at templates, check them, try them out. */
#include <string.h>

#include "command.h"
#include "templates.h"

/* How many parts a template has, and what they are called. */
static size_t size_of(const rg_template *t, const char **noun)
{
    size_t tables = rg_template_table_count(t), count = tables ? tables : rg_template_column_count(t);
    *noun = tables ? (count == 1 ? "part" : "parts") : count == 1 ? "column" : "columns";
    return count;
}

static exit_status list_all(void)
{
    for (size_t i = 0; i < rg_builtin_count(); i++) {
        rg_template *t;
        rg_error error;
        if (strchr(rg_builtin_name(i), '/'))
            continue; /* a part of another */
        if (rg_template_builtin(&t, rg_builtin_name(i), &error) != RG_OK)
            return complain(&error);
        const char *noun;
        size_t count = size_of(t, &noun);
        printf("%-24s%3zu %s  %s\n", rg_template_name(t), count, noun, rg_template_title(t));
        rg_template_free(t);
    }
    return EXIT_FINE;
}

static exit_status show(const char *name)
{
    for (size_t i = 0; i < rg_builtin_count(); i++) {
        if (strcmp(rg_builtin_name(i), name) == 0) {
            rg_text text = rg_builtin_text(i);
            fwrite(text.bytes, 1, text.size, stdout);
            return EXIT_FINE;
        }
    }
    return complain_usage(&template_command, "there is no built-in template `%s`; `rowgate template list` shows them",
                          name);
}

/* Load the template; with `run_examples` try what it accepts and rejects too. */
static exit_status try_one(const char *name, bool run_examples)
{
    rg_template *t;
    rg_error error;
    size_t count = 0;
    rg_status status = load_template(&t, name, &error);
    if (status == RG_OK && run_examples)
        status = rg_template_test(t, &count, &error);
    exit_status result = status == RG_OK ? EXIT_FINE : complain(&error);
    const char *noun;
    if (status == RG_OK && !run_examples)
        count = size_of(t, &noun);
    if (status == RG_OK && run_examples)
        printf("%s: %zu examples as declared\n", name, count);
    else if (status == RG_OK)
        printf("%s: fine, %zu %s\n", name, count, noun);
    rg_template_free(t);
    return result;
}

static exit_status lint(const char *name)
{
    return try_one(name, false);
}

static exit_status test(const char *name)
{
    return try_one(name, true);
}

static const struct {
    const char *word;
    exit_status (*run)(const char *name);
} actions[] = {{"show", show}, {"lint", lint}, {"test", test}};

static exit_status run(const cli_command *self, int argc, char **argv)
{
    int first;
    bool done;
    exit_status status = parse_options(self, argc, argv, NULL, &first, &done);
    if (status != EXIT_FINE || done)
        return status;
    if (first == argc)
        return complain_usage(self, "list, show, lint or test?");
    const char *word = argv[first++];
    if (strcmp(word, "list") == 0)
        return list_all();
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(actions[i].word, word) != 0)
            continue;
        if (first == argc)
            return complain_usage(self, "which template?");
        for (; first < argc; first++) {
            exit_status result = actions[i].run(argv[first]);
            status = result > status ? result : status;
        }
        return status;
    }
    return complain_usage(self, "there is no `rowgate template %s`", word);
}

static const option_row options[] = {{0}};

const cli_command template_command = {
    .name = "template",
    .operands = "list | show NAME | lint NAME|FILE... | test NAME|FILE...",
    .summary = "look at, check and try out templates",
    .details = "list  the built-in templates\n"
               "show  the text of one, to read or to start from\n"
               "lint  load a template and say what is wrong with it\n"
               "test  run the `accept` and `reject` examples that it declares",
    .options = options,
    .run = run,
};
