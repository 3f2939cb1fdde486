/* What a confined process can no longer do, and what it still can. Each case is tried by a child of its own. */
#include "server/confine.h"

#include "tests/support/check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/dragoman-confine-XXXXXX";
static char setup[200];

static bool can_open(const char *name, int flags)
{
    char path[120];
    snprintf(path, sizeof path, name[0] == '/' ? "%s" : "%s/%s", name[0] == '/' ? name : folder, name);
    int fd = open(path, flags, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static void *touch(void *owner)
{
    *(bool *)owner = can_open("outside", O_RDONLY);
    return NULL;
}

static bool thread_can_open(void)
{
    bool opened = true;
    pthread_t thread;
    return pthread_create(&thread, NULL, touch, &opened) == 0 && pthread_join(thread, NULL) == 0 && opened;
}

static bool reads_outside(void)
{
    return can_open("outside", O_RDONLY);
}

static bool writes_outside(void)
{
    return can_open("/etc/dragoman-test", O_WRONLY | O_CREAT) || can_open("new", O_WRONLY | O_CREAT);
}

static bool keeps_its_store(void)
{
    return can_open("store/dragoman.db", O_RDWR | O_CREAT) && can_open("store/dragoman.db-wal", O_RDWR | O_CREAT);
}

static bool reads_the_system(void)
{
    return can_open("/etc/passwd", O_RDONLY) && can_open("/proc/self/status", O_RDONLY) &&
            can_open("/dev/urandom", O_RDONLY);
}

static bool runs_a_program(void)
{
    char *arguments[] = { (char[]){ "true" }, NULL };
    execv("/usr/bin/true", arguments);
    return errno != EPERM && errno != EACCES;
}

static bool traces(void)
{
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool changes_user(void)
{
    return setuid(65534) == 0 || errno != EPERM;
}

static bool has_sockets_and_threads(void)
{
    int pair[2];
    return socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && !thread_can_open();
}

static bool dumps_core(void)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0;
}

static const struct {
    const char *what;
    bool (*tried)(void);
    bool holds;
    bool by_files; /* needs Landlock in the kernel */
} cases[] = {
    { "reads what is not its own", reads_outside, false, true },
    { "writes what is not its own", writes_outside, false, true },
    { "keeps its store", keeps_its_store, true, false },
    { "reads what libraries need", reads_the_system, true, false },
    { "runs a program", runs_a_program, false, false },
    { "traces", traces, false, false },
    { "changes its user", changes_user, false, false },
    { "has sockets, and threads as confined", has_sockets_and_threads, true, true },
    { "dumps core", dumps_core, false, false },
};

enum { HELD, NOT_HELD, NO_LANDLOCK, NO_SECCOMP };

static int try_confined(size_t which)
{
    pid_t child = fork();
    if (child == 0) {
        struct dg_config *config = dg_config_read(dg_str_of(setup), NULL, NULL);
        struct dg_confined done = dg_confine(config);
        if (!done.calls)
            _exit(NO_SECCOMP);
        if (cases[which].by_files && !done.files)
            _exit(NO_LANDLOCK);
        _exit(cases[which].tried() == cases[which].holds ? HELD : NOT_HELD);
    }
    int status;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_confined_process_keeps_to_its_own(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int end = try_confined(i);
        if (end == NO_LANDLOCK)
            printf("# the kernel has no Landlock: not tried: %s\n", cases[i].what);
        else
            DG_CHECK_INT(end, HELD, cases[i].what);
    }
}

int main(void)
{
    char path[100];
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/store", folder);
    DG_CHECK(mkdir(path, 0700) == 0, "folder");
    DG_CHECK(can_open("outside", O_WRONLY | O_CREAT), "file");
    snprintf(setup, sizeof setup, "store = sqlite:%s/store/dragoman.db\n", folder);
    dg_run("a confined process keeps to its own", a_confined_process_keeps_to_its_own);
    static const char *const left[] = { "store/dragoman.db", "store/dragoman.db-wal", "store", "outside", "new", "" };
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, left[i]);
        remove(path);
    }
    return dg_done();
}
