/* hash.c - the hash by which bytes are looked for. */
#include "hash.h"

#include <xxhash.h>

uint64_t rg_hash(rg_text text)
{
    return XXH3_64bits(text.bytes, text.size);
}

uint32_t rg_hash32(rg_text text)
{
    return (uint32_t)rg_hash(text);
}
