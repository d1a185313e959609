/* The launcher: what must be done to a process before it may be the first of a sandbox. */
#include "sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef CLONE_PIDFD
#define CLONE_PIDFD 0x1000
#endif
#define INTO_CGROUP 0x200000000ULL

/* The layout of the kernel's struct clone_args. */
struct birth {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};

/*
 * To move only oneself through "tasks" takes microseconds; "cgroup.procs" makes the kernel wait for every processor first,
 * which takes milliseconds.
 */
static void enter_cgroups(const struct spec *spec)
{
    for (int i = 0; i < spec->cgroup_count; i++) {
        int file = open(spec->cgroups[i], O_WRONLY | O_CLOEXEC);
        if (file < 0 || write(file, "0", 1) != 1)
            fail("enter the cgroup %s", spec->cgroups[i]);
        close(file);
    }
}

static void enter_namespaces(const struct spec *spec)
{
    int flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS;
    if (unshare(spec->host_network ? flags : flags | CLONE_NEWNET))
        fail("make the namespaces");
}

/* Forks; in version 2 the child is born in its cgroup, which spares the same wait. */
static pid_t fork_init(const struct spec *spec, int *process)
{
    struct birth birth = {.flags = CLONE_PIDFD, .pidfd = (uintptr_t)process, .exit_signal = SIGCHLD};
    if (spec->unified_cgroup) {
        int folder = open(spec->unified_cgroup, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0)
            fail("open the cgroup %s", spec->unified_cgroup);
        birth.flags |= INTO_CGROUP;
        birth.cgroup = folder;
    }
    return syscall(435 /* clone3 */, &birth, sizeof birth);
}

void launch(const struct spec *spec, const char *root)
{
    int process = -1;
    signal(SIGCHLD, SIG_DFL);
    enter_cgroups(spec);
    if (spec->change_ids && setgroups(0, NULL))
        fail("leave the supplementary groups");
    enter_namespaces(spec);
    pid_t init = fork_init(spec, &process);
    if (init < 0)
        fail("fork the init");
    if (init == 0)
        run_init(spec, root);
    send_message(control, "P", 1, &process, 1);
    _exit(0);
}
