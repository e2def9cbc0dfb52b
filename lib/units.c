/* units.c - units of amounts of data. */
#include "units.h"

#include "text.h"

int rg_unit_power(rg_text unit)
{
    static const char letters[] = "BKMGTP";
    rg_text rest = {unit.size ? unit.bytes + 1 : "", unit.size ? unit.size - 1 : 0};
    for (int power = 0; unit.size && letters[power]; power++) {
        if (!rg_text_equal_nocase((rg_text){unit.bytes, 1}, (rg_text){letters + power, 1}))
            continue;
        bool known =
            rest.size == 0 ||
            (power && (rg_text_equal_nocase(rest, rg_text_of("B")) || rg_text_equal_nocase(rest, rg_text_of("iB"))));
        return known ? power : -1;
    }
    return -1;
}
