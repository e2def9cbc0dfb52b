/* commands.c - the table of commands: to add one, write its file and name it here. */
#include <string.h>

#include "command.h"

const cli_command *const commands[] = {
    &check_command,    &fix_command,     &merge_command,    &split_command, &convert_command,
    &classify_command, &explain_command, &template_command, &help_command,  NULL};

const cli_command *find_command(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}
