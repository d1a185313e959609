/* /tmp: a file system of exactly the size asked for, on the host's disk where that is allowed, else in memory. */
#include "sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LOOP_ATTEMPTS = 64 };

/* Of linux/mount.h, which cannot be included beside sys/mount.h. */
enum {
    OPEN_AND_CLOSE_ON_EXEC = 1,
    SET_FLAG = 0,
    SET_STRING = 1,
    CREATE = 6,
    MOUNT_AND_CLOSE_ON_EXEC = 1,
    NO_SETUID = 2,
    NO_DEVICES = 4,
    NO_ACCESS_TIME = 0x10,
    FROM_DESCRIPTOR = 4,
};

static int nameless_file_beside(const char *path)
{
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = 0;
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) { /* not every file system has O_TMPFILE */
        strcat(folder, "/.copyXXXXXX");
        file = mkstemp(folder);
        unlink(folder);
    }
    return file;
}

/* Copies the parts of the template that hold data into a file that has no name and so cannot be left behind. */
static int copy_template(const char *template)
{
    struct stat status;
    int from = open(template, O_RDONLY | O_CLOEXEC);
    int to = from < 0 ? -1 : nameless_file_beside(template);
    if (to < 0 || fstat(from, &status) || ftruncate(to, status.st_size))
        fail("copy the disk image %s", template);
    for (off_t data = lseek(from, 0, SEEK_DATA); data >= 0;) {
        off_t hole = lseek(from, data, SEEK_HOLE);
        lseek(to, data, SEEK_SET);
        while (data < hole)
            if (sendfile(to, from, &data, hole - data) <= 0)
                fail("copy the disk image %s", template);
        data = lseek(from, hole, SEEK_DATA);
    }
    close(from);
    return to;
}

/* Attaches the file to a free loop device that lets go of it by itself after the last unmount. */
static int attach_loop(int file, char *device, size_t size)
{
    int loops = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
    for (int attempt = 0; loops >= 0 && attempt < LOOP_ATTEMPTS; attempt++) {
        int number = ioctl(loops, LOOP_CTL_GET_FREE);
        snprintf(device, size, "/dev/loop%d", number);
        int loop = number < 0 ? -1 : open(device, O_RDWR | O_CLOEXEC);
        if (loop < 0)
            break;
        struct loop_config config = {.fd = file, .block_size = 4096, .info.lo_flags = LO_FLAGS_AUTOCLEAR};
        if (!ioctl(loop, LOOP_CONFIGURE, &config)) {
            close(loops);
            return loop;
        }
        int error = errno;
        close(loop);
        errno = error;
        if (error != EBUSY) /* else another sandbox took it first */
            break;
    }
    fail("attach a loop device for /tmp");
}

/* A mount of the device that is attached nowhere: it vanishes with its last descriptor, and the loop device with it. */
static int mount_detached(const char *device)
{
    int context = syscall(SYS_fsopen, "ext4", OPEN_AND_CLOSE_ON_EXEC);
    if (context < 0 || syscall(SYS_fsconfig, context, SET_STRING, "source", device, 0)
        || syscall(SYS_fsconfig, context, SET_FLAG, "noinit_itable", NULL, 0)
        || syscall(SYS_fsconfig, context, CREATE, NULL, NULL, 0))
        fail("mount %s for /tmp", device);
    int mounted = syscall(SYS_fsmount, context, MOUNT_AND_CLOSE_ON_EXEC, NO_SETUID | NO_DEVICES | NO_ACCESS_TIME);
    if (mounted < 0)
        fail("mount %s for /tmp", device);
    close(context);
    return mounted;
}

/* A new disk, copied from the image that the spec names: the descriptor of a mount that nobody has attached yet. */
int open_disk(const struct spec *spec)
{
    char device[32];
    failure = NO_DISK;
    int file = copy_template(spec->disk);
    int loop = attach_loop(file, device, sizeof device);
    int mounted = mount_detached(device);
    close(file);
    close(loop);
    unlinkat(mounted, "lost+found", AT_REMOVEDIR);
    failure = NOTHING_RUNS;
    return mounted;
}

void mount_tmp(const struct spec *spec)
{
    char options[64];
    if (spec->tmp_mount < 0) {
        snprintf(options, sizeof options, "size=%ldm,mode=1777", spec->tmp_mb);
        if (mount("tmp", "tmp", "tmpfs", MS_NOSUID | MS_NODEV, options))
            fail("mount /tmp");
        return;
    }
    if (syscall(SYS_move_mount, spec->tmp_mount, "", AT_FDCWD, "tmp", FROM_DESCRIPTOR))
        fail("attach the disk at /tmp");
    close(spec->tmp_mount);
    if (chown("tmp", spec->uid, spec->gid) || chmod("tmp", 01777))
        fail("open /tmp to the function");
}
