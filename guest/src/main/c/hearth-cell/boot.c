/*
 * What differs in a gVisor sandbox from a microVM: file systems, network, memory and time are gVisor's and were set up before
 * this program began; the host is reached by Unix sockets in a folder that it shares.
 */
#include "../hearth-init/guest.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

int dial(int port)
{
    struct sockaddr_un host = {.sun_family = AF_UNIX};
    snprintf(host.sun_path, sizeof host.sun_path, "/run/hearth/c_%d", port);
    int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection >= 0 && connect(connection, (void *)&host, sizeof host)) {
        close(connection);
        return -1;
    }
    if (connection >= 0)
        fcntl(connection, F_SETFL, O_NONBLOCK);
    return connection;
}

/* gVisor lets nobody change a pipe's owner, so it is made by whom it is for. */
void make_output(int ends[2])
{
    if (setegid(GUEST_GID) || seteuid(GUEST_UID) || pipe2(ends, O_CLOEXEC) || seteuid(0) || setegid(0))
        fail("make the output pipe");
}

/* gVisor has no secure bits. Who becomes another user loses every capability; it can never get one back. */
void become_function(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};
    if (setgroups(0, NULL) || setresgid(GUEST_GID, GUEST_GID, GUEST_GID)
        || setresuid(GUEST_UID, GUEST_UID, GUEST_UID) || syscall(SYS_capset, &header, none))
        fail("become the function's user");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        fail("forbid new privileges");
}

void kill_function(void) { kill(-1, SIGKILL); }

/* The sandbox ends with its first process. */
_Noreturn void power_off(void) { _exit(0); }

bool on_serial_line(void) { return false; }

/* gVisor's part, or the host's. */
void boot(void) {}
void mount_root(void) {}
void prepare(const struct spec *what) { (void)what; }
void renew(const struct spec *what) { (void)what; }
void set_clock(int64_t nanos) { (void)nanos; }
bool out_of_memory(void) { return false; }
uint64_t peak_memory(void) { return 0; }
