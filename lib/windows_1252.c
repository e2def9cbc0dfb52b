/* windows_1252.c - what bytes mean in windows-1252. */
#include "windows_1252.h"

#define MIDDLE 0x80 /* from here to its end it is not as Unicode */

static const uint16_t middle[] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

uint32_t rg_windows_1252(unsigned char byte)
{
    return byte >= MIDDLE && byte < MIDDLE + sizeof middle / sizeof *middle ? middle[byte - MIDDLE] : byte;
}
