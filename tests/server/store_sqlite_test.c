#include "tests/server/store_suite.h"
#include "tests/support/check.h"

#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/dragoman-store-XXXXXX";
static char path[64], url[80];

static struct dg_store *open_at(struct dg_loop *loop)
{
    struct dg_problem why = { 0 };
    struct dg_store *store = dg_store_open(dg_str_of(url), NULL, loop, &why);
    DG_CHECK(store != NULL, "%s", why.detail);
    return store;
}

static void use_file(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(url, sizeof url, "sqlite:%s", path);
}

#define TEXT(literal) ((struct dg_str){ (literal), sizeof(literal) - 1 })

static int remove_one(const char *name, const struct stat *s, int type, struct FTW *where)
{
    (void)s, (void)type, (void)where;
    return remove(name);
}

/* ---- killed, and opened again ------------------------------------------------------------------------------ */

/* Puts one version after the other and says on the pipe which are acknowledged; never returns. */
static void put_until_killed(int pipe_fd)
{
    struct talk *t = talk_create(open_at);
    for (uint64_t version = 0; t; version++) {
        if (talk_put(t, "killed", "f", TEXT("x"), version) != DG_OK)
            break;
        if (write(pipe_fd, &version, sizeof version) != sizeof version)
            break;
    }
    _exit(1);
}

static void what_was_acknowledged_outlives_a_kill(void)
{
    use_file("killed.db");
    uint64_t acknowledged = 0;
    for (int round = 0; round < 3; round++) {
        int ends[2];
        unlink(path);
        DG_CHECK(pipe(ends) == 0, "pipe");
        pid_t child = fork();
        if (child == 0)
            put_until_killed(ends[1]);
        close(ends[1]);
        while (read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged && acknowledged < 40u)
            ;
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        while (read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged)
            ;
        close(ends[0]);
        struct talk *t = talk_create(open_at);
        if (!t)
            return;
        talk_get(t, "killed", "f");
        DG_CHECK(acknowledged >= 40, "%d puts", (int)acknowledged);
        DG_CHECK(t->records[0].version > acknowledged, "version %d, acknowledged %d", (int)t->records[0].version,
                (int)acknowledged + 1);
        talk_forget(t, "killed");
        talk_destroy(t);
    }
}

/* ---- many at once ------------------------------------------------------------------------------------------ */

enum { WRITERS = 6, EACH = 25 };

enum { LATE_MAX = 60 };

/* Adds one to the record's version until it has been told EACH times that it did. Returns how often no answer came in time, as
 * on a busy machine: such a put is asked again, and may have been done all the same. -1: it could not. */
static int count_up(void)
{
    struct talk *t = talk_create(open_at);
    uint64_t version = 0;
    int done = 0, late = 0;
    while (t && done < EACH && late < LATE_MAX) {
        enum dg_status status = talk_put(t, "counter", "f", TEXT("x"), version);
        if (status == DG_UNAVAILABLE)
            late++;
        else if (status == DG_OK || status == DG_CONFLICT)
            version = t->records[0].version;
        else
            break;
        done += status == DG_OK;
    }
    talk_destroy(t);
    return done == EACH ? late : -1;
}

static void check_counter(int late)
{
    struct talk *t = talk_create(open_at);
    if (!t)
        return;
    talk_get(t, "counter", "f");
    long long counted = (long long)t->records[0].version, told = (long long)WRITERS * EACH;
    DG_CHECK(counted >= told && counted <= told + late, "%lld puts, %lld were told DG_OK and %d nothing", counted, told,
            late);
    talk_destroy(t);
}

/* They also make the file together. */
static void many_processes_share_one_file(void)
{
    use_file("processes.db");
    pid_t children[WRITERS];
    int late = 0;
    for (int i = 0; i < WRITERS; i++)
        if ((children[i] = fork()) == 0)
            _exit(count_up());
    for (int i = 0; i < WRITERS; i++) {
        int status = 1;
        waitpid(children[i], &status, 0);
        DG_CHECK(WIFEXITED(status) && WEXITSTATUS(status) <= LATE_MAX, "writer %d: %d", i, status);
        late += WEXITSTATUS(status);
    }
    check_counter(late);
}

static void *count_up_in_thread(void *late)
{
    *(int *)late = count_up();
    return NULL;
}

static void many_lanes_share_one_file(void)
{
    use_file("lanes.db");
    pthread_t threads[WRITERS];
    int late[WRITERS], all = 0;
    for (int i = 0; i < WRITERS; i++)
        pthread_create(&threads[i], NULL, count_up_in_thread, &late[i]);
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        DG_CHECK(late[i] >= 0, "lane %d", i);
        all += late[i];
    }
    check_counter(all);
}

/* Another process that opens the file, puts something and closes it again when it is told to. */
static pid_t start_visitor(int *tell)
{
    int ends[2];
    DG_CHECK(pipe(ends) == 0, "pipe");
    pid_t child = fork();
    if (child == 0) {
        char byte;
        bool told = read(ends[0], &byte, 1) == 1;
        struct talk *t = told ? talk_create(open_at) : NULL;
        enum dg_status status = t ? talk_put(t, "visited", "v", TEXT("x"), DG_VERSION_ANY) : DG_INTERNAL;
        talk_destroy(t);
        _exit(status == DG_OK ? 0 : 1);
    }
    close(ends[0]);
    *tell = ends[1];
    return child;
}

/* A process has all its locks on a file together, so one lane's coming and going could take another's: the visitor would
 * then think itself alone, and sweep away the log that the first lane still writes. */
static void a_lane_that_comes_and_goes_leaves_the_others_their_locks(void)
{
    int tell, status = 1;
    use_file("locks.db");
    pid_t visitor = start_visitor(&tell);
    struct talk *stays = talk_create(open_at);
    if (!stays)
        return;
    talk_put(stays, "visited", "f", TEXT("x"), DG_VERSION_ANY);
    talk_destroy(talk_create(open_at));
    DG_CHECK(write(tell, "x", 1) == 1, "tell the visitor");
    waitpid(visitor, &status, 0);
    DG_CHECK_INT(status, 0, "the visitor");
    DG_CHECK_INT(talk_put(stays, "visited", "f", TEXT("y"), 1), DG_OK, "put");
    struct talk *other = talk_create(open_at);
    if (other)
        talk_get(other, "visited", "f");
    DG_CHECK(other && other->records[0].version == 2, "another sees the put");
    talk_destroy(other);
    talk_destroy(stays);
    close(tell);
}

static void a_watch_tells_of_another_process(void)
{
    int tell;
    use_file("watched.db");
    pid_t visitor = start_visitor(&tell);
    struct talk *t = talk_create(open_at);
    if (!t)
        return;
    t->store->ops->watch(t->store, TEXT("visited"), talk_change, t);
    talk_pass(t, 200);
    t->changes = 0;
    DG_CHECK(write(tell, "x", 1) == 1, "tell the visitor");
    DG_CHECK(talk_wait_change(t, 1, 5000), "told of its put");
    talk_destroy(t);
    waitpid(visitor, NULL, 0);
    close(tell);
}

/* ---- a disk that refuses ----------------------------------------------------------------------------------- */

static void set_file_limit(rlim_t bytes)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void a_full_disk_refuses_puts_and_lets_read(void)
{
    use_file("full.db");
    static char big[300000];
    struct talk *t = talk_create(open_at);
    if (!t)
        return;
    signal(SIGXFSZ, SIG_IGN);
    talk_put(t, "full", "f", TEXT("x"), DG_VERSION_ANY);
    set_file_limit(200000);
    DG_CHECK_INT(talk_put(t, "full", "f", (struct dg_str){ big, sizeof big }, 1), DG_UNAVAILABLE, "put");
    DG_CHECK_INT(talk_get(t, "full", "f"), DG_OK, "get");
    DG_CHECK_STR(t->records[0].value, "x", "value");
    set_file_limit(RLIM_INFINITY);
    DG_CHECK_INT(talk_put(t, "full", "f", TEXT("y"), 1), DG_OK, "put when there is room again");
    talk_destroy(t);
}

/* In one batch, the readers are answered although the writers cannot be. */
static void readers_do_not_suffer_with_the_writers_beside_them(void)
{
    use_file("beside.db");
    static char big[300000];
    struct talk *t = talk_create(open_at);
    if (!t)
        return;
    talk_put(t, "beside", "f", TEXT("x"), DG_VERSION_ANY);
    set_file_limit(200000);
    struct dg_store_put put = { TEXT("f"), { big, sizeof big }, DG_VERSION_ANY };
    struct dg_str field = TEXT("f");
    for (int i = 0; i < 5; i++) {
        t->store->ops->put(t->store, TEXT("beside"), &put, 1, 60, talk_hear, t);
        t->store->ops->get(t->store, TEXT("beside"), &field, 1, talk_hear, t);
    }
    DG_CHECK(talk_wait(t, 10, 10000), "all answered");
    DG_CHECK_INT(t->status, DG_OK, "the last get");
    DG_CHECK_STR(t->records[0].value, "x", "value");
    set_file_limit(RLIM_INFINITY);
    talk_destroy(t);
}

static void sql(const char *text)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    sqlite3_open(path, &db);
    sqlite3_busy_timeout(db, 5000);
    DG_CHECK(sqlite3_exec(db, text, NULL, NULL, &why) == SQLITE_OK, "%s: %s", text, why ? why : "");
    sqlite3_free(why);
    sqlite3_close(db);
}

static void a_writer_that_never_ends_makes_puts_fail_in_time(void)
{
    use_file("held.db");
    struct talk *t = talk_create(open_at);
    if (!t)
        return;
    talk_put(t, "held", "f", TEXT("x"), DG_VERSION_ANY);
    sqlite3 *holder = NULL;
    sqlite3_open(path, &holder);
    DG_CHECK_INT(sqlite3_exec(holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK, "begin");
    DG_CHECK_INT(talk_put(t, "held", "f", TEXT("y"), 1), DG_UNAVAILABLE, "put");
    DG_CHECK_INT(talk_get(t, "held", "f"), DG_OK, "get");
    sqlite3_close(holder);
    DG_CHECK_INT(talk_put(t, "held", "f", TEXT("y"), 1), DG_OK, "put when it has ended");
    talk_destroy(t);
}

/* ---- files that are not as they should be ------------------------------------------------------------------ */

static void check_refused(const char *what)
{
    struct dg_loop *loop = dg_loop_create();
    struct dg_problem why = { 0 };
    struct dg_store *store = dg_store_open(dg_str_of(url), NULL, loop, &why);
    DG_CHECK(store == NULL, "%s is refused", what);
    DG_CHECK(why.detail[0] != '\0', "%s: a reason", what);
    if (store)
        store->ops->destroy(store);
    dg_loop_destroy(loop);
}

static void write_into_file(off_t at, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    char noise[65536];
    memset(noise, 0x5a, sizeof noise);
    DG_CHECK(pwrite(fd, noise, len, at) == (ssize_t)len, "write");
    close(fd);
}

static void a_damaged_file_is_refused(void)
{
    use_file("damaged.db");
    struct talk *t = talk_create(open_at);
    static char value[200000];
    if (t)
        talk_put(t, "g", "f", (struct dg_str){ value, sizeof value }, DG_VERSION_ANY);
    talk_destroy(t);
    write_into_file(4096, 65536);
    check_refused("a damaged file");
}

static void other_files_are_refused(void)
{
    use_file("text.db");
    write_into_file(0, 5000);
    check_refused("a file that is no database");
    use_file("later.db");
    talk_destroy(talk_create(open_at));
    sql("PRAGMA user_version=2");
    check_refused("a file of a later version");
    use_file("no/such/folder.db");
    check_refused("a folder that does not exist");
    use_file("");
    check_refused("a folder");
    snprintf(url, sizeof url, "sqlite:");
    check_refused("no path");
    snprintf(url, sizeof url, "postgres://host");
    check_refused("another kind");
}

/* As on a disk that was mounted to be read: neither the file nor its folder can be written. Root could, so this is nobody. */
static void a_file_that_can_only_be_read_is_refused_with_that_reason(void)
{
    enum { NOBODY = 65534 };
    struct dg_problem why = { 0 };
    use_file("read-only.db");
    talk_destroy(talk_create(open_at));
    chmod(path, 0444);
    chmod(folder, 0555);
    bool root = geteuid() == 0;
    DG_CHECK(!root || seteuid(NOBODY) == 0, "as nobody");
    struct dg_loop *loop = dg_loop_create();
    DG_CHECK(!dg_store_open(dg_str_of(url), NULL, loop, &why), "it does not open");
    dg_loop_destroy(loop);
    DG_CHECK(strstr(why.detail, "read-only.db: it can only be read"), "%s", why.detail);
    DG_CHECK(!root || seteuid(0) == 0, "as before");
    chmod(folder, 0700);
}

static int count_rows(const char *select)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    sqlite3_open(path, &db);
    sqlite3_busy_timeout(db, 5000);
    bool found =
            sqlite3_prepare_v2(db, select, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;
    int count = found ? sqlite3_column_int(statement, 0) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
}

static void what_has_expired_leaves_the_file(void)
{
    use_file("swept.db");
    struct talk *t = talk_create(open_at);
    if (!t)
        return;
    for (int i = 0; i < 200; i++) {
        char group[16];
        struct dg_store_put put = { TEXT("f"), TEXT("secret words"), DG_VERSION_ANY };
        snprintf(group, sizeof group, "g%d", i);
        t->store->ops->put(t->store, dg_str_of(group), &put, 1, 1, talk_hear, t);
    }
    DG_CHECK(talk_wait(t, 200, 10000), "all put");
    talk_put(t, "stays", "f", TEXT("x"), DG_VERSION_ANY);
    talk_destroy(t);
    usleep(1100000);
    t = talk_create(open_at);
    for (int i = 0; t && i < 100 && count_rows("SELECT count(*) FROM groups") != 1; i++)
        talk_pass(t, 100); /* a store sweeps when it begins */
    talk_destroy(t);
    DG_CHECK_INT(count_rows("SELECT count(*) FROM groups"), 1, "groups");
    DG_CHECK_INT(count_rows("SELECT count(*) FROM records"), 1, "records");
}

static void the_file_is_its_owners_alone(void)
{
    use_file("rights.db");
    struct talk *t = talk_create(open_at);
    char log[80];
    struct stat s;
    snprintf(log, sizeof log, "%s-wal", path);
    DG_CHECK(stat(path, &s) == 0 && (s.st_mode & 0777) == 0600, "rights of the file");
    DG_CHECK(stat(log, &s) == 0 && (s.st_mode & 0777) == 0600, "rights of its log");
    talk_destroy(t);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    /* those that fork come first: before there are threads */
    dg_run("what was acknowledged outlives a kill", what_was_acknowledged_outlives_a_kill);
    dg_run("many processes share one file", many_processes_share_one_file);
    dg_run("many lanes share one file", many_lanes_share_one_file);
    dg_run("a lane that comes and goes leaves the others their locks",
            a_lane_that_comes_and_goes_leaves_the_others_their_locks);
    dg_run("a watch tells of another process", a_watch_tells_of_another_process);
    use_file("suite.db");
    store_suite("sqlite", open_at);
    dg_run("a full disk refuses puts and lets read", a_full_disk_refuses_puts_and_lets_read);
    dg_run("readers do not suffer with the writers beside them", readers_do_not_suffer_with_the_writers_beside_them);
    dg_run("a writer that never ends makes puts fail in time", a_writer_that_never_ends_makes_puts_fail_in_time);
    dg_run("a damaged file is refused", a_damaged_file_is_refused);
    dg_run("other files are refused", other_files_are_refused);
    dg_run("a file that can only be read is refused with that reason",
            a_file_that_can_only_be_read_is_refused_with_that_reason);
    dg_run("what has expired leaves the file", what_has_expired_leaves_the_file);
    dg_run("the file is its owner's alone", the_file_is_its_owners_alone);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return dg_done();
}
