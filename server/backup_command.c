#include "server/command.h"
#include "server/config.h"
#include "server/store_sqlite.h"

#include <sys/stat.h>

static int back_up(const struct dg_config *config, const char *to)
{
    struct dg_str path;
    struct dg_problem why = { 0 };
    struct stat made;
    if (!dg_store_is_embedded(config->store, &path)) {
        fprintf(stderr, "dragoman: only an embedded store (sqlite:) is backed up here; Redis has means of its own\n");
        return 1;
    }
    if (dg_sqlite_backup(dg_arena_print(config->texts, "%.*s", (int)path.len, path.at).at, to, &why) != DG_OK) {
        fprintf(stderr, "dragoman: %s\n", why.detail);
        return 1;
    }
    if (stat(to, &made) == 0)
        printf("written to %s: %lld bytes\n", to, (long long)made.st_size);
    return 0;
}

int dg_backup_command(const struct dg_options *options)
{
    if (!options->file) {
        fprintf(stderr, "dragoman: say which file to write\n");
        return 2;
    }
    struct dg_config *config = dg_config_load(options->config, dg_config_say_wrong, NULL);
    if (!config)
        return 2;
    int result = back_up(config, options->file);
    dg_config_destroy(config);
    return result;
}
