/* Small files and links, of a sandbox's root and of the kernel. */
#include "sandbox.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void write_whole(const char *path, int flags, const char *text)
{
    int file = open(path, flags | O_WRONLY | O_CLOEXEC, 0644);
    if (file < 0 || write(file, text, strlen(text)) < 0)
        fail("write %s", path);
    close(file);
}

void write_file(const char *path, const char *text) { write_whole(path, 0, text); }

void make_file(const char *path, const char *text) { write_whole(path, O_CREAT | O_TRUNC, text); }

void link_standard_streams(void)
{
    if (symlink("/proc/self/fd", "dev/fd") || symlink("/proc/self/fd/0", "dev/stdin")
        || symlink("/proc/self/fd/1", "dev/stdout") || symlink("/proc/self/fd/2", "dev/stderr"))
        fail("link the standard streams");
}
