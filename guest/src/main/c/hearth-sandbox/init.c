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

static void report(char kind, int value, const char *text)
{
    char message[1 + sizeof value + 256] = {kind};
    size_t length = strnlen(text, 255);
    memcpy(message + 1, &value, sizeof value);
    memcpy(message + 1 + sizeof value, text, length);
    send_message(control, message, 1 + sizeof value + length, NULL, 0);
}

void extension_ended(const char *name, int status) { report('N', status, name); }

void in_new_child(void) {}

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
    if (message[0] == 'S')
        stop_children(all, value);
    else if (message[0] == 'C')
        connect_for_hearth(value);
}

/* Ends when the bootstrap ended, when all did while stopping, or at once when Hearth let go of the control socket. */
static _Noreturn void watch(const struct spec *spec, struct children *all, int children)
{
    struct pollfd watched[] = {{children, POLLIN, 0}, {control, POLLIN, 0}};
    struct signalfd_siginfo ignored;
    do {
        poll(watched, 2, -1);
        if (watched[1].revents)
            obey(all, watched[1].revents);
        if (watched[0].revents & POLLIN)
            read(children, &ignored, sizeof ignored);
        reap(spec, all);
    } while (!over(spec, all));
    int error = refusal_of(all);
    if (error)
        report('X', error, "");
    else
        report('E', all->status, "");
    _exit(0); /* the kernel kills whatever else is left in the namespace */
}

void run_init(const struct spec *spec, const char *root)
{
    struct spec own = *spec;
    int listening[2], count;
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
    if (chdir(spec->folder ? spec->folder : "/var/task"))
        fail("enter %s (is the folder readable for all?)", spec->folder ? spec->folder : "/var/task");

    int children = watch_children();
    send_message(control, "R", 1, listening, count);
    install_filter();
    struct children all = {0};
    start_children(&own, &all);
    for (int i = 0; i < count; i++)
        close(listening[i]);
    close(own.output);
    watch(&own, &all, children);
}
