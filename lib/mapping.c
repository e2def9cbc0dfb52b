/* mapping.c - what a mapping in memory answers, and its end. */
#include "mapping.h"

#include <string.h>

const char *rg_mapping_name(const rg_mapping *m)
{
    return m->name;
}

const char *rg_mapping_title(const rg_mapping *m)
{
    return m->title;
}

const rg_template *rg_mapping_from(const rg_mapping *m)
{
    return m->from;
}

rg_template *rg_mapping_to(const rg_mapping *m)
{
    return m->to;
}

void rg_mapping_free(rg_mapping *m)
{
    if (!m)
        return;
    rg_template_free(m->from);
    rg_template_free(m->to);
    rg_template_free(m->ground);
    rg_free(m);
}

bool rg_mapping_is_identity(const rg_mapping *m, const rg_key *row_key)
{
    const rg_template *t = m->row_table;
    for (size_t i = 0; i < t->server_key_count; i++)
        if (t->server_keys[i].count == row_key->count &&
            memcmp(t->server_keys[i].columns, row_key->columns, row_key->count * sizeof *row_key->columns) == 0)
            return true;
    return false;
}
