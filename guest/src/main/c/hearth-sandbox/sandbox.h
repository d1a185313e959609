/*
 * hearth-sandbox: makes the walls of one sandbox and becomes the first process inside.
 *
 * Three roles of one static binary, one process each:
 *   spawner  main.c    one per Hearth; holds the read-only root that all sandboxes share, forks a launcher per request
 *   launcher launch.c  enters the cgroups, makes the namespaces, forks the init into them, goes away
 *   init     init.c    PID 1 inside: finishes the walls from inside, starts the bootstrap, reaps, tells how it ended
 *
 * Messages on a sandbox's control socket (SOCK_SEQPACKET), first byte is the kind:
 *   P + [pidfd of the init]      R + [listening sockets, or the disk that was asked for]      F + text: a step failed, nothing runs
 *   T + text: the same, and the step was one of making the disk for /tmp
 *   E + int: wait status of the bootstrap      X + int: errno, no bootstrap could be executed
 *   N + int + name: wait status of an extension      D + int: errno of a connection, or 0 + [its socket]
 * and to the init:
 *   S + uint16: SIGTERM to the bootstrap; the init then ends when it and the extensions of this bit set are gone
 *   C + uint16: connect to this port of 127.0.0.1 inside
 * When the other side of the control socket closes, the init exits and the kernel kills everything inside.
 */
#ifndef HEARTH_SANDBOX_H
#define HEARTH_SANDBOX_H
#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    MAX_SPEC_BYTES = 256 * 1024,
    MAX_ENVIRONMENT = 1024,
    MAX_ARGUMENTS = 32,
    MAX_ENTRIES = 16,
    MAX_LAYERS = 8,
    MAX_CGROUPS = 4,
    MAX_EXTENSIONS = 10,
    MAX_DRIVES = 8,
    LISTEN_BACKLOG = 128,
    GUEST_UID = 993, /* what functions see on Lambda: sbx_user1051, group 990 */
    GUEST_GID = 990,
};

/* What one sandbox is made of; every pointer points into the received message. */
struct spec {
    const char *cgroups[MAX_CGROUPS]; /* version 1: the tasks files to enter through */
    int cgroup_count;
    const char *unified_cgroup; /* version 2: the folder to be born in, or NULL */
    const char *extensions[MAX_EXTENSIONS]; /* names in /opt/extensions */
    int extension_count;
    const char *image;   /* host folder that becomes the root, with its own /var/task; or NULL */
    const char *task;    /* becomes /var/task */
    const char *runtime; /* becomes /var/runtime, or NULL */
    const char *lang;    /* becomes /var/lang, or NULL */
    const char *layers[MAX_LAYERS]; /* become /opt, later ones on top */
    int layer_count;
    const char *disk; /* the ext4 image to copy for /tmp, or NULL; without a task only such a disk is asked for */
    long tmp_mb;
    long shm_mb;
    uid_t uid; /* host ids of everything inside */
    gid_t gid;
    bool change_ids; /* whether uid and gid are others than the spawner's own */
    bool host_network;
    int api_port;
    int endpoint_port; /* 0: none */
    const char *entries[MAX_ENTRIES + 1]; /* the first that can be executed is the bootstrap */
    int entry_count;
    char *arguments[MAX_ARGUMENTS + 2]; /* argv, [0] is filled with the entry */
    int argument_count;
    char *environment[MAX_ENVIRONMENT + 1];
    int environment_count;
    int output;    /* write end of the output pipe */
    int tmp_mount; /* a mount that nobody has attached yet and that becomes /tmp, or -1: tmpfs */
    /* only for the init of a microVM */
    const char *drives[MAX_DRIVES]; /* where the drives after the root's are mounted */
    int drive_count;
    const char *folder;  /* where the bootstrap starts */
    const char *network; /* of eth0, or NULL */
    const char *ipv6;    /* the same for IPv6, or NULL */
    const char *seed;    /* hexadecimal */
    long memory_mb;
    long credit;   /* bytes of output that may be sent */
    int64_t clock; /* wall-clock nanoseconds */
};

/* wire.c */
enum { NOTHING_RUNS = 'F', NO_DISK = 'T' };
extern int control;  /* where fail() reports */
extern char failure; /* as what */
_Noreturn void fail(const char *step, ...) __attribute__((format(printf, 1, 2))); /* each program has its own */
int send_message(int socket, const void *bytes, size_t size, const int *descriptors, int count);
ssize_t receive_message(int socket, char *bytes, size_t size, int *descriptors, int count);

/* spec.c */
void parse_spec(struct spec *spec, char *bytes, size_t size);

/* mounts.c */
void mount_host_tree_private(void);
void build_root(const char *root);
void mount_sandbox(const struct spec *spec, const char *root);
int mask_proc(void);
void enter_root(void);

/* disk.c */
int open_disk(const struct spec *spec);
void mount_tmp(const struct spec *spec);

/* net.c */
void raise_loopback(void);
int listen_loopback(int port);
int connect_loopback(int port);

/* files.c */
void write_file(const char *path, const char *text); /* one that is there */
void make_file(const char *path, const char *text);
void link_standard_streams(void); /* in the folder dev */

/* walls.c */
void map_ids(uid_t inside_uid, uid_t uid, gid_t inside_gid, gid_t gid);
void become_nobody(const struct spec *spec, int proc_sys);
void drop_capabilities(void);
void limit_resources(void);

/* seccomp.c */
void install_filter(void);

/* children.c: what an init looks after */
enum { GONE = 0 };
struct children {
    pid_t bootstrap;
    pid_t extensions[MAX_EXTENSIONS];
    int status;       /* of the bootstrap, once it is gone */
    bool stopping;    /* the end of the bootstrap is no longer the end of all */
    uint16_t awaited; /* then: a bit for each extension that is waited for */
    int refusal;      /* has the errno when no bootstrap could be executed */
};
int watch_children(void); /* a descriptor that is readable when one ended, of struct signalfd_siginfo */
void start_children(struct spec *spec, struct children *all);
void reap(const struct spec *spec, struct children *all);
bool over(const struct spec *spec, const struct children *all);
void stop_children(struct children *all, uint16_t awaited);
int refusal_of(const struct children *all); /* errno, or 0 when the bootstrap was executed */
void in_new_child(void);                                    /* each program has its own */
void extension_ended(const char *name, int status);         /* each program has its own */

/* launch.c, init.c */
_Noreturn void launch(const struct spec *spec, const char *root);
_Noreturn void run_init(const struct spec *spec, const char *root);

#endif
