#include "server/store_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 10000 };

static sqlite3 *open_there(const char *path, int flags, struct dg_problem *why)
{
    sqlite3 *db = NULL;
    if (access(path, F_OK) == 0 && sqlite3_open_v2(path, &db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(db, BUSY_MS);
        return db;
    }
    dg_problem_set(why, DG_NOT_FOUND, "", "%s: there is no such database", path);
    sqlite3_close(db);
    return NULL;
}

/* One read transaction: what is put meanwhile is not in it, and waits for nothing. */
static bool copy(sqlite3 *from, const char *to, struct dg_problem *why)
{
    sqlite3_stmt *s = NULL;
    bool done = sqlite3_prepare_v2(from, "VACUUM INTO ?1", -1, &s, NULL) == SQLITE_OK &&
            sqlite3_bind_text(s, 1, to, -1, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(s) == SQLITE_DONE;
    if (!done)
        dg_problem_set(why, DG_UNAVAILABLE, "", "%s: %s", to, sqlite3_errmsg(from));
    sqlite3_finalize(s);
    return done;
}

/* A backup that cannot be read is found out now and not on the day it is needed. */
static bool is_sound(const char *path, struct dg_problem *why)
{
    sqlite3 *db = open_there(path, SQLITE_OPEN_READONLY, why);
    sqlite3_stmt *s = NULL;
    bool sound = db && sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &s, NULL) == SQLITE_OK &&
            sqlite3_step(s) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(s, 0), "ok") == 0;
    if (!sound)
        dg_problem_set(why, DG_UNAVAILABLE, "", "%s: the copy is not sound", path);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return sound;
}

static bool flush(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool flushed = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return flushed;
}

/* The name appears when all of it is on the disk. link(2) refuses one that is there already. */
static bool publish(const char *part, const char *to, struct dg_problem *why)
{
    char room[80];
    if (flush(part) && link(part, to) == 0)
        return true;
    dg_problem_set(why, DG_UNAVAILABLE, "", "%s: %s", to, strerror_r(errno, room, sizeof room));
    return false;
}

enum dg_status dg_sqlite_backup(const char *path, const char *to, struct dg_problem *why)
{
    char part[4096];
    if (snprintf(part, sizeof part, "%s.part-%ld", to, (long)getpid()) >= (int)sizeof part)
        return dg_problem_set(why, DG_BAD_INPUT, "", "the name is too long");
    sqlite3 *from = open_there(path, SQLITE_OPEN_READWRITE, why);
    if (!from)
        return why->status;
    mode_t before = umask(0077);
    bool done = copy(from, part, why) && is_sound(part, why) && publish(part, to, why);
    umask(before);
    unlink(part);
    sqlite3_close(from);
    return done ? DG_OK : why->status;
}
