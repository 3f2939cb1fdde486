#include "tests/support/redis_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAIT_TRIES = 1000, WAIT_US = 10000 };

static struct {
    pid_t pid;
    uint16_t port;
} server;

static struct sockaddr_in address_of(uint16_t port)
{
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = { htonl(INADDR_LOOPBACK) }
    };
}

static uint16_t free_port(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in a = address_of(0);
    socklen_t len = sizeof a;
    bool bound = bind(fd, (struct sockaddr *)&a, len) == 0 && getsockname(fd, (struct sockaddr *)&a, &len) == 0;
    close(fd);
    return bound ? ntohs(a.sin_port) : 0;
}

static bool listens(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in a = address_of(port);
    bool connected = connect(fd, (struct sockaddr *)&a, sizeof a) == 0;
    close(fd);
    return connected;
}

static void run_server(const char *password)
{
    char port[8];
    snprintf(port, sizeof port, "%u", server.port);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    execlp("redis-server", "redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--dir", "/tmp", password ? "--requirepass" : NULL, password, NULL);
    _exit(127);
}

bool redis_server_start(const char *password)
{
    if (!server.port)
        server.port = free_port();
    server.pid = fork();
    if (server.pid == 0)
        run_server(password);
    for (int i = 0; server.pid > 0 && i < WAIT_TRIES; i++) {
        if (listens(server.port))
            return true;
        if (waitpid(server.pid, NULL, WNOHANG) == server.pid)
            server.pid = 0;
        usleep(WAIT_US);
    }
    return false;
}

static void end_with(int signal)
{
    if (server.pid <= 0)
        return;
    kill(server.pid, signal);
    waitpid(server.pid, NULL, 0);
    server.pid = 0;
}

void redis_server_kill(void)
{
    end_with(SIGKILL);
}

void redis_server_stop(void)
{
    end_with(SIGTERM);
}

void redis_server_freeze(bool frozen)
{
    if (server.pid > 0)
        kill(server.pid, frozen ? SIGSTOP : SIGCONT);
}

uint16_t redis_server_port(void)
{
    return server.port;
}
