/* The processes that an init starts: extensions and bootstrap. The same in a namespace sandbox and in a microVM. */
#include "sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_EXECUTED = 127 };

int watch_children(void)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    int signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0)
        fail("watch the children");
    return signals;
}

/* In a new child: its session, its standard streams; every other descriptor but keep is closed. */
static void become_guest(const struct spec *spec, int keep)
{
    sigset_t none;
    in_new_child();
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

void start_children(struct spec *spec, struct children *all)
{
    int refusal[2];
    if (pipe2(refusal, O_CLOEXEC))
        fail("prepare the init");
    for (int i = 0; i < spec->extension_count; i++)
        all->extensions[i] = start(spec, spec->extensions[i], refusal[1]);
    all->bootstrap = start(spec, NULL, refusal[1]);
    close(refusal[1]);
    all->refusal = refusal[0];
}

int refusal_of(const struct children *all)
{
    int error;
    return read(all->refusal, &error, sizeof error) == sizeof error ? error : 0;
}

void stop_children(struct children *all, uint16_t awaited)
{
    all->stopping = true;
    all->awaited = awaited;
    if (all->bootstrap != GONE)
        kill(all->bootstrap, SIGTERM);
}

/* Reaps; what becomes of each is told or kept. */
void reap(const struct spec *spec, struct children *all)
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
                extension_ended(spec->extensions[i], status);
            }
    }
}

bool over(const struct spec *spec, const struct children *all)
{
    if (all->bootstrap != GONE)
        return false;
    for (int i = 0; all->stopping && i < spec->extension_count; i++)
        if (all->extensions[i] != GONE && all->awaited >> i & 1)
            return false;
    return true;
}
