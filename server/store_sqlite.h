/* The embedded store: one SQLite file with a write-ahead log, for one machine. A put that was answered DG_OK is on the disk.
 * store_sqlite.c is the loop's side; store_sqlite_worker.c the one thread of the process that works on the file, to which the
 * database belongs; store_sqlite_db.c and store_sqlite_run.c the database. Any number of stores, in any number of processes,
 * may open one file. */
#ifndef DG_STORE_SQLITE_H
#define DG_STORE_SQLITE_H

#include "server/store_call.h"

/* Opens or makes the file and checks it. NULL: `why` says what is wrong with it. */
struct dg_store *dg_store_sqlite_open(struct dg_str path, struct dg_loop *loop, struct dg_problem *why);

/* Copies the database at `path`, also while servers work on it, into a new file `to`, its owner's alone, checks the copy and
 * flushes it. DG_OK | DG_NOT_FOUND (no such database) | DG_UNAVAILABLE (it cannot be written, or is there already) |
 * DG_BAD_INPUT. Any thread; takes as long as reading and writing all of it. */
DG_MUST_USE enum dg_status dg_sqlite_backup(const char *path, const char *to, struct dg_problem *why);

/* ---- the database ------------------------------------------------------------------------------------------ */

struct dg_sqlite;

struct dg_sqlite *dg_sqlite_open(struct dg_str path, struct dg_problem *why);
void dg_sqlite_close(struct dg_sqlite *db); /* NULL is harmless */
/* The file grows to `mib` at the most (0: no limit); one that is larger already grows no more. */
void dg_sqlite_limit(struct dg_sqlite *db, uint32_t mib);
/* From any thread: what waits for another writer gives up. */
void dg_sqlite_stop(struct dg_sqlite *db);

/* Answers every call of the list (by `next`), in order and in one transaction: all that is written in it reaches the disk
 * together. When the disk refuses, writers are answered DG_UNAVAILABLE and readers what is there; when there is no room,
 * those that put are answered DG_FULL and those that forget are helped. */
void dg_sqlite_run(struct dg_sqlite *db, struct dg_call *first);
/* Whether nothing was forgotten since the last scrub. */
bool dg_sqlite_is_scrubbed(const struct dg_sqlite *db);
/* Empties the write-ahead log, where the pages of what was forgotten still stand. False: somebody is using it; try again. */
DG_MUST_USE bool dg_sqlite_scrub(struct dg_sqlite *db);
/* Removes some of what has expired. True: there may be more. */
bool dg_sqlite_sweep(struct dg_sqlite *db);

/* From now on dg_sqlite_news tells what changes. False: the database could not say. */
DG_MUST_USE bool dg_sqlite_follow(struct dg_sqlite *db);
/* Calls `tell` with each group put since the last time, by whomever. */
void dg_sqlite_news(struct dg_sqlite *db, void (*tell)(void *owner, struct dg_str group), void *owner);

#endif
