/* PID 1 of a sandbox: finishes the walls, starts the bootstrap, reaps orphans, tells how it ended. */
#include "sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void open_sockets(const struct spec *spec, int listening[2], int *count)
{
    *count = 0;
    if (spec->host_network)
        return;
    raise_loopback();
    listening[(*count)++] = listen_loopback(spec->api_port);
    if (spec->endpoint_port)
        listening[(*count)++] = listen_loopback(spec->endpoint_port);
}

/* In the child: executes the first entry that can be, or tells the init why none could. */
static _Noreturn void run_bootstrap(struct spec *spec, int refusal)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();
    int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    dup2(spec->output, 1);
    dup2(spec->output, 2);
    dup2(refusal, 3);
    fcntl(3, F_SETFD, FD_CLOEXEC);
    syscall(SYS_close_range, 4, ~0U, 0);
    int error = ENOENT;
    for (int i = 0; i < spec->entry_count; i++) {
        spec->arguments[0] = (char *)spec->entries[i];
        execve(spec->entries[i], spec->arguments, spec->environment);
        if (errno != ENOENT)
            error = errno;
    }
    dprintf(2, "no bootstrap could be executed: %s: %s\n", spec->entries[0], strerror(error));
    write(3, &error, sizeof error);
    _exit(127);
}

static void report(char kind, int value)
{
    char message[1 + sizeof value] = {kind};
    memcpy(message + 1, &value, sizeof value);
    send_message(control, message, sizeof message, NULL, 0);
}

/* Reaps until the bootstrap is among the dead; true when it is. */
static bool reap(pid_t bootstrap, int *status)
{
    int each;
    pid_t gone;
    while ((gone = waitpid(-1, &each, WNOHANG)) > 0)
        if (gone == bootstrap) {
            *status = each;
            return true;
        }
    return false;
}

/* Ends when the bootstrap ended, or at once when Hearth let go of the control socket. */
static _Noreturn void watch(pid_t bootstrap, int children, int refusal)
{
    struct pollfd watched[] = {{children, POLLIN, 0}, {control, 0, 0}};
    struct signalfd_siginfo ignored;
    int status, error;
    for (;;) {
        poll(watched, 2, -1);
        if (watched[1].revents)
            _exit(1);
        if (watched[0].revents & POLLIN)
            read(children, &ignored, sizeof ignored);
        if (reap(bootstrap, &status))
            break;
    }
    if (read(refusal, &error, sizeof error) == sizeof error)
        report('X', error);
    else
        report('E', status);
    _exit(0); /* the kernel kills whatever else is left in the namespace */
}

void run_init(const struct spec *spec, const char *root)
{
    struct spec own = *spec;
    int listening[2], count, refusal[2];
    prctl(PR_SET_NAME, "init");
    if (unshare(CLONE_NEWCGROUP)) /* only now: what it hides is where the process is at this moment */
        fail("make the cgroup namespace");
    open_sockets(spec, listening, &count);
    mount_sandbox(spec, root);
    int proc_sys = mask_proc();
    enter_root();
    sethostname("sandbox", 7);
    limit_resources();
    become_nobody(spec, proc_sys);
    if (chdir("/var/task"))
        fail("enter /var/task (is the folder readable for all?)");

    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    int children = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    if (children < 0 || pipe2(refusal, O_CLOEXEC))
        fail("prepare the init");
    send_message(control, "R", 1, listening, count);
    install_filter();
    pid_t bootstrap = fork();
    if (bootstrap < 0)
        fail("fork the bootstrap");
    if (bootstrap == 0)
        run_bootstrap(&own, refusal[1]);
    for (int i = 0; i < count; i++)
        close(listening[i]);
    close(refusal[1]);
    close(own.output);
    watch(bootstrap, children, refusal[0]);
}
