/* test_prebuilt.c - the trees that are compiled in are those that parsing gives. */
#include "prebuilt.h"

#include "unit.h"

static rg_text text_of(const rg_builtin *source)
{
    return (rg_text){(const char *)source->bytes, source->size};
}

/* Alike in all that a node says, and so are its children. */
static void are_alike(const rg_yaml_node *a, const rg_yaml_node *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->quoted, b->quoted);
    assert_int_equal(a->size, b->size);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->column, b->column);
    assert_int_equal(a->width, b->width);
    assert_int_equal(a->offset, b->offset);
    assert_string_equal(rg_yaml_text(a), rg_yaml_text(b));
    assert_int_equal(rg_yaml_key(a) != NULL, rg_yaml_key(b) != NULL);
    if (rg_yaml_key(a))
        are_alike(rg_yaml_key(a), rg_yaml_key(b));
    a = rg_yaml_first(a);
    b = rg_yaml_first(b);
    for (; a && b; a = rg_yaml_next(a), b = rg_yaml_next(b))
        are_alike(a, b);
    assert_true(!a && !b);
}

static void prebuilt_trees_are_what_parsing_gives(void **state)
{
    size_t count = 0;
    (void)state;
    for (const rg_prebuilt *tree = rg_prebuilts; tree->source; tree++, count++) {
        rg_yaml *parsed, *opened;
        assert_int_equal(rg_yaml_parse(&parsed, "t", text_of(tree->source), NULL), RG_OK);
        assert_int_equal(rg_yaml_open(&opened, "t", text_of(tree->source), NULL), RG_OK);
        assert_ptr_equal(opened->root, tree->block);
        are_alike(opened->root, parsed->root);
        assert_int_equal(tree->size, parsed->block.size);
        assert_memory_equal(tree->block, parsed->block.bytes, tree->size);
        rg_yaml_free(parsed);
        rg_yaml_free(opened);
    }
    assert_int_equal(count, rg_builtins_size + rg_builtin_mappings_size);
}

static void any_other_text_is_parsed(void **state)
{
    rg_text text = text_of(&rg_builtins[0]);
    char *copy = malloc(text.size);
    rg_yaml *yaml;
    (void)state;
    assert_non_null(copy);
    memcpy(copy, text.bytes, text.size);
    assert_int_equal(rg_yaml_open(&yaml, "t", (rg_text){copy, text.size}, NULL), RG_OK);
    assert_true(yaml->block.size > 0);
    rg_yaml_free(yaml);
    free(copy);
    assert_int_equal(rg_yaml_open(&yaml, "t", T("a: [1"), NULL), RG_BAD_TEMPLATE);
    assert_null(yaml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prebuilt_trees_are_what_parsing_gives),
        cmocka_unit_test(any_other_text_is_parsed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
