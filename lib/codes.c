/* codes.c - the table of finding codes, and looking things up in it. */
#include "codes.h"

#include "text.h"

static const rg_code codes[] = {
#define RG_CODE(name, id, severity, title, explanation, example, remedy)                                               \
    [RG_CODE_##name] = {id, title, explanation, example, remedy, severity},
#include "codes.def"
#undef RG_CODE
};

size_t rg_code_count(void)
{
    return RG_CODE_COUNT;
}

const rg_code *rg_code_at(size_t index)
{
    return index < RG_CODE_COUNT ? &codes[index] : NULL;
}

const rg_code *rg_code_find(const char *id)
{
    for (size_t i = 0; i < RG_CODE_COUNT; i++)
        if (rg_text_equal_nocase(rg_text_of(id), rg_text_of(codes[i].id)))
            return &codes[i];
    return NULL;
}
