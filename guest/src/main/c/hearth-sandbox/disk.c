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
#include <unistd.h>

enum { LOOP_ATTEMPTS = 64 };

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

static void mount_disk(const struct spec *spec)
{
    char device[32];
    int file = copy_template(spec->disk);
    int loop = attach_loop(file, device, sizeof device);
    if (mount(device, "tmp", "ext4", MS_NOSUID | MS_NODEV | MS_NOATIME, "noinit_itable"))
        fail("mount %s at /tmp", device);
    close(loop);
    close(file);
    rmdir("tmp/lost+found");
    if (chown("tmp", spec->uid, spec->gid) || chmod("tmp", 01777))
        fail("open /tmp to the function");
}

void mount_tmp(const struct spec *spec)
{
    char options[64];
    if (spec->disk) {
        mount_disk(spec);
        return;
    }
    snprintf(options, sizeof options, "size=%ldm,mode=1777", spec->tmp_mb);
    if (mount("tmp", "tmp", "tmpfs", MS_NOSUID | MS_NODEV, options))
        fail("mount /tmp");
}
