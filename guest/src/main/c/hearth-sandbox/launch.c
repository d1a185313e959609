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
    int flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
    if (unshare(spec->host_network ? flags : flags | CLONE_NEWNET))
        fail("make the namespaces");
}

void launch(const struct spec *spec, const char *root)
{
    signal(SIGCHLD, SIG_DFL);
    enter_cgroups(spec);
    if (spec->change_ids && setgroups(0, NULL))
        fail("leave the supplementary groups");
    enter_namespaces(spec);
    pid_t init = fork();
    if (init < 0)
        fail("fork the init");
    if (init == 0)
        run_init(spec, root);
    int process = syscall(SYS_pidfd_open, init, 0);
    if (process < 0)
        fail("open the init's pidfd");
    send_message(control, "P", 1, &process, 1);
    _exit(0);
}
