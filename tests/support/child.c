#include "tests/support/child.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAIT_TRIES = 6000, WAIT_US = 10000, PORT_FIRST = 20000, PORT_COUNT = 12000, PORT_TRIES = 100 };

static struct sockaddr_in address_of(uint16_t port)
{
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = { htonl(INADDR_LOOPBACK) }
    };
}

static bool is_free(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in a = address_of(port);
    bool bound = bind(fd, (struct sockaddr *)&a, sizeof a) == 0;
    close(fd);
    return bound;
}

uint16_t dg_child_free_port(void)
{
    for (int i = 0; i < PORT_TRIES; i++) {
        uint16_t dice = 0;
        if (getrandom(&dice, sizeof dice, 0) != sizeof dice)
            return 0;
        uint16_t port = (uint16_t)(PORT_FIRST + dice % PORT_COUNT);
        if (is_free(port))
            return port;
    }
    return 0;
}

static bool listens(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in a = address_of(port);
    bool connected = connect(fd, (struct sockaddr *)&a, sizeof a) == 0;
    close(fd);
    return connected;
}

static void become(char *const argv[])
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execvp(argv[0], argv);
    _exit(127);
}

pid_t dg_child_start(uint16_t port, char *const argv[])
{
    pid_t pid = fork();
    if (pid == 0)
        become(argv);
    for (int i = 0; pid > 0 && i < WAIT_TRIES; i++) {
        if (listens(port))
            return pid;
        if (waitpid(pid, NULL, WNOHANG) == pid)
            return 0;
        usleep(WAIT_US);
    }
    dg_child_end(pid, SIGKILL);
    return 0;
}

void dg_child_end(pid_t pid, int signal)
{
    if (pid <= 0)
        return;
    kill(pid, signal);
    waitpid(pid, NULL, 0);
}
