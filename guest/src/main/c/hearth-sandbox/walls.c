/* Identity and privilege: user namespace, capabilities, resource limits. */
#include "sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OPEN_FILES = 1024, PROCESSES = 1024 };

/* Maps one user and one group; allowed without privilege because both are the caller's own. */
void map_ids(uid_t inside_uid, uid_t uid, gid_t inside_gid, gid_t gid)
{
    char line[64];
    write_file("/proc/self/setgroups", "deny");
    snprintf(line, sizeof line, "%u %u 1", inside_uid, uid);
    write_file("/proc/self/uid_map", line);
    snprintf(line, sizeof line, "%u %u 1", inside_gid, gid);
    write_file("/proc/self/gid_map", line);
}

/* Takes the host identity of this sandbox, but keeps the capabilities for the next step. */
static void change_ids(const struct spec *spec)
{
    if (fchown(spec->output, spec->uid, spec->gid)) /* else /dev/stdout could not be opened inside */
        fail("hand over the output pipe");
    if (prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP) || setresgid(spec->gid, spec->gid, spec->gid)
        || setresuid(spec->uid, spec->uid, spec->uid))
        fail("become user %u", spec->uid);
    prctl(PR_SET_DUMPABLE, 1); /* so that /proc/self/uid_map is ours again */
}

/* No user namespace can be made below this one. The limit belongs to the namespace that opens the file. */
static void forbid_nested(int proc_sys)
{
    int file = openat(proc_sys, "user/max_user_namespaces", O_WRONLY | O_CLOEXEC);
    if (file >= 0 && write(file, "0", 1) != 1)
        fail("forbid nested user namespaces");
    close(file);
    close(proc_sys);
}

void drop_capabilities(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};
    for (int i = 0; i <= 63; i++)
        if (prctl(PR_CAPBSET_DROP, i) && errno != EINVAL)
            fail("drop capability %d", i);
    if (prctl(PR_SET_SECUREBITS, SECURE_ALL_BITS | SECURE_ALL_LOCKS))
        fail("lock the secure bits");
    if (syscall(SYS_capset, &header, none))
        fail("drop the capabilities");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        fail("forbid new privileges");
}

/* From here on the process is user 993 of a user namespace in which nobody can do anything special. */
void become_nobody(const struct spec *spec, int proc_sys)
{
    if (spec->change_ids)
        change_ids(spec);
    if (unshare(CLONE_NEWUSER))
        fail("make the user namespace");
    map_ids(GUEST_UID, spec->uid, GUEST_GID, spec->gid);
    forbid_nested(proc_sys);
    if (setresgid(GUEST_GID, GUEST_GID, GUEST_GID) || setresuid(GUEST_UID, GUEST_UID, GUEST_UID))
        fail("become the function's user");
    drop_capabilities();
    prctl(PR_SET_DUMPABLE, 0); /* nothing inside may look into the init */
}

static void limit(int resource, rlim_t value)
{
    struct rlimit current, wanted = {value, value};
    getrlimit(resource, &current);
    if (wanted.rlim_max > current.rlim_max)
        wanted.rlim_cur = wanted.rlim_max = current.rlim_max;
    if (setrlimit(resource, &wanted))
        fail("set resource limit %d", resource);
}

void limit_resources(void)
{
    limit(RLIMIT_NOFILE, OPEN_FILES);
    limit(RLIMIT_NPROC, PROCESSES);
    limit(RLIMIT_MEMLOCK, 64 * 1024);
    limit(RLIMIT_CORE, 1); /* 0 would still start a host's core handler that reads from a pipe; 1 stops that too */
}
