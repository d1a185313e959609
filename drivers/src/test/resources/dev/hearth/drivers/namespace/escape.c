/*
 * Tries every wall of a sandbox from inside and prints one line per attempt: "shut NAME" or "OPEN NAME: what happened".
 * Environment: SECRET a file of the host, OTHER another function's folder, HOST_PORT a service on the host's loopback,
 * HOST_ABSTRACT an abstract Unix socket of the host.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void verdict(int shut, const char *name, const char *detail)
{
    int error = errno;
    if (shut)
        printf("shut %s\n", name);
    else
        printf("OPEN %s: %s, errno %d\n", name, detail, error);
    fflush(stdout);
}

/* The call must fail with one of two errors; another one would mean that it was stopped by chance only. */
static void refused(const char *name, long result, int error, int other)
{
    verdict(result < 0 && (errno == error || errno == other), name, result < 0 ? "another error" : "it worked");
}

static void unreadable(const char *path)
{
    char byte;
    int file = open(path, O_RDONLY | O_NONBLOCK);
    int got = file < 0 ? -1 : read(file, &byte, 1);
    verdict(got < 1, path, "it could be read");
    if (file >= 0)
        close(file);
}

static void unwritable(const char *path, int flags)
{
    int file = open(path, O_WRONLY | flags, 0644);
    int put = file < 0 ? -1 : write(file, "1", 1);
    char name[256];
    snprintf(name, sizeof name, "write %s", path);
    verdict(put < 0, name, "it was written");
    if (file >= 0)
        close(file);
}

static void absent(const char *path)
{
    struct stat status;
    char name[256];
    snprintf(name, sizeof name, "absent %s", path);
    verdict(lstat(path, &status) < 0 && errno == ENOENT, name, "it is there");
}

static void try_files(void)
{
    static const char *const gone[] = {"/root", "/home", "/boot", "/srv", "/mnt", "/media", "/sys", "/etc/shadow",
        "/etc/gshadow", "/etc/sudoers", "/etc/ssh", "/etc/ssl/private", "/var/lib/docker", "/var/log", "/run/docker.sock",
        "/run/systemd", "/dev/kmsg", "/dev/mem", "/dev/kvm", "/dev/fuse", "/dev/loop0", "/dev/loop-control", "/dev/vda",
        "/dev/sda", "/dev/net/tun", "/dev/vsock", "/dev/mapper", "/dev/input", "/dev/pts", "/proc/sysrq-trigger/x"};
    static const char *const closed[] = {"/proc/1/environ", "/proc/1/mem", "/proc/1/maps", "/proc/1/root/etc/passwd",
        "/proc/1/cwd/bootstrap", "/proc/1/fd/0", "/proc/kcore", "/proc/keys", "/proc/key-users", "/proc/kallsyms",
        "/proc/kmsg", "/proc/timer_list", "/proc/cmdline", "/proc/modules", "/proc/partitions", "/proc/interrupts",
        "/var/task/link-to-secret", "/var/task/link-to-shadow", "/var/task/link-up"};
    static const char *const kept[] = {"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname",
        "/proc/sys/vm/drop_caches", "/proc/sys/user/max_user_namespaces", "/proc/sys/net/ipv4/ip_forward",
        "/proc/sysrq-trigger", "/proc/self/uid_map", "/proc/self/gid_map", "/proc/irq/default_smp_affinity", "/etc/passwd", "/etc/resolv.conf"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        absent(gone[i]);
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        unreadable(closed[i]);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        unwritable(kept[i], 0);
    absent(getenv("SECRET"));
    absent(getenv("OTHER"));
    unwritable("/var/task/new", O_CREAT);
    unwritable("/var/task/bootstrap", 0);
    unwritable("/var/runtime/new", O_CREAT);
    unwritable("/opt/new", O_CREAT);
    unwritable("/usr/new", O_CREAT);
    unwritable("/etc/new", O_CREAT);
    unwritable("/dev/new", O_CREAT);
    unwritable("/new", O_CREAT);
    refused("chmod the task", chmod("/var/task/bootstrap", 0777), EROFS, EPERM);
    refused("remove the task's code", unlink("/var/task/bootstrap"), EROFS, EACCES);
    int file = open("/proc/self/oom_score_adj", O_WRONLY);
    refused("hide from the out-of-memory killer", write(file, "-1000", 5), EACCES, EPERM);
    close(file);
}

static void try_processes(void)
{
    int seen = 0;
    struct dirent *entry;
    DIR *proc = opendir("/proc");
    while ((entry = readdir(proc)))
        seen += atoi(entry->d_name) > 0;
    closedir(proc);
    verdict(seen == 2, "only own processes in sight", "others are seen");
    verdict(getppid() == 1, "the parent is the init", "it is not");
    kill(1, SIGKILL);
    kill(1, SIGSTOP);
    usleep(20000);
    verdict(access("/proc/1/status", F_OK) == 0, "kill the init", "it is gone");
    refused("ptrace the init", syscall(SYS_ptrace, 16, 1, 0, 0), EPERM, EPERM);
    char byte;
    struct { void *base; size_t size; } own = {&byte, 1}, its = {(void *)0x400000, 1};
    refused("read the init's memory", syscall(SYS_process_vm_readv, 1, &own, 1, &its, 1, 0), EPERM, EPERM);
    refused("write the init's memory", syscall(SYS_process_vm_writev, 1, &own, 1, &its, 1, 0), EPERM, EPERM);
    int init = syscall(434 /* pidfd_open */, 1, 0);
    refused("take the init's descriptor", syscall(438 /* pidfd_getfd */, init, 0, 0), EPERM, EPERM);
    refused("signal a host process", kill(2147, 0), ESRCH, ESRCH);
}

static void try_sockets(void)
{
    char name[64];
    for (int family = 0; family < 50; family++) {
        if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK)
            continue;
        snprintf(name, sizeof name, "socket family %d", family);
        refused(name, socket(family, SOCK_STREAM, 0), EAFNOSUPPORT, EAFNOSUPPORT);
    }
    for (int protocol = 1; protocol < 25; protocol++) {
        snprintf(name, sizeof name, "netlink protocol %d", protocol);
        refused(name, socket(AF_NETLINK, SOCK_RAW, protocol), EPROTONOSUPPORT, EPROTONOSUPPORT);
    }
    refused("raw socket", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP), EPERM, EPERM);
    refused("packet socket of old", socket(AF_INET, 10 /* SOCK_PACKET */, htons(3)), EPROTONOSUPPORT, EPERM);
    refused("SCTP", socket(AF_INET, SOCK_STREAM, 132), EPROTONOSUPPORT, EPROTONOSUPPORT);
    int pair[2];
    refused("socket pair of another family", socketpair(AF_INET, SOCK_STREAM, 0, pair), EAFNOSUPPORT, EAFNOSUPPORT);

    struct sockaddr_in host = {
        .sin_family = AF_INET, .sin_port = htons(atoi(getenv("HOST_PORT"))), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int tcp = socket(AF_INET, SOCK_STREAM, 0);
    refused("a service on the host's loopback", connect(tcp, (void *)&host, sizeof host), ECONNREFUSED, ENETUNREACH);
    close(tcp);
    tcp = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, "192.0.2.1", &host.sin_addr);
    refused("the network", connect(tcp, (void *)&host, sizeof host), ENETUNREACH, ENETUNREACH);
    close(tcp);
    struct sockaddr_un hidden = {.sun_family = AF_UNIX};
    strcpy(hidden.sun_path + 1, getenv("HOST_ABSTRACT"));
    int local = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    refused("an abstract socket of the host",
        connect(local, (void *)&hidden, offsetof(struct sockaddr_un, sun_path) + 1 + strlen(hidden.sun_path + 1)),
        ECONNREFUSED, ENOENT);
    close(local);
}

static void try_mounts(void)
{
    refused("mount a tmpfs", mount("x", "/tmp", "tmpfs", 0, NULL), EPERM, EPERM);
    refused("mount a proc", mount("x", "/tmp", "proc", 0, NULL), EPERM, EPERM);
    refused("bind", mount("/usr", "/tmp", NULL, MS_BIND, NULL), EPERM, EPERM);
    refused("remount writable", mount(NULL, "/var/task", NULL, MS_REMOUNT | MS_BIND, NULL), EPERM, EPERM);
    refused("unmount", umount2("/proc/sys", MNT_DETACH), EPERM, EPERM);
    refused("pivot_root", syscall(SYS_pivot_root, "/tmp", "/tmp"), EPERM, EPERM);
    refused("chroot", chroot("/tmp"), EPERM, EPERM);
    static const char *const names[] = {"open_tree", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick"};
    for (int i = 0; i < 6; i++)
        refused(names[i], syscall(428 + i, -1, "/", 1, 0, 0), EPERM, EPERM);
    refused("mount_setattr", syscall(442, AT_FDCWD, "/", 0, NULL, 0), EPERM, EPERM);
}

static void try_namespaces(void)
{
    static const int flags[] = {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS,
        CLONE_NEWCGROUP, CLONE_NEWUSER | CLONE_NEWNET};
    static const char *const kinds[] = {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"};
    char name[64];
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        snprintf(name, sizeof name, "unshare %#x", flags[i]);
        refused(name, unshare(flags[i]), EPERM, EPERM);
        snprintf(name, sizeof name, "clone %#x", flags[i]);
        long child = syscall(SYS_clone, flags[i] | SIGCHLD, 0, 0, 0, 0);
        if (child == 0)
            _exit(0);
        refused(name, child, EPERM, EPERM);
    }
    refused("unshare the time", unshare(0x80), EPERM, EPERM);
    for (int i = 0; i < 8; i++) {
        snprintf(name, sizeof name, "/proc/self/ns/%s", kinds[i]);
        int ns = open(name, O_RDONLY);
        refused(name, syscall(SYS_setns, ns, 0), EPERM, EPERM);
        close(ns);
    }
    char space[128] = {0};
    refused("clone3", syscall(435, space, 88), ENOSYS, ENOSYS);
}

static void try_calls(void)
{
    static const struct { const char *name; int number; } calls[] = {
        {"add_key", SYS_add_key}, {"request_key", SYS_request_key}, {"keyctl", SYS_keyctl}, {"bpf", SYS_bpf},
        {"perf_event_open", SYS_perf_event_open}, {"userfaultfd", SYS_userfaultfd}, {"io_uring_setup", 425},
        {"io_uring_enter", 426}, {"io_uring_register", 427}, {"open_by_handle_at", SYS_open_by_handle_at},
        {"name_to_handle_at", SYS_name_to_handle_at}, {"kexec_load", SYS_kexec_load}, {"init_module", SYS_init_module},
        {"finit_module", SYS_finit_module}, {"delete_module", SYS_delete_module}, {"reboot", SYS_reboot},
        {"swapon", SYS_swapon}, {"swapoff", SYS_swapoff}, {"acct", SYS_acct}, {"quotactl", SYS_quotactl},
        {"syslog", SYS_syslog}, {"settimeofday", SYS_settimeofday}, {"clock_settime", SYS_clock_settime},
        {"clock_adjtime", SYS_clock_adjtime}, {"adjtimex", SYS_adjtimex}, {"sethostname", SYS_sethostname},
        {"setdomainname", SYS_setdomainname}, {"vhangup", SYS_vhangup}, {"fanotify_init", SYS_fanotify_init},
        {"kcmp", SYS_kcmp}, {"move_pages", SYS_move_pages}, {"migrate_pages", SYS_migrate_pages}, {"mbind", SYS_mbind},
        {"process_madvise", 440}, {"quotactl_fd", 443}, {"ptrace", SYS_ptrace},
#ifdef __x86_64__
        {"iopl", SYS_iopl}, {"ioperm", SYS_ioperm}, {"modify_ldt", SYS_modify_ldt}, {"uselib", 134}, {"ustat", 136},
        {"sysfs", 139}, {"_sysctl", 156}, {"create_module", 174}, {"kexec_file_load", 320},
#endif
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        refused(calls[i].name, syscall(calls[i].number, 0, 0, 0, 0, 0, 0), EPERM, EPERM);
    refused("no address randomization", syscall(SYS_personality, 0x40000), EPERM, EPERM);
    char letter = 'x';
    refused("type into a terminal", ioctl(0, 0x5412, &letter), EPERM, EPERM);
    refused("type into a terminal, upper half set", syscall(SYS_ioctl, 0, 0x100005412UL, &letter), EPERM, EPERM);
    refused("select on the console", ioctl(0, 0x541C, &letter), EPERM, EPERM);
    refused("a call of the future", syscall(900), ENOSYS, ENOSYS);
    refused("make a block device", mknod("/tmp/disk", S_IFBLK | 0600, makedev(7, 0)), EPERM, EPERM);
    refused("make a character device", mknod("/tmp/memory", S_IFCHR | 0600, makedev(1, 1)), EPERM, EPERM);
}

#ifdef __x86_64__
static void killed(const char *name, void (*attempt)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        attempt();
        _exit(0);
    }
    waitpid(child, &status, 0);
    verdict(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS && !WCOREDUMP(status), name, "not killed, or dumped core");
}

static void call_x32(void) { syscall(0x40000000 + SYS_getpid); }
static void call_32_bit(void)
{
    int number = 20;
    __asm__ volatile("int $0x80" : "+a"(number)::"memory", "r8", "r9", "r10", "r11");
}
#endif

static void try_identity(void)
{
    static const char *const sets[] = {"CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:"};
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, status)) {
        for (int i = 0; i < 5; i++)
            if (!strncmp(line, sets[i], 7))
                verdict(!strcmp(line + 8, "0000000000000000\n"), sets[i], line);
        if (!strncmp(line, "NoNewPrivs:", 11))
            verdict(atoi(line + 12) == 1, "NoNewPrivs", line);
        if (!strncmp(line, "Seccomp:", 8))
            verdict(atoi(line + 9) == 2, "Seccomp", line);
    }
    fclose(status);
    FILE *mounts = fopen("/proc/self/mounts", "r");
    char mount_line[4096];
    int all = 0, safe = 0;
    while (fgets(mount_line, sizeof mount_line, mounts)) {
        all++;
        safe += strstr(mount_line, "nosuid") != NULL;
    }
    fclose(mounts);
    verdict(all > 10 && all == safe, "setuid programs", "a mount lacks nosuid");
    verdict(getuid() == 993 && geteuid() == 993 && getgid() == 990, "user 993 of group 990", "another");
    refused("become root", setuid(0), EPERM, EINVAL);
    refused("become another", setresuid(1, 1, 1), EPERM, EINVAL);
    gid_t group = 0;
    refused("join root's group", setgroups(1, &group), EPERM, EINVAL);
    unsigned header[2] = {0x20080522, 0}, all_of_them[6] = {~0u, ~0u, ~0u, ~0u, ~0u, ~0u};
    refused("take capabilities", syscall(SYS_capset, header, all_of_them), EPERM, EPERM);
    refused("raise an ambient capability", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21, 0, 0), EPERM, EPERM);
    struct rlimit more = {4096, 4096};
    refused("raise the number of files", setrlimit(RLIMIT_NOFILE, &more), EPERM, EPERM);
    refused("raise the core size", setrlimit(RLIMIT_CORE, &more), EPERM, EPERM);
    int last = 0, next;
    while ((next = open("/dev/null", O_RDONLY)) >= 0)
        last = next;
    verdict(last == 1023 && errno == EMFILE, "more than 1024 files", "another number");
    syscall(SYS_close_range, 3, ~0U, 0);
}

int main(void)
{
    verdict(syscall(SYS_dup, 3) < 0, "no descriptor but the standard ones", "3 is open");
    try_processes();
    try_files();
    try_sockets();
    try_mounts();
    try_namespaces();
    try_calls();
#ifdef __x86_64__
    killed("the x32 ABI", call_x32);
    killed("the 32-bit ABI", call_32_bit);
#endif
    try_identity();
    printf("done\n");
    return 0;
}
