/*
 * Starts a number of runtimes at once, outside any sandbox, and waits until each has asked for its first invocation:
 * what starting them costs on this machine, without whatever a service does around it.
 *
 * Usage: starter COUNT PROGRAM [ARGUMENT...]. Prints the milliseconds; then ends them.
 */
#include "http.h"
#include <signal.h>
#include <sys/wait.h>

enum { MOST = 1000, PATIENCE_SECONDS = 120 };

static pid_t start(char **command)
{
    pid_t child = fork();
    if (child < 0)
        die("fork");
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    return child;
}

/* Counts each connection once, when its first bytes come. */
static void await_requests(int epoll, int listener, int expected)
{
    struct epoll_event events[MAX_EVENTS];
    char ignored[1024];
    for (int seen = 0; seen < expected;) {
        int ready = epoll_wait(epoll, events, MAX_EVENTS, PATIENCE_SECONDS * 1000);
        if (ready <= 0) {
            fprintf(stderr, "%d of %d runtimes asked for an invocation\n", seen, expected);
            exit(1);
        }
        for (int i = 0; i < ready; i++) {
            int descriptor = events[i].data.fd;
            if (descriptor == listener)
                accept_from(listener, epoll);
            else if (recv(descriptor, ignored, sizeof ignored, 0) > 0)
                seen++;
        }
    }
}

int main(int count, char **arguments)
{
    static pid_t children[MOST];
    int number = count > 2 ? atoi(arguments[1]) : 0, port;
    char api[32];
    if (number < 1 || number > MOST) {
        fputs("usage: starter COUNT PROGRAM [ARGUMENT...]\n", stderr);
        return 2;
    }
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    int listener = listen_on(0, &port);
    watch(epoll, listener, EPOLLIN, false);
    snprintf(api, sizeof api, "127.0.0.1:%d", port);
    setenv("AWS_LAMBDA_RUNTIME_API", api, 1);
    uint64_t start_time = now_nanos();
    for (int i = 0; i < number; i++)
        children[i] = start(arguments + 2);
    await_requests(epoll, listener, number);
    printf("{\"millis\":%.3f}\n", (double)(now_nanos() - start_time) / 1e6);
    for (int i = 0; i < number; i++)
        kill(children[i], SIGKILL);
    while (wait(NULL) > 0)
        continue;
    return 0;
}
