#include "tests/server/store_suite.h"
#include "tests/support/check.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/dragoman-store-XXXXXX";
static char path[64], url[80];

static struct dg_store *open_at(struct dg_loop *loop)
{
    struct dg_problem why = { 0 };
    struct dg_store *store = dg_store_open(dg_str_of(url), loop, &why);
    DG_CHECK(store != NULL, "%s", why.detail);
    return store;
}

static void use_file(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(url, sizeof url, "sqlite:%s", path);
}

static int remove_one(const char *name, const struct stat *s, int type, struct FTW *where)
{
    (void)s, (void)type, (void)where;
    return remove(name);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    use_file("suite.db");
    store_suite("sqlite", open_at);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return dg_done();
}
