#include "tests/support/redis_server.h"

#include "tests/support/child.h"

#include <signal.h>
#include <stdio.h>

static struct {
    pid_t pid;
    uint16_t port;
} server;

bool redis_server_start(const char *password)
{
    char port[8], secret[64];
    if (!server.port)
        server.port = dg_child_free_port();
    snprintf(port, sizeof port, "%u", server.port);
    snprintf(secret, sizeof secret, "%s", password ? password : "");
    char *argv[] = { "redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir",
        "/tmp", "--requirepass", secret, NULL };
    server.pid = dg_child_start(server.port, argv);
    return server.pid > 0;
}

static void end_with(int signal)
{
    dg_child_end(server.pid, signal);
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
