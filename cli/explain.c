/* explain.c - rowgate explain: what a finding code means, and the way out. */
#include <string.h>

#include "command.h"

static void print_indented(const char *text)
{
    while (*text) {
        size_t size = strcspn(text, "\n");
        printf("    %.*s\n", (int)size, text);
        text += size + (text[size] == '\n');
    }
}

static void explain(const rg_code *code)
{
    printf("%s: %s (%s)\n\n%s\n", code->id, code->title, code->severity == RG_ERROR ? "error" : "warning",
           code->explanation);
    if (*code->example) {
        puts("\nexample:\n");
        print_indented(code->example);
    }
    printf("\nthe way out: %s\n", code->remedy);
}

static exit_status run(const cli_command *self, int argc, char **argv)
{
    int first;
    bool done, list = false;
    exit_status status = parse_options(self, argc, argv, &list, &first, &done);
    if (status != EXIT_FINE || done)
        return status;
    for (size_t i = 0; list && i < rg_code_count(); i++)
        printf("%s  %s\n", rg_code_at(i)->id, rg_code_at(i)->title);
    if (!list && first == argc)
        return complain_usage(self, "which code? `rowgate explain --list` shows them all");
    for (int i = first; i < argc; i++) {
        const rg_code *code = rg_code_find(argv[i]);
        if (!code)
            return complain_usage(self, "there is no finding code `%s`; `rowgate explain --list` shows them all",
                                  argv[i]);
        if (i > first)
            puts("");
        explain(code);
    }
    return EXIT_FINE;
}

static const option_row options[] = {
    {'l', "list", NULL, "list all codes with their titles", OPTION_FLAG, 0, NULL},
    {0},
};

const cli_command explain_command = {
    .name = "explain",
    .operands = "CODE...",
    .summary = "tell what a finding code means, and the way out",
    .details = "Explain the finding codes that reports show, such as E310: what they mean,\n"
               "an example, and what to do.",
    .options = options,
    .run = run,
};
