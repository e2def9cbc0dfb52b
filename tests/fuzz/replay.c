/* replay.c - run a fuzz target over given files, and the files in given directories, where there is no fuzzer. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program on failure: a file that was not replayed must not pass. */
static void die(const char *path)
{
    perror(path);
    exit(EXIT_FAILURE);
}

static size_t replay_file(const char *path, size_t size)
{
    /* Exactly as large as the file, so that a sanitizer sees a read beyond its end. */
    uint8_t *data = malloc(size ? size : 1);
    FILE *file = fopen(path, "rb");
    if (!data || !file || fread(data, 1, size, file) != size)
        die(path);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 1;
}

static size_t replay(const char *path);

static size_t replay_directory(const char *path)
{
    size_t count = 0;
    DIR *directory = opendir(path);
    if (!directory)
        die(path);
    for (struct dirent *entry; (entry = readdir(directory));) {
        char name[4096];
        if (entry->d_name[0] == '.')
            continue;
        if ((size_t)snprintf(name, sizeof name, "%s/%s", path, entry->d_name) >= sizeof name)
            die(path);
        count += replay(name);
    }
    closedir(directory);
    return count;
}

static size_t replay(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        die(path);
    return S_ISDIR(status.st_mode) ? replay_directory(path) : replay_file(path, (size_t)status.st_size);
}

int main(int argc, char **argv)
{
    size_t count = 0;
    for (int i = 1; i < argc; i++)
        count += replay(argv[i]);
    printf("%zu files replayed\n", count);
    return count ? EXIT_SUCCESS : EXIT_FAILURE;
}
