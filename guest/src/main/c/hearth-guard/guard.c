/*
 * hearth-guard: runs a machine monitor that must not outlive Hearth.
 *
 *   hearth-guard run NETWORK PROGRAM ARGUMENT...   until it ends, or until standard input does; then it is killed
 *   hearth-guard tsc                               prints the rate of the time stamp counter in kHz, 0 where there is none
 *
 * NETWORK is the host's ("host"), an empty one of the program's own ("none"), or the file of a network namespace.
 *
 * Hearth holds the other end of standard input, so the kernel closes it however Hearth dies. When the guard itself is killed
 * the kernel kills the monitor (parent death signal). Exit status: the monitor's own, or 128 and the signal that ended it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

enum { MEASURED_NANOS = 50000000 };

static void print_rate(void)
{
#if defined(__x86_64__)
    struct timespec begin, now;
    int64_t nanos;
    clock_gettime(CLOCK_MONOTONIC_RAW, &begin);
    uint64_t ticks = __rdtsc();
    do {
        clock_gettime(CLOCK_MONOTONIC_RAW, &now);
        nanos = (now.tv_sec - begin.tv_sec) * 1000000000LL + now.tv_nsec - begin.tv_nsec;
    } while (nanos < MEASURED_NANOS);
    printf("%.0f\n", (__rdtsc() - ticks) * 1e6 / nanos);
#else
    puts("0");
#endif
}

static void enter_network(const char *network)
{
    if (strcmp(network, "host") == 0)
        return;
    int file = -1;
    bool inside = strcmp(network, "none") == 0
        ? unshare(CLONE_NEWNET) == 0
        : (file = open(network, O_RDONLY | O_CLOEXEC)) >= 0 && setns(file, CLONE_NEWNET) == 0;
    if (!inside) {
        perror(network);
        _exit(126);
    }
}

static void become_monitor(const char *network, char **command, pid_t guard)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid(); /* a Ctrl-C is for Hearth, which ends its machines in order */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != guard)
        _exit(125); /* it died before it could be watched */
    enter_network(network);
    int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    syscall(SYS_close_range, 3, ~0U, 0);
    execv(command[0], command);
    perror(command[0]);
    _exit(127);
}

static int guard(const char *network, char **command)
{
    sigset_t child;
    int status;
    pid_t self = getpid();
    setsid();
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    int children = signalfd(-1, &child, SFD_CLOEXEC);
    pid_t monitor = fork();
    if (monitor < 0)
        return 126;
    if (monitor == 0)
        become_monitor(network, command, self);
    struct pollfd watched[] = {{children, POLLIN, 0}, {0, POLLIN, 0}};
    while (poll(watched, 2, -1) < 0 || !watched[0].revents) {
        if (watched[1].revents) {
            kill(monitor, SIGKILL);
            watched[1].fd = -1;
        }
    }
    waitpid(monitor, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int count, char **arguments)
{
    if (count == 2 && strcmp(arguments[1], "tsc") == 0) {
        print_rate();
        return 0;
    }
    if (count < 4 || strcmp(arguments[1], "run")) {
        fputs("usage: hearth-guard run NETWORK PROGRAM ARGUMENT... | hearth-guard tsc (started by Hearth)\n", stderr);
        return 2;
    }
    return guard(arguments[2], arguments + 3);
}
