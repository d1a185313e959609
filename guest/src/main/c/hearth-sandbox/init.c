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

enum { GONE = 0, NOT_EXECUTED = 127 };

/* What the init looks after. */
struct children {
    pid_t bootstrap;
    pid_t extensions[MAX_EXTENSIONS];
    int status;    /* of the bootstrap, once it is gone */
    bool stopping;    /* the end of the bootstrap is no longer the end of all */
    uint16_t awaited; /* then: a bit for each extension that is waited for */
};

/* In a new child: its session, its standard streams; every other descriptor but keep is closed. */
static void become_guest(const struct spec *spec, int keep)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();
    int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    dup2(spec->output, 1);
    dup2(spec->output, 2);
    dup2(keep, 3);
    fcntl(3, F_SETFD, FD_CLOEXEC);
    syscall(SYS_close_range, 4, ~0U, 0);
}

/* In the child: executes the first entry that can be, or tells the init why none could. */
static _Noreturn void run_bootstrap(struct spec *spec, int refusal)
{
    become_guest(spec, refusal);
    int error = ENOENT;
    for (int i = 0; i < spec->entry_count; i++) {
        spec->arguments[0] = (char *)spec->entries[i];
        execve(spec->entries[i], spec->arguments, spec->environment);
        if (errno != ENOENT)
            error = errno;
    }
    dprintf(2, "no bootstrap could be executed: %s: %s\n", spec->entries[0], strerror(error));
    write(3, &error, sizeof error);
    _exit(NOT_EXECUTED);
}

static _Noreturn void run_extension(struct spec *spec, const char *name, int refusal)
{
    char path[512];
    char *arguments[] = {path, NULL};
    snprintf(path, sizeof path, "/opt/extensions/%s", name);
    become_guest(spec, refusal);
    chdir("/");
    execve(path, arguments, spec->environment);
    dprintf(2, "extension %s could not be executed: %s\n", name, strerror(errno));
    _exit(NOT_EXECUTED);
}

static void report(char kind, int value, const char *text)
{
    char message[1 + sizeof value + 256] = {kind};
    size_t length = strnlen(text, 255);
    memcpy(message + 1, &value, sizeof value);
    memcpy(message + 1 + sizeof value, text, length);
    send_message(control, message, 1 + sizeof value + length, NULL, 0);
}

/* Reaps; what becomes of each is told or kept. */
static void reap(const struct spec *spec, struct children *all)
{
    int status;
    pid_t gone;
    while ((gone = waitpid(-1, &status, WNOHANG)) > 0) {
        if (gone == all->bootstrap) {
            all->bootstrap = GONE;
            all->status = status;
        }
        for (int i = 0; i < spec->extension_count; i++)
            if (gone == all->extensions[i]) {
                all->extensions[i] = GONE;
                report('N', status, spec->extensions[i]);
            }
    }
}

static bool over(const struct spec *spec, const struct children *all)
{
    if (all->bootstrap != GONE)
        return false;
    for (int i = 0; all->stopping && i < spec->extension_count; i++)
        if (all->extensions[i] != GONE && all->awaited >> i & 1)
            return false;
    return true;
}

static void connect_for_hearth(int port)
{
    int error = 0, connection = connect_loopback(port);
    char message[1 + sizeof error] = {'D'};
    if (connection < 0)
        error = -connection;
    memcpy(message + 1, &error, sizeof error);
    send_message(control, message, sizeof message, &connection, connection < 0 ? 0 : 1);
    if (connection >= 0)
        close(connection);
}

/* Hearth let go of the control socket, or wants something. */
static void obey(struct children *all, short events)
{
    char message[16];
    int none;
    uint16_t value;
    ssize_t size = events & (POLLHUP | POLLERR) ? 0 : receive_message(control, message, sizeof message, &none, 1);
    if (size <= 0)
        _exit(1);
    if (none >= 0)
        close(none);
    if (size != 1 + sizeof value)
        return;
    memcpy(&value, message + 1, sizeof value);
    if (message[0] == 'S') {
        all->stopping = true;
        all->awaited = value;
        if (all->bootstrap != GONE)
            kill(all->bootstrap, SIGTERM);
    } else if (message[0] == 'C') {
        connect_for_hearth(value);
    }
}

/* Ends when the bootstrap ended, when all did while stopping, or at once when Hearth let go of the control socket. */
static _Noreturn void watch(const struct spec *spec, struct children *all, int children, int refusal)
{
    struct pollfd watched[] = {{children, POLLIN, 0}, {control, POLLIN, 0}};
    struct signalfd_siginfo ignored;
    int error;
    do {
        poll(watched, 2, -1);
        if (watched[1].revents)
            obey(all, watched[1].revents);
        if (watched[0].revents & POLLIN)
            read(children, &ignored, sizeof ignored);
        reap(spec, all);
    } while (!over(spec, all));
    if (read(refusal, &error, sizeof error) == sizeof error)
        report('X', error, "");
    else
        report('E', all->status, "");
    _exit(0); /* the kernel kills whatever else is left in the namespace */
}

static pid_t start(struct spec *spec, const char *extension, int refusal)
{
    pid_t child = fork();
    if (child < 0)
        fail("fork %s", extension ? extension : "the bootstrap");
    if (child == 0 && extension)
        run_extension(spec, extension, refusal);
    if (child == 0)
        run_bootstrap(spec, refusal);
    return child;
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
    struct children all = {0};
    for (int i = 0; i < own.extension_count; i++)
        all.extensions[i] = start(&own, own.extensions[i], refusal[1]);
    all.bootstrap = start(&own, NULL, refusal[1]);
    for (int i = 0; i < count; i++)
        close(listening[i]);
    close(refusal[1]);
    close(own.output);
    watch(&own, &all, children, refusal[0]);
}
