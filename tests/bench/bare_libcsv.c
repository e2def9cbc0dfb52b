/* bare_libcsv.c - the measure of all things: libcsv parses a file, nothing is checked.
 *
 *     bench_bare_libcsv FILE */
#include <csv.h>
#include <stdio.h>

static void on_field(void *value, size_t size, void *context)
{
    (void)value;
    (void)size;
    ((size_t *)context)[0]++;
}

static void on_row(int terminator, void *context)
{
    (void)terminator;
    ((size_t *)context)[1]++;
}

int main(int argc, char **argv)
{
    static char bytes[262144];
    size_t counts[2] = {0};
    struct csv_parser parser;
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL) != 0)
        return 2;
    setvbuf(file, NULL, _IONBF, 0);
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, file)) > 0;)
        if (csv_parse(&parser, bytes, size, on_field, on_row, counts) != size)
            return 1;
    csv_fini(&parser, on_field, on_row, counts);
    csv_free(&parser);
    fclose(file);
    printf("%zu fields, %zu records\n", counts[0], counts[1]);
    return 0;
}
