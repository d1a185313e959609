/* The spawner: one process per Hearth that prepares the shared root once and forks a launcher for every request. */
#include "sandbox.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static char message[MAX_SPEC_BYTES + 1];

/* Hearth listens on an abstract socket and checks that who connects is the process it started. */
static int connect_to_hearth(const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(name);
    if (length + 1 > sizeof address.sun_path)
        exit(2);
    memcpy(address.sun_path + 1, name, length);
    int link = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (link < 0 || connect(link, (void *)&address, offsetof(struct sockaddr_un, sun_path) + 1 + length))
        exit(3);
    return link;
}

/* With the privilege to do so only a mount namespace; else one inside a user namespace of our own. */
static bool enter_own_namespaces(void)
{
    if (!unshare(CLONE_NEWNS))
        return true;
    uid_t uid = getuid();
    gid_t gid = getgid();
    if (errno != EPERM || unshare(CLONE_NEWUSER | CLONE_NEWNS))
        fail("make a user namespace (run Hearth as root, or allow it: "
             "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 user.max_user_namespaces=10000)");
    map_ids(uid, uid, gid, gid);
    return false;
}

enum { CONTROL, OUTPUT, TMP_MOUNT, DESCRIPTORS };

/* A disk made ahead, for a sandbox that comes later. */
static bool only_disk(const struct spec *spec) { return spec->disk && !spec->task && !spec->image; }

static void check(const struct spec *spec)
{
    if (only_disk(spec))
        return;
    if ((!spec->task && !spec->image) || !spec->entry_count || !spec->tmp_mb || !spec->shm_mb
        || (!spec->host_network && !spec->api_port)) {
        errno = EINVAL;
        fail("read the spec: a field is missing");
    }
}

static void serve_request(int link, const char *root, ssize_t size, const int descriptors[DESCRIPTORS])
{
    pid_t child = fork();
    if (child == 0) {
        close(link);
        struct spec spec = {.output = descriptors[OUTPUT], .tmp_mount = descriptors[TMP_MOUNT]};
        control = descriptors[CONTROL];
        parse_spec(&spec, message, size);
        check(&spec);
        if (spec.disk)
            spec.tmp_mount = open_disk(&spec);
        if (only_disk(&spec)) {
            send_message(control, "R", 1, &spec.tmp_mount, 1);
            _exit(0);
        }
        launch(&spec, root);
    }
    if (child < 0) {
        int control = descriptors[CONTROL];
        char text[64];
        int length = snprintf(text, sizeof text, "Ffork: %s", strerror(errno));
        send_message(control, text, length, NULL, 0);
    }
    for (int i = 0; i < DESCRIPTORS; i++)
        if (descriptors[i] >= 0)
            close(descriptors[i]);
}

int main(int count, char **arguments)
{
    if (count != 3) {
        fprintf(stderr, "usage: hearth-sandbox SOCKET ROOT (started by Hearth)\n");
        return 2;
    }
    const char *root = arguments[2];
    syscall(SYS_close_range, 3, ~0U, 0);
    int link = control = connect_to_hearth(arguments[1]);
    prctl(PR_SET_NAME, "hearth-spawner");
    prctl(PR_SET_DUMPABLE, 1);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    bool privileged = enter_own_namespaces();
    mount_host_tree_private();
    build_root(root);
    signal(SIGCHLD, SIG_IGN); /* the kernel reaps */
    send_message(link, privileged ? "Rp" : "Ru", 2, NULL, 0);
    for (;;) {
        int descriptors[DESCRIPTORS];
        ssize_t size = receive_message(link, message, MAX_SPEC_BYTES, descriptors, DESCRIPTORS);
        if (size <= 0)
            return 0; /* Hearth is gone; each sandbox sees the same on its own socket */
        if (descriptors[CONTROL] >= 0)
            serve_request(link, root, size, descriptors);
    }
}
