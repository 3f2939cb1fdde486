/* The database under the embedded store: its file, its prepared statements and its transactions. What goes wrong in a
 * transaction marks it as failed, and dg_sqlite_commit says so once, at its end. Only store_sqlite_*.c includes this; one
 * thread at a time. */
#ifndef DG_STORE_SQLITE_DB_H
#define DG_STORE_SQLITE_DB_H

#include "server/store_sqlite.h"

#include <sqlite3.h>

/* name, text */
#define DG_SQL_ROWS(X) \
    X(BEGIN, "BEGIN") \
    X(BEGIN_WRITE, "BEGIN IMMEDIATE") \
    X(COMMIT, "COMMIT") \
    X(LIFE, "SELECT until FROM groups WHERE name = ?1") \
    X(GET, "SELECT version, value, field FROM records WHERE name = ?1 AND field = ?2") \
    X(VERSION, "SELECT version FROM records WHERE name = ?1 AND field = ?2") \
    X(LIST, "SELECT version, value, field FROM records WHERE name = ?1 AND field >= ?2 AND field < ?3 ORDER BY field") \
    X(PUT, \
            "INSERT INTO records(name, field, version, value) VALUES(?1, ?2, 1, ?3) ON CONFLICT(name, field)" \
            " DO UPDATE SET version = version + 1, value = excluded.value RETURNING version") \
    X(TICK, "UPDATE clock SET rev = rev + 1 RETURNING rev") \
    X(TOUCH, \
            "INSERT INTO groups(name, until, rev) VALUES(?1, ?2, ?3) ON CONFLICT(name)" \
            " DO UPDATE SET until = excluded.until, rev = excluded.rev") \
    X(FORGET_RECORDS, "DELETE FROM records WHERE name = ?1") \
    X(FORGET_GROUP, "DELETE FROM groups WHERE name = ?1") \
    X(DEAD, "SELECT name FROM groups WHERE until <= ?1 LIMIT ?2") \
    X(FOREIGN, "PRAGMA data_version") \
    X(LATEST, "SELECT rev FROM clock") \
    X(NEWS, "SELECT rev, name FROM groups WHERE rev > ?1")

enum dg_statement {
#define ROW(name, text) DG_SQL_##name,
    DG_SQL_ROWS(ROW)
#undef ROW
            DG_SQL_COUNT
};

struct dg_sqlite {
    sqlite3 *handle;
    sqlite3_stmt *statements[DG_SQL_COUNT];
    atomic_bool stopping;
    bool failed, full; /* since the transaction began; for want of room */
    int64_t now_ms, rev; /* of the transaction; rev 0: nothing put yet */
    bool forgotten; /* something, since the last scrub */
    int64_t told_rev, foreign; /* for the news */
};

/* Ready to be bound and stepped. `group` is its first parameter and must outlive its steps. */
sqlite3_stmt *dg_sqlite_statement(struct dg_sqlite *db, enum dg_statement which);
sqlite3_stmt *dg_sqlite_statement_of(struct dg_sqlite *db, enum dg_statement which, struct dg_str group);
void dg_sqlite_bind(sqlite3_stmt *s, int which, struct dg_str text);
/* True: there is a row. */
bool dg_sqlite_step(struct dg_sqlite *db, sqlite3_stmt *s);
/* Steps to the end. The first row's number, or `otherwise` where there is no row. */
int64_t dg_sqlite_number(struct dg_sqlite *db, sqlite3_stmt *s, int64_t otherwise);
/* Borrowed until the next step. */
struct dg_str dg_sqlite_column(sqlite3_stmt *s, int which);

bool dg_sqlite_begin(struct dg_sqlite *db, bool writes);
/* How the busy handler is set and, for what must not wait, taken away. */
void dg_sqlite_wait(struct dg_sqlite *db, bool patiently);
/* False: nothing of it was written. */
bool dg_sqlite_commit(struct dg_sqlite *db);

#endif
