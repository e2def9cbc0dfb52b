/* prebuilt.h - the trees of the templates and mappings that are compiled in. The build makes them with rg_yaml_parse,
 * since parsing takes longer than checking a small file. */
#ifndef RG_PREBUILT_H
#define RG_PREBUILT_H

#include "builtin.h"
#include "yaml.h"

typedef struct rg_prebuilt {
    const rg_builtin *source;
    const uint32_t *block; /* of rg_yaml: nodes and texts */
    size_t size;           /* in bytes */
} rg_prebuilt;

/* One for each builtin, up to one without a source; or none, where the build could not run what makes them. */
extern const rg_prebuilt rg_prebuilts[];

/* rg_yaml_parse, but for the text of a builtin, whose tree is there. */
rg_status rg_yaml_open(rg_yaml **yaml, const char *name, rg_text text, rg_error *error);

#endif
