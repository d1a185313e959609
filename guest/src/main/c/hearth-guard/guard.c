/*
 * hearth-guard: runs a machine monitor that must not outlive Hearth.
 *
 *   hearth-guard run PROGRAM ARGUMENT...   until it ends, or until standard input does; then it is killed
 *   hearth-guard tsc                       prints the rate of the time stamp counter in kHz, 0 where there is none
 *
 * Hearth holds the other end of standard input, so the kernel closes it however Hearth dies. When the guard itself is killed
 * the kernel kills the monitor (parent death signal). Exit status: the monitor's own, or 128 and the signal that ended it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
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

static void become_monitor(char **command, pid_t guard)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid(); /* a Ctrl-C is for Hearth, which ends its machines in order */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != guard)
        _exit(125); /* it died before it could be watched */
    int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    syscall(SYS_close_range, 3, ~0U, 0);
    execv(command[0], command);
    perror(command[0]);
    _exit(127);
}

static int guard(char **command)
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
        become_monitor(command, self);
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
    if (count < 3 || strcmp(arguments[1], "run")) {
        fputs("usage: hearth-guard run PROGRAM ARGUMENT... | hearth-guard tsc (started by Hearth)\n", stderr);
        return 2;
    }
    return guard(arguments + 2);
}
