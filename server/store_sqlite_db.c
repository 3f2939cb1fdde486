#include "server/store_sqlite_db.h"
#include "server/clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SCHEMA = 1, /* of the text below; kept in the file as user_version */
    BUSY_MS = 3000, /* how long another writer is waited for */
};

/* A group is dead from `until` (milliseconds since 1970) on, whether or not it has been swept. `rev` grows with each
 * transaction that puts: whoever remembers the last one sees by it what is new, also what other processes put. */
static const char schema[] =
        "BEGIN IMMEDIATE;"
        "CREATE TABLE IF NOT EXISTS groups(name BLOB PRIMARY KEY, until INTEGER NOT NULL, rev INTEGER NOT NULL)"
        " WITHOUT ROWID;"
        "CREATE INDEX IF NOT EXISTS groups_until ON groups(until);"
        "CREATE INDEX IF NOT EXISTS groups_rev ON groups(rev);"
        "CREATE TABLE IF NOT EXISTS records(name BLOB NOT NULL, field BLOB NOT NULL, version INTEGER NOT NULL,"
        " value BLOB NOT NULL, PRIMARY KEY(name, field));"
        "CREATE TABLE IF NOT EXISTS clock(one INTEGER PRIMARY KEY CHECK(one = 1), rev INTEGER NOT NULL);"
        "INSERT OR IGNORE INTO clock VALUES(1, 0);"
        "PRAGMA user_version=1;"
        "COMMIT;";

/* auto_vacuum counts only before the first table, journal_mode only outside of a transaction.
 * secure_delete: what a person has us forget shall not stay in the file. */
static const char settings[] = "PRAGMA page_size=4096;"
                               "PRAGMA auto_vacuum=INCREMENTAL;"
                               "PRAGMA journal_mode=WAL;"
                               "PRAGMA synchronous=FULL;"
                               "PRAGMA secure_delete=ON;"
                               "PRAGMA temp_store=MEMORY;"
                               "PRAGMA journal_size_limit=67108864;";

static const char *const texts[DG_SQL_COUNT] = {
#define ROW(name, text) (text),
    DG_SQL_ROWS(ROW)
#undef ROW
};

/* ---- statements -------------------------------------------------------------------------------------------- */

sqlite3_stmt *dg_sqlite_statement(struct dg_sqlite *db, enum dg_statement which)
{
    sqlite3_stmt *s = db->statements[which];
    sqlite3_reset(s);
    return s;
}

void dg_sqlite_bind(sqlite3_stmt *s, int which, struct dg_str text)
{
    sqlite3_bind_blob64(s, which, text.len ? text.at : "", text.len, SQLITE_STATIC);
}

sqlite3_stmt *dg_sqlite_statement_of(struct dg_sqlite *db, enum dg_statement which, struct dg_str group)
{
    sqlite3_stmt *s = dg_sqlite_statement(db, which);
    dg_sqlite_bind(s, 1, group);
    return s;
}

bool dg_sqlite_step(struct dg_sqlite *db, sqlite3_stmt *s)
{
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW)
        return true;
    if (rc != SQLITE_DONE)
        db->failed = true;
    db->full |= rc == SQLITE_FULL;
    sqlite3_reset(s);
    return false;
}

int64_t dg_sqlite_number(struct dg_sqlite *db, sqlite3_stmt *s, int64_t otherwise)
{
    if (!dg_sqlite_step(db, s))
        return otherwise;
    int64_t n = sqlite3_column_int64(s, 0);
    while (dg_sqlite_step(db, s)) /* what writes has written only when it is done */
        ;
    return n;
}

struct dg_str dg_sqlite_column(sqlite3_stmt *s, int which)
{
    const char *at = sqlite3_column_blob(s, which);
    return (struct dg_str){ at ? at : "", (size_t)sqlite3_column_bytes(s, which) };
}

/* ---- transactions ------------------------------------------------------------------------------------------ */

bool dg_sqlite_begin(struct dg_sqlite *db, bool writes)
{
    db->failed = db->full = false;
    db->rev = 0;
    while (dg_sqlite_step(db, dg_sqlite_statement(db, writes ? DG_SQL_BEGIN_WRITE : DG_SQL_BEGIN)))
        ;
    db->now_ms = dg_clock_ms(); /* asked under the lock, so that of two writers the later has the later time */
    return !db->failed;
}

bool dg_sqlite_commit(struct dg_sqlite *db)
{
    if (!db->failed)
        dg_sqlite_step(db, dg_sqlite_statement(db, DG_SQL_COMMIT));
    if (!sqlite3_get_autocommit(db->handle))
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    if (db->failed)
        db->rev = 0;
    return !db->failed;
}

void dg_sqlite_limit(struct dg_sqlite *db, uint32_t mib)
{
    enum { PAGES_OF_MIB = 1024 * 1024 / 4096, PAGES_MAX = 0x7ffffffe };
    uint64_t pages = (uint64_t)mib * PAGES_OF_MIB;
    char text[64];
    snprintf(text, sizeof text, "PRAGMA max_page_count=%llu",
            (unsigned long long)(mib == 0 || pages > PAGES_MAX ? PAGES_MAX : pages));
    sqlite3_exec(db->handle, text, NULL, NULL, NULL);
}

void dg_sqlite_stop(struct dg_sqlite *db)
{
    atomic_store(&db->stopping, true);
}

/* ---- opening ----------------------------------------------------------------------------------------------- */

/* SQLite's own waiting grows to steps of 100 ms; between writers that each hold the lock for one disk flush, short steps
 * give everyone a turn. */
static int wait_for_writer(void *owner, int tries)
{
    enum { STEP_US = 500 };
    struct dg_sqlite *db = owner;
    if (atomic_load(&db->stopping) || tries > BUSY_MS * 1000 / STEP_US)
        return 0;
    unsigned char jitter;
    sqlite3_randomness(sizeof jitter, &jitter);
    usleep(STEP_US / 2 + jitter * 2u);
    return 1;
}

void dg_sqlite_wait(struct dg_sqlite *db, bool patiently)
{
    sqlite3_busy_handler(db->handle, patiently ? wait_for_writer : NULL, db);
}

/* Nobody else's to read; SQLite gives its other files the rights of this one. By name only: to open and close the file here
 * would drop the locks that another connection of this process has on it (fcntl(2), "any descriptor"). */
static bool open_file(struct dg_sqlite *db, const char *path, struct dg_problem *why)
{
    bool is_new = access(path, F_OK) != 0;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &db->handle, flags, NULL) == SQLITE_OK && (!is_new || chmod(path, 0600) == 0))
        return true;
    char room[80];
    int error = db->handle ? sqlite3_system_errno(db->handle) : ENOMEM;
    dg_problem_set(why, DG_UNAVAILABLE, "", "%s: %s", path, strerror_r(error ? error : errno, room, sizeof room));
    return false;
}

static bool run_script(struct dg_sqlite *db, const char *script, const char *what, struct dg_problem *why)
{
    if (sqlite3_exec(db->handle, script, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    dg_problem_set(why, DG_UNAVAILABLE, "", "%s: %s", what, sqlite3_errmsg(db->handle));
    return false;
}

/* The first row of a pragma as text; empty when there is none. */
static struct dg_str ask(struct dg_sqlite *db, const char *pragma, char *room, size_t size)
{
    sqlite3_stmt *s = NULL;
    room[0] = '\0';
    if (sqlite3_prepare_v2(db->handle, pragma, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW) {
        struct dg_str text = dg_sqlite_column(s, 0);
        size_t len = text.len < size - 1 ? text.len : size - 1;
        memcpy(room, text.at, len);
        room[len] = '\0';
    }
    sqlite3_finalize(s);
    return dg_str_of(room);
}

/* A damaged file is refused here, where somebody reads the reason, and not met one day in the middle of a confirmation. */
static bool is_sound(struct dg_sqlite *db, const char *path, struct dg_problem *why)
{
    char said[100];
    if (!dg_str_is(ask(db, "PRAGMA quick_check(1)", said, sizeof said), "ok")) {
        dg_problem_set(why, DG_UNAVAILABLE, "", "%s is damaged: %s", path, said[0] ? said : sqlite3_errmsg(db->handle));
        return false;
    }
    struct dg_str version = ask(db, "PRAGMA user_version", said, sizeof said);
    if (dg_str_is(version, "0") || dg_str_is(version, "1"))
        return true;
    dg_problem_set(why, DG_UNAVAILABLE, "", "%s was made by another version (schema %s, not %d)", path, said, SCHEMA);
    return false;
}

static bool prepare(struct dg_sqlite *db, struct dg_problem *why)
{
    for (int i = 0; i < DG_SQL_COUNT; i++) {
        if (sqlite3_prepare_v3(db->handle, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &db->statements[i], NULL) ==
                SQLITE_OK)
            continue;
        dg_problem_set(why, DG_UNAVAILABLE, "", "statement %d: %s", i, sqlite3_errmsg(db->handle));
        return false;
    }
    return true;
}

/* SQLite opens what it may not write as well, and fails later, at whatever it writes first, without a word of why. */
static bool is_writable(struct dg_sqlite *db, const char *path, struct dg_problem *why)
{
    if (sqlite3_db_readonly(db->handle, "main") != 1)
        return true;
    dg_problem_set(why, DG_UNAVAILABLE, "", "%s: it can only be read (its disk, or its rights)", path);
    return false;
}

static bool set_up(struct dg_sqlite *db, const char *path, struct dg_problem *why)
{
    if (!open_file(db, path, why) || !is_writable(db, path, why))
        return false;
    dg_sqlite_wait(db, true);
    return run_script(db, settings, path, why) && is_sound(db, path, why) && run_script(db, schema, path, why) &&
            prepare(db, why);
}

struct dg_sqlite *dg_sqlite_open(struct dg_str path, struct dg_problem *why)
{
    struct dg_sqlite *db = calloc(1, sizeof *db);
    char *name = strndup(path.at, path.len);
    if (db && name && set_up(db, name, why)) {
        free(name);
        return db;
    }
    if (!db || !name)
        dg_problem_set(why, DG_UNAVAILABLE, "", "out of memory");
    free(name);
    dg_sqlite_close(db);
    return NULL;
}

void dg_sqlite_close(struct dg_sqlite *db)
{
    if (!db)
        return;
    for (int i = 0; i < DG_SQL_COUNT; i++)
        sqlite3_finalize(db->statements[i]);
    sqlite3_close(db->handle);
    free(db);
}
