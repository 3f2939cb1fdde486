#include "server/file.h"

#include <errno.h>
#include <stdio.h>

static struct dg_str read_all(struct dg_arena *arena, FILE *file, size_t bytes_max)
{
    struct dg_str none = { NULL, 0 };
    char *bytes = dg_arena_alloc(arena, bytes_max + 1);
    size_t len = bytes ? fread(bytes, 1, bytes_max + 1, file) : 0;
    if (!bytes || ferror(file))
        return none;
    if (len <= bytes_max)
        return (struct dg_str){ bytes, len };
    errno = EFBIG;
    return none;
}

struct dg_str dg_file_read(struct dg_arena *arena, const char *path, size_t bytes_max)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return (struct dg_str){ NULL, 0 };
    struct dg_str text = read_all(arena, file, bytes_max);
    int why = errno;
    fclose(file);
    errno = why;
    return text;
}
