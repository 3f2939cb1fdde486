#include "tests/support/redis_actor.h"

#include <arpa/inet.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINES_MAX = 16, WAITING_MAX = 64, LISTENER = LINES_MAX, WAKER, ALL, COMMAND_BYTES = 512 };

/* A connection, and what it has asked and not been answered. */
struct line {
    redisReader *reader;
    redisReply *waiting[WAITING_MAX];
    int count;
};

struct redis_actor {
    redis_actor_answer *answer;
    void *owner;
    uint16_t port;
    pthread_t thread;
    struct pollfd fds[ALL]; /* of the lines; -1: none */
    struct line lines[LINES_MAX];
};

bool redis_actor_say(int fd, const char *text)
{
    for (size_t left = strlen(text); left;) {
        ssize_t sent = send(fd, text, left, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        text += sent;
        left -= (size_t)sent;
    }
    return true;
}

bool redis_actor_greet(int fd, const char *command)
{
    if (strcmp(command, "PING") == 0)
        return redis_actor_say(fd, "+PONG\r\n");
    if (strncmp(command, "SCRIPT LOAD ", 12) == 0) /* by another name than a Redis would give it */
        return redis_actor_say(fd, "$40\r\n0123456789012345678901234567890123456789\r\n");
    return false;
}

/* ---- a connection ------------------------------------------------------------------------------------------ */

static void begin_line(struct redis_actor *a)
{
    int fd = accept(a->fds[LISTENER].fd, NULL, NULL);
    for (int i = 0; fd >= 0 && i < LINES_MAX; i++) {
        if (a->fds[i].fd >= 0)
            continue;
        a->lines[i] = (struct line){ .reader = redisReaderCreate() };
        a->fds[i].fd = fd;
        return;
    }
    close(fd);
}

static void end_line(struct redis_actor *a, int i)
{
    struct line *line = &a->lines[i];
    if (a->fds[i].fd < 0)
        return;
    for (int n = 0; n < line->count; n++)
        freeReplyObject(line->waiting[n]);
    redisReaderFree(line->reader);
    close(a->fds[i].fd);
    a->fds[i].fd = -1;
}

static void join_words(char out[COMMAND_BYTES], const redisReply *command)
{
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < command->elements && len < COMMAND_BYTES; i++)
        len += (size_t)snprintf(out + len, COMMAND_BYTES - len, "%s%s", i ? " " : "", command->element[i]->str);
}

static void answer_line(struct redis_actor *a, int i)
{
    struct line *line = &a->lines[i];
    char words[COMMAND_BYTES];
    int done = 0;
    for (; done < line->count; done++) {
        join_words(words, line->waiting[done]);
        if (!a->answer(a->owner, a->fds[i].fd, words))
            break;
        freeReplyObject(line->waiting[done]);
    }
    line->count -= done;
    memmove(line->waiting, line->waiting + done, (size_t)line->count * sizeof *line->waiting);
}

/* A command is written as an array of texts: a reader of replies can read it. */
static void read_line(struct redis_actor *a, int i)
{
    struct line *line = &a->lines[i];
    char bytes[4096];
    ssize_t got = recv(a->fds[i].fd, bytes, sizeof bytes, 0);
    void *command = NULL;
    if (got <= 0) {
        end_line(a, i);
        return;
    }
    redisReaderFeed(line->reader, bytes, (size_t)got);
    while (line->count < WAITING_MAX && redisReaderGetReply(line->reader, &command) == REDIS_OK && command)
        line->waiting[line->count++] = command;
    answer_line(a, i);
}

/* ---- its thread -------------------------------------------------------------------------------------------- */

/* False: it is over. */
static bool wake(struct redis_actor *a)
{
    uint64_t how = 0;
    if (read(a->fds[WAKER].fd, &how, sizeof how) != sizeof how || how > UINT32_MAX)
        return false;
    for (int i = 0; i < LINES_MAX; i++)
        if (a->fds[i].fd >= 0)
            answer_line(a, i);
    return true;
}

static void *act(void *of)
{
    struct redis_actor *a = of;
    while (poll(a->fds, ALL, -1) > 0) {
        for (int i = 0; i < LINES_MAX; i++)
            if (a->fds[i].fd >= 0 && a->fds[i].revents)
                read_line(a, i);
        if (a->fds[LISTENER].revents)
            begin_line(a);
        if (a->fds[WAKER].revents && !wake(a))
            return NULL;
    }
    return NULL;
}

static void signal_it(struct redis_actor *a, uint64_t how)
{
    if (write(a->fds[WAKER].fd, &how, sizeof how) != sizeof how)
        abort();
}

void redis_actor_go_on(struct redis_actor *actor)
{
    signal_it(actor, 1);
}

struct redis_actor *redis_actor_create(redis_actor_answer *answer, void *owner)
{
    struct redis_actor *a = calloc(1, sizeof *a);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof at;
    *a = (struct redis_actor){ .answer = answer, .owner = owner };
    for (int i = 0; i < ALL; i++)
        a->fds[i] = (struct pollfd){ -1, POLLIN, 0 };
    int fd = a->fds[LISTENER].fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    a->fds[WAKER].fd = eventfd(0, EFD_CLOEXEC);
    if (bind(fd, (struct sockaddr *)&at, size) || listen(fd, 16) || getsockname(fd, (struct sockaddr *)&at, &size) ||
            pthread_create(&a->thread, NULL, act, a))
        abort(); /* no test can go on */
    a->port = ntohs(at.sin_port);
    return a;
}

void redis_actor_destroy(struct redis_actor *actor)
{
    signal_it(actor, (uint64_t)UINT32_MAX + 1);
    pthread_join(actor->thread, NULL);
    for (int i = 0; i < LINES_MAX; i++)
        end_line(actor, i);
    close(actor->fds[LISTENER].fd);
    close(actor->fds[WAKER].fd);
    free(actor);
}

uint16_t redis_actor_port(const struct redis_actor *actor)
{
    return actor->port;
}
