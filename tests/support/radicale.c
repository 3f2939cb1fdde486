#include "tests/support/radicale.h"

#include "tests/support/child.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool write_users(const char *path)
{
    FILE *users = fopen(path, "w");
    if (!users)
        return false;
    fputs("ann:secret\n", users);
    return fclose(users) == 0;
}

bool dg_radicale_init(struct dg_radicale *r)
{
    char users[80], store[80], at[32];
    uint16_t port = dg_child_free_port();
    snprintf(r->folder, sizeof r->folder, "/tmp/dragoman-radicale-XXXXXX");
    if (!mkdtemp(r->folder))
        return false;
    snprintf(users, sizeof users, "%s/users", r->folder);
    snprintf(store, sizeof store, "%s/store", r->folder);
    snprintf(at, sizeof at, "127.0.0.1:%u", port);
    snprintf(r->base, sizeof r->base, "http://%s/", at);
    char *argv[] = { "radicale", "--config", "", "--server-hosts", at, "--auth-type", "htpasswd",
        "--auth-htpasswd-filename", users, "--auth-htpasswd-encryption", "plain", "--rights-type", "owner_only",
        "--storage-filesystem-folder", store, NULL };
    r->pid = write_users(users) ? (int)dg_child_start(port, argv) : 0;
    return r->pid > 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

void dg_radicale_finish(struct dg_radicale *r)
{
    dg_child_end(r->pid, SIGTERM);
    nftw(r->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
