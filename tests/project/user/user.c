/* user.c - the smallest program that uses the installed library: it says the version. */
#include <rowgate.h>
#include <stdio.h>

int main(void)
{
    return puts(rg_version()) < 0 || rg_builtin_count() == 0;
}
