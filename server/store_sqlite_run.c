#include "server/clock.h"
#include "server/store_sqlite_db.h"

enum { SWEEP_GROUPS = 64 /* removed in one transaction, so that nobody waits long for it */ };

static void just_do(struct dg_sqlite *db, sqlite3_stmt *s)
{
    while (dg_sqlite_step(db, s))
        ;
}

/* ---- calls ------------------------------------------------------------------------------------------------- */

static void forget(struct dg_sqlite *db, struct dg_str group)
{
    just_do(db, dg_sqlite_statement_of(db, DG_SQL_FORGET_RECORDS, group));
    just_do(db, dg_sqlite_statement_of(db, DG_SQL_FORGET_GROUP, group));
    db->forgotten |= sqlite3_changes(db->handle) > 0;
}

static bool is_alive(struct dg_sqlite *db, struct dg_str group)
{
    return dg_sqlite_number(db, dg_sqlite_statement_of(db, DG_SQL_LIFE, group), INT64_MIN) > db->now_ms;
}

/* Leaves the record at version 0 when there is no row. */
static void read_record(struct dg_sqlite *db, struct dg_call *call, sqlite3_stmt *s, struct dg_record *to)
{
    if (!dg_sqlite_step(db, s))
        return;
    to->version = (uint64_t)sqlite3_column_int64(s, 0);
    to->value = dg_arena_copy(call->arena, dg_sqlite_column(s, 1));
}

static void get(struct dg_sqlite *db, struct dg_call *call)
{
    bool alive = is_alive(db, call->group);
    for (size_t i = 0; i < call->count; i++) {
        struct dg_record *record = &call->answer.records[i];
        record->field = call->puts[i].field;
        if (!alive)
            continue;
        sqlite3_stmt *s = dg_sqlite_statement_of(db, DG_SQL_GET, call->group);
        dg_sqlite_bind(s, 2, record->field);
        read_record(db, call, s, record);
        sqlite3_reset(s);
    }
    call->answer.count = call->count;
}

/* Room for one more record. False: the answer is full. */
static bool make_room(struct dg_call *call, size_t *room)
{
    struct dg_answer *answer = &call->answer;
    if (answer->count < *room)
        return true;
    struct dg_record *records = dg_arena_array(call->arena, *room * 2, sizeof *records);
    if (!records)
        return false;
    memcpy(records, answer->records, answer->count * sizeof *records);
    answer->records = records;
    *room *= 2;
    return true;
}

static void list(struct dg_sqlite *db, struct dg_call *call)
{
    if (!is_alive(db, call->group))
        return;
    struct dg_str prefix = call->puts[0].field;
    struct dg_str end = dg_arena_print(call->arena, "%.*s\xff", (int)prefix.len, prefix.at); /* in no UTF-8 text */
    sqlite3_stmt *s = dg_sqlite_statement_of(db, DG_SQL_LIST, call->group);
    dg_sqlite_bind(s, 2, prefix);
    dg_sqlite_bind(s, 3, end);
    size_t room = DG_STORE_BATCH_MAX;
    while (make_room(call, &room)) {
        struct dg_record *record = &call->answer.records[call->answer.count];
        read_record(db, call, s, record);
        if (record->version == 0)
            break;
        record->field = dg_arena_copy(call->arena, dg_sqlite_column(s, 2));
        call->answer.count++;
    }
    sqlite3_reset(s);
}

/* Fills the versions found. False: one is not as expected. */
static bool versions_hold(struct dg_sqlite *db, struct dg_call *call)
{
    bool hold = true;
    for (size_t i = 0; i < call->count; i++) {
        struct dg_record *record = &call->answer.records[i];
        record->field = call->puts[i].field;
        sqlite3_stmt *s = dg_sqlite_statement_of(db, DG_SQL_VERSION, call->group);
        dg_sqlite_bind(s, 2, record->field);
        record->version = (uint64_t)dg_sqlite_number(db, s, 0);
        hold &= call->puts[i].expected == DG_VERSION_ANY || call->puts[i].expected == record->version;
    }
    return hold;
}

static void touch(struct dg_sqlite *db, struct dg_call *call)
{
    if (!db->rev)
        db->rev = dg_sqlite_number(db, dg_sqlite_statement(db, DG_SQL_TICK), 0);
    int64_t until = call->ttl_s ? db->now_ms + (int64_t)call->ttl_s * 1000 : INT64_MAX;
    sqlite3_stmt *s = dg_sqlite_statement_of(db, DG_SQL_TOUCH, call->group);
    sqlite3_bind_int64(s, 2, until);
    sqlite3_bind_int64(s, 3, db->rev);
    just_do(db, s);
}

static void put(struct dg_sqlite *db, struct dg_call *call)
{
    if (!is_alive(db, call->group))
        forget(db, call->group); /* what a dead group has left must not be seen as part of the new one */
    call->answer.count = call->count;
    if (!versions_hold(db, call)) {
        call->answer.status = DG_CONFLICT;
        return;
    }
    touch(db, call);
    for (size_t i = 0; i < call->count; i++) {
        const struct dg_store_put *p = &call->puts[i];
        sqlite3_stmt *s = dg_sqlite_statement_of(db, DG_SQL_PUT, call->group);
        dg_sqlite_bind(s, 2, p->field);
        dg_sqlite_bind(s, 3, p->value);
        call->answer.records[i].version = (uint64_t)dg_sqlite_number(db, s, 0);
    }
}

static bool writes(const struct dg_call *call)
{
    return call->verb == DG_VERB_PUT || call->verb == DG_VERB_FORGET;
}

static void run(struct dg_sqlite *db, struct dg_call *call)
{
    call->answer = (struct dg_answer){ .status = DG_OK };
    size_t room = call->count > DG_STORE_BATCH_MAX ? call->count : DG_STORE_BATCH_MAX;
    call->answer.records = dg_arena_array(call->arena, room, sizeof *call->answer.records);
    if (!call->answer.records)
        call->answer.status = DG_UNAVAILABLE;
    else if (call->verb == DG_VERB_GET)
        get(db, call);
    else if (call->verb == DG_VERB_LIST)
        list(db, call);
    else if (call->verb == DG_VERB_PUT)
        put(db, call);
    else if (call->verb == DG_VERB_FORGET)
        forget(db, call->group);
    else
        dg_sqlite_number(db, dg_sqlite_statement(db, DG_SQL_LATEST), 0);
    if (call->verb != DG_VERB_PUT && dg_arena_overflowed(call->arena))
        call->answer = (struct dg_answer){ .status = DG_TOO_BIG };
}

static bool is_put(const struct dg_call *call)
{
    return call->verb == DG_VERB_PUT;
}

/* Runs all but those for which `left_out` (NULL: none) holds, which are answered `refusal`. Those given up before they began
 * are left out too: nobody will know what became of them. */
static bool run_all(struct dg_sqlite *db, struct dg_call *first, bool (*left_out)(const struct dg_call *call),
        enum dg_status refusal)
{
    for (struct dg_call *call = first; call; call = call->next) {
        if (left_out && left_out(call))
            call->answer = (struct dg_answer){ .status = refusal };
        else if (atomic_load(&call->given_up) || db->failed)
            call->answer = (struct dg_answer){ .status = DG_UNAVAILABLE };
        else
            run(db, call);
    }
    return dg_sqlite_commit(db);
}

static bool any_writes(const struct dg_call *call)
{
    while (call && !writes(call))
        call = call->next;
    return call != NULL;
}

static void refuse(struct dg_call *call)
{
    for (; call; call = call->next)
        call->answer = (struct dg_answer){ .status = DG_UNAVAILABLE };
}

void dg_sqlite_run(struct dg_sqlite *db, struct dg_call *first)
{
    bool writing = any_writes(first);
    if (dg_sqlite_begin(db, writing) && run_all(db, first, NULL, DG_OK))
        return;
    enum dg_status refusal = db->full ? DG_FULL : DG_UNAVAILABLE;
    if (db->full && dg_sqlite_begin(db, true) && run_all(db, first, is_put, refusal))
        return;
    if (writing && dg_sqlite_begin(db, false) && run_all(db, first, writes, refusal))
        return;
    refuse(first);
}

/* ---- expiry and news --------------------------------------------------------------------------------------- */

bool dg_sqlite_sweep(struct dg_sqlite *db)
{
    char names[SWEEP_GROUPS][DG_STORE_NAME_MAX];
    struct dg_str dead[SWEEP_GROUPS];
    size_t count = 0;
    db->failed = false;
    sqlite3_stmt *s = dg_sqlite_statement(db, DG_SQL_DEAD);
    sqlite3_bind_int64(s, 1, dg_clock_ms());
    sqlite3_bind_int64(s, 2, SWEEP_GROUPS);
    if (sqlite3_step(s) != SQLITE_ROW) { /* the usual: nothing to do, so nobody is kept from writing */
        sqlite3_reset(s);
        return false;
    }
    sqlite3_reset(s);
    if (!dg_sqlite_begin(db, true))
        return false;
    while (count < SWEEP_GROUPS && dg_sqlite_step(db, s)) {
        struct dg_str name = dg_sqlite_column(s, 0);
        dead[count] = (struct dg_str){ names[count], name.len < DG_STORE_NAME_MAX ? name.len : DG_STORE_NAME_MAX };
        memcpy(names[count], name.at, dead[count].len);
        count++;
    }
    sqlite3_reset(s);
    for (size_t i = 0; i < count; i++)
        forget(db, dead[i]);
    if (!dg_sqlite_commit(db))
        return false;
    sqlite3_exec(db->handle, "PRAGMA incremental_vacuum(256)", NULL, NULL, NULL);
    return count == SWEEP_GROUPS;
}

bool dg_sqlite_is_scrubbed(const struct dg_sqlite *db)
{
    return !db->forgotten;
}

bool dg_sqlite_scrub(struct dg_sqlite *db)
{
    dg_sqlite_wait(db, false);
    db->forgotten = sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK;
    dg_sqlite_wait(db, true);
    return !db->forgotten;
}

bool dg_sqlite_follow(struct dg_sqlite *db)
{
    db->failed = false;
    db->foreign = dg_sqlite_number(db, dg_sqlite_statement(db, DG_SQL_FOREIGN), 0);
    db->told_rev = dg_sqlite_number(db, dg_sqlite_statement(db, DG_SQL_LATEST), 0);
    return !db->failed;
}

/* data_version changes only when another connection has written: asking it costs next to nothing. */
static bool anything_new(struct dg_sqlite *db)
{
    int64_t foreign = dg_sqlite_number(db, dg_sqlite_statement(db, DG_SQL_FOREIGN), db->foreign);
    bool is_new = foreign != db->foreign || db->rev > db->told_rev;
    db->foreign = foreign;
    return is_new;
}

void dg_sqlite_news(struct dg_sqlite *db, void (*tell)(void *owner, struct dg_str group), void *owner)
{
    db->failed = false;
    if (!anything_new(db))
        return;
    int64_t latest = db->told_rev;
    sqlite3_stmt *s = dg_sqlite_statement(db, DG_SQL_NEWS);
    sqlite3_bind_int64(s, 1, db->told_rev);
    while (dg_sqlite_step(db, s)) {
        int64_t rev = sqlite3_column_int64(s, 0);
        latest = rev > latest ? rev : latest;
        tell(owner, dg_sqlite_column(s, 1));
    }
    if (!db->failed)
        db->told_rev = latest;
}
