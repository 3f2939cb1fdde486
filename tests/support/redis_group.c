#include "tests/support/redis_group.h"

#include "tests/support/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 20 };

static struct {
    char folder[64];
    struct member {
        uint16_t port;
        pid_t pid;
        bool sentinel;
    } members[REDIS_GROUP_MAX];
    int count;
} group;

static void name_file(char *out, size_t room, uint16_t port, const char *ending)
{
    snprintf(out, room, "%s/%u%s", group.folder, port, ending);
}

static void write_lines(FILE *file, const char *lines, uint16_t port)
{
    static const char mark[] = "%PORT";
    for (const char *at = strstr(lines, mark); at; at = strstr(lines, mark)) {
        fprintf(file, "%.*s%u", (int)(at - lines), lines, port);
        lines = at + strlen(mark);
    }
    fprintf(file, "%s\n", lines);
}

int redis_group_add(bool sentinel, const char *lines)
{
    char name[96];
    if (!group.folder[0]) {
        strcpy(group.folder, "/tmp/dragoman-redis-XXXXXX");
        if (!mkdtemp(group.folder))
            return -1;
    }
    if (group.count == REDIS_GROUP_MAX)
        return -1;
    uint16_t port = dg_child_free_port();
    name_file(name, sizeof name, port, ".conf");
    FILE *file = fopen(name, "w");
    if (!file)
        return -1;
    fprintf(file, "port %u\nbind 127.0.0.1\ndir %s\n", port, group.folder);
    if (!sentinel)
        fprintf(file, "save \"\"\nappendonly no\nrepl-diskless-sync-delay 0\ndbfilename %u.rdb\n", port);
    write_lines(file, lines, port);
    fclose(file);
    group.members[group.count] = (struct member){ .port = port, .sentinel = sentinel };
    return group.count++;
}

bool redis_group_start(int member)
{
    struct member *m = &group.members[member];
    char name[96];
    name_file(name, sizeof name, m->port, ".conf");
    char *argv[] = { "redis-server", name, m->sentinel ? "--sentinel" : NULL, NULL };
    m->pid = dg_child_start(m->port, argv);
    return m->pid > 0;
}

void redis_group_kill(int member)
{
    dg_child_end(group.members[member].pid, SIGKILL);
    group.members[member].pid = 0;
}

void redis_group_freeze(int member, bool frozen)
{
    kill(group.members[member].pid, frozen ? SIGSTOP : SIGCONT);
}

void redis_group_finish(void)
{
    static const char *const endings[] = { ".conf", ".rdb", ".nodes" };
    char name[96];
    for (int i = 0; i < group.count; i++) {
        redis_group_kill(i);
        for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
            name_file(name, sizeof name, group.members[i].port, endings[k]);
            unlink(name);
        }
    }
    rmdir(group.folder);
    memset(&group, 0, sizeof group);
}

uint16_t redis_group_port(int member)
{
    return group.members[member].port;
}

int redis_group_at(uint16_t port)
{
    for (int i = 0; i < group.count; i++)
        if (group.members[i].port == port)
            return i;
    return -1;
}

bool redis_group_run(char *const argv[])
{
    pid_t pid = fork();
    if (pid == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execvp(argv[0], argv);
        _exit(127);
    }
    int status = 1;
    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

redisReply *redis_group_ask(int member, const char *password, const char *command)
{
    struct timeval limit = { 2, 0 };
    redisContext *c = redisConnectWithTimeout("127.0.0.1", group.members[member].port, limit);
    redisReply *reply = NULL;
    if (c && !c->err) {
        redisSetTimeout(c, limit);
        if (password)
            freeReplyObject(redisCommand(c, "AUTH %s", password));
        reply = redisCommand(c, command);
    }
    if (c)
        redisFree(c);
    return reply;
}

static void print(const redisReply *reply, char *out, size_t room)
{
    size_t used = strlen(out);
    if (reply->str)
        snprintf(out + used, room - used, "%s ", reply->str);
    else if (reply->type == REDIS_REPLY_INTEGER)
        snprintf(out + used, room - used, "%lld ", reply->integer);
    for (size_t i = 0; reply->type == REDIS_REPLY_ARRAY && i < reply->elements; i++)
        print(reply->element[i], out, room);
}

bool redis_group_await(int member, const char *password, const char *command, const char *wanted, int limit_ms)
{
    static char text[65536];
    for (int waited = 0; waited < limit_ms; waited += LOOK_MS) {
        redisReply *reply = redis_group_ask(member, password, command);
        text[0] = '\0';
        if (reply)
            print(reply, text, sizeof text);
        freeReplyObject(reply);
        if (strstr(text, wanted))
            return true;
        usleep(LOOK_MS * 1000);
    }
    fprintf(stderr, "# %s: %s\n", command, text);
    return false;
}
