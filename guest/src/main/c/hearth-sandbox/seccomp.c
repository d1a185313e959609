/*
 * The system call filter: an allow-list. It follows what container engines let an unprivileged process do by default, less
 * what a function has no use for. Everything else is refused with EPERM, or ENOSYS when it is newer than this list, so that
 * libraries take their older way. Calls of a foreign architecture or of the x32 ABI kill the process.
 */
#include "sandbox.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "hearth-sandbox knows x86_64 and aarch64"
#endif

enum {
    X32_BIT = 0x40000000,
    NEWEST_KNOWN = 469,
    CLONE_ANY_NAMESPACE = 0x7E020000, /* all CLONE_NEW* flags that clone() takes */
    MAX_PROGRAM = 1024,
    CLONE3 = 435,
    TTY_INJECT = 0x5412, /* TIOCSTI: types into a terminal */
    TTY_LINUX = 0x541C,  /* TIOCLINUX: console selection, can do the same */
};

/* Numbers from 424 on are the same on every architecture; headers may be older than the kernel. */
static const int ALLOWED[] = {
    /* files */
    SYS_read, SYS_write, SYS_close, SYS_fstat, SYS_lseek, SYS_pread64, SYS_pwrite64, SYS_readv, SYS_writev, SYS_preadv,
    SYS_pwritev, SYS_preadv2, SYS_pwritev2, SYS_openat, SYS_newfstatat, SYS_statx, SYS_faccessat, SYS_readlinkat,
    SYS_fcntl, SYS_flock, SYS_fsync, SYS_fdatasync, SYS_sync, SYS_syncfs, SYS_sync_file_range, SYS_truncate,
    SYS_ftruncate, SYS_fallocate, SYS_fadvise64, SYS_readahead, SYS_getdents64, SYS_getcwd, SYS_chdir, SYS_fchdir,
    SYS_mkdirat, SYS_mknodat, SYS_unlinkat, SYS_renameat2, SYS_linkat, SYS_symlinkat, SYS_fchmod, SYS_fchmodat,
    SYS_fchown, SYS_fchownat, SYS_umask, SYS_utimensat, SYS_statfs, SYS_fstatfs, SYS_dup, SYS_dup3, SYS_pipe2,
    SYS_sendfile, SYS_splice, SYS_tee, SYS_copy_file_range, SYS_memfd_create, SYS_close_range, 437 /* openat2 */,
    439 /* faccessat2 */, 451 /* cachestat */, 452 /* fchmodat2 */, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr,
    SYS_getxattr, SYS_lgetxattr, SYS_fgetxattr, SYS_listxattr, SYS_llistxattr, SYS_flistxattr, SYS_removexattr,
    SYS_lremovexattr, SYS_fremovexattr, SYS_inotify_init1, SYS_inotify_add_watch, SYS_inotify_rm_watch, SYS_io_setup,
    SYS_io_destroy, SYS_io_submit, SYS_io_cancel, SYS_io_getevents, SYS_io_pgetevents,
    /* waiting */
    SYS_ppoll, SYS_pselect6, SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, 441 /* epoll_pwait2 */, SYS_eventfd2,
    SYS_signalfd4, SYS_timerfd_create, SYS_timerfd_settime, SYS_timerfd_gettime, SYS_futex, 449 /* futex_waitv */,
    454 /* futex_wake */, 455 /* futex_wait */, 456 /* futex_requeue */, SYS_set_robust_list, SYS_get_robust_list,
    SYS_restart_syscall, SYS_membarrier, SYS_rseq,
    /* memory */
    SYS_mmap, SYS_mprotect, SYS_munmap, SYS_mremap, SYS_brk, SYS_msync, SYS_mincore, SYS_madvise, SYS_mlock, SYS_mlock2,
    SYS_munlock, SYS_mlockall, SYS_munlockall, SYS_pkey_alloc, SYS_pkey_free, SYS_pkey_mprotect,
    453 /* map_shadow_stack */, 462 /* mseal */,
    /* processes and signals */
    SYS_execve, SYS_execveat, SYS_exit, SYS_exit_group, SYS_wait4, SYS_waitid, SYS_kill, SYS_tkill, SYS_tgkill,
    SYS_pidfd_open, SYS_pidfd_send_signal, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigpending,
    SYS_rt_sigtimedwait, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_rt_sigsuspend, SYS_sigaltstack, SYS_getpid,
    SYS_getppid, SYS_gettid, SYS_getpgid, SYS_setpgid, SYS_getsid, SYS_setsid, SYS_set_tid_address, SYS_prctl,
    SYS_getrusage, SYS_times, SYS_getrlimit, SYS_setrlimit, SYS_prlimit64, SYS_getpriority, SYS_setpriority,
    SYS_ioprio_get, SYS_ioprio_set, SYS_sched_yield, SYS_sched_getaffinity, SYS_sched_setaffinity, SYS_sched_getparam,
    SYS_sched_setparam, SYS_sched_getscheduler, SYS_sched_setscheduler, SYS_sched_get_priority_max,
    SYS_sched_get_priority_min, SYS_sched_rr_get_interval, SYS_sched_getattr, SYS_sched_setattr, SYS_getcpu, SYS_seccomp,
    SYS_landlock_create_ruleset, SYS_landlock_add_rule, SYS_landlock_restrict_self,
    /* identity: without a capability these change nothing */
    SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_getresuid, SYS_getresgid, SYS_getgroups, SYS_setuid,
    SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid, SYS_setgroups, SYS_setfsuid, SYS_setfsgid,
    SYS_capget, SYS_capset,
    /* time and system */
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getitimer,
    SYS_setitimer, SYS_timer_create, SYS_timer_settime, SYS_timer_gettime, SYS_timer_getoverrun, SYS_timer_delete,
    SYS_uname, SYS_sysinfo, SYS_getrandom,
    /* sockets that exist */
    SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_connect, SYS_getsockname, SYS_getpeername, SYS_sendto,
    SYS_recvfrom, SYS_sendmsg, SYS_recvmsg, SYS_sendmmsg, SYS_recvmmsg, SYS_shutdown, SYS_setsockopt, SYS_getsockopt,
    /* System V and POSIX objects live in the sandbox's own IPC namespace */
    SYS_shmget, SYS_shmat, SYS_shmctl, SYS_shmdt, SYS_semget, SYS_semop, SYS_semtimedop, SYS_semctl, SYS_msgget,
    SYS_msgsnd, SYS_msgrcv, SYS_msgctl, SYS_mq_open, SYS_mq_unlink, SYS_mq_timedsend, SYS_mq_timedreceive,
    SYS_mq_notify, SYS_mq_getsetattr,
#ifdef __x86_64__
    /* the older forms that this architecture still has */
    SYS_open, SYS_creat, SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_select, SYS_pipe, SYS_dup2,
    SYS_alarm, SYS_pause, SYS_fork, SYS_vfork, SYS_getdents, SYS_rename, SYS_renameat, SYS_mkdir, SYS_rmdir, SYS_link,
    SYS_unlink, SYS_symlink, SYS_chmod, SYS_chown, SYS_lchown, SYS_mknod, SYS_utime, SYS_utimes, SYS_futimesat,
    SYS_epoll_create, SYS_epoll_wait, SYS_signalfd, SYS_eventfd, SYS_inotify_init, SYS_time, SYS_getpgrp,
    SYS_arch_prctl,
#else
    SYS_renameat,
#endif
};

static struct sock_filter program[MAX_PROGRAM];
static int length;

static void emit(uint16_t code, uint8_t yes, uint8_t no, uint32_t value)
{
    if (length == MAX_PROGRAM)
        abort();
    program[length++] = (struct sock_filter){code, yes, no, value};
}

static void load(size_t offset) { emit(BPF_LD | BPF_W | BPF_ABS, 0, 0, offset); }
static void load_number(void) { load(offsetof(struct seccomp_data, nr)); }
/* The low half: every argument that is looked at is an int for the kernel (little-endian machines). */
static void load_argument(int index) { load(offsetof(struct seccomp_data, args) + 8 * index); }
static void answer(uint32_t value) { emit(BPF_RET | BPF_K, 0, 0, value); }
static void refuse(int error) { answer(SECCOMP_RET_ERRNO | error); }

static void allow_if_equal(uint32_t value)
{
    emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, value);
    answer(SECCOMP_RET_ALLOW);
}

/* Begins a block for one call; end_block patches the jump over it. Every block ends with an answer. */
static int begin_block(int number)
{
    emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, number);
    return length - 1;
}

static void end_block(int start) { program[start].jf = length - start - 1; }

static void check_abi(void)
{
    load(offsetof(struct seccomp_data, arch));
    emit(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, OWN_ARCHITECTURE);
    answer(SECCOMP_RET_KILL_PROCESS);
    load_number();
    emit(BPF_JMP | BPF_JGE | BPF_K, 0, 1, X32_BIT);
    answer(SECCOMP_RET_KILL_PROCESS);
}

/* A network namespace does not hold AF_VSOCK; the other families only add kernel code that a function never needs. */
static void filter_sockets(void)
{
    static const int protocols[] = {0, 1 /* ICMP */, 6 /* TCP */, 17 /* UDP */, 58 /* ICMPv6 */, 262 /* MPTCP */};
    int block = begin_block(SYS_socket);
    load_argument(0);
    allow_if_equal(AF_UNIX);
    emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 4, AF_NETLINK);
    load_argument(2);
    allow_if_equal(0 /* NETLINK_ROUTE */);
    refuse(EPROTONOSUPPORT);
    emit(BPF_JMP | BPF_JEQ | BPF_K, 2, 0, AF_INET);
    emit(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, AF_INET6);
    refuse(EAFNOSUPPORT);
    load_argument(2);
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
        allow_if_equal(protocols[i]);
    refuse(EPROTONOSUPPORT);
    end_block(block);

    block = begin_block(SYS_socketpair);
    load_argument(0);
    allow_if_equal(AF_UNIX);
    refuse(EAFNOSUPPORT);
    end_block(block);
}

static void filter_processes(void)
{
    int block = begin_block(SYS_clone);
    load_argument(0);
    emit(BPF_JMP | BPF_JSET | BPF_K, 0, 1, CLONE_ANY_NAMESPACE);
    refuse(EPERM);
    answer(SECCOMP_RET_ALLOW);
    end_block(block);

    block = begin_block(CLONE3); /* its flags are behind a pointer: libraries fall back to clone */
    refuse(ENOSYS);
    end_block(block);

    block = begin_block(SYS_personality);
    load_argument(0);
    allow_if_equal(0);
    allow_if_equal(8 /* PER_LINUX32 */);
    allow_if_equal(0xFFFFFFFF /* ask */);
    refuse(EPERM);
    end_block(block);

    block = begin_block(SYS_ioctl);
    load_argument(1);
    emit(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, TTY_INJECT);
    emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, TTY_LINUX);
    refuse(EPERM);
    answer(SECCOMP_RET_ALLOW);
    end_block(block);
}

static int ascending(const void *left, const void *right) { return *(const int *)left - *(const int *)right; }

/* The plain calls, as ascending ranges of numbers. */
static void allow_ranges(void)
{
    enum { COUNT = sizeof ALLOWED / sizeof *ALLOWED };
    static int sorted[COUNT];
    for (int i = 0; i < COUNT; i++)
        sorted[i] = ALLOWED[i];
    qsort(sorted, COUNT, sizeof *sorted, ascending);
    for (int i = 0; i < COUNT;) {
        int first = sorted[i], last = first;
        while (++i < COUNT && sorted[i] <= last + 1)
            last = sorted[i];
        emit(BPF_JMP | BPF_JGT | BPF_K, 2, 0, last);
        emit(BPF_JMP | BPF_JGE | BPF_K, 0, 1, first);
        answer(SECCOMP_RET_ALLOW);
    }
    emit(BPF_JMP | BPF_JGT | BPF_K, 0, 1, NEWEST_KNOWN);
    refuse(ENOSYS);
    refuse(EPERM);
}

void install_filter(void)
{
    check_abi();
    load_number();
    filter_processes();
    filter_sockets();
    allow_ranges();
    struct sock_fprog filter = {length, program};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter))
        fail("install the system call filter");
}
