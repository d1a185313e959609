/* The file system: a read-only root made once from the host's system folders, and what each sandbox adds to it. */
#include "sandbox.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
enum { ATTR_RDONLY = 1, ATTR_NOSUID = 2, ATTR_NODEV = 4, ATTR_NOEXEC = 8, RECURSIVELY = 0x8000, HERE = 0x1000 };
struct attributes {
    uint64_t set, clear, propagation, userns;
};

/* Whole system folders; those that are links on the host (merged /usr) become the same links. */
static const char *const SYSTEM[] = {"usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "nix/store", NULL};

/* What a program needs of /etc and /var: certificates, the linker's cache, alternatives, names of protocols. No keys. */
static const char *const CONFIGURATION[] = {
    "etc/alternatives", "etc/ca-certificates/extracted", "etc/crypto-policies", "etc/ld.so.cache", "etc/localtime",
    "etc/mime.types", "etc/os-release", "etc/pki/ca-trust/extracted", "etc/pki/tls/cert.pem", "etc/pki/tls/certs",
    "etc/pki/tls/openssl.cnf", "etc/protocols", "etc/services", "etc/ssl/cert.pem", "etc/ssl/certs",
    "etc/ssl/openssl.cnf", "var/lib/ca-certificates", NULL};

static const char *const DEVICES[] = {"null", "zero", "full", "random", "urandom", "tty", NULL};

static const char *const WRITTEN[][2] = {
    {"etc/passwd", "root:x:0:0:root:/root:/sbin/nologin\nsbx_user1051:x:993:990::/tmp:/sbin/nologin\n"
                   "nobody:x:65534:65534::/:/sbin/nologin\n"},
    {"etc/group", "root:x:0:\nsbx_user1051:x:990:\nnogroup:x:65534:\n"},
    {"etc/hosts", "127.0.0.1 localhost sandbox sandbox.localdomain\n::1 localhost6\n"},
    {"etc/hostname", "sandbox\n"},
    {"etc/resolv.conf", "# no name server is reachable from here\n"},
    {"etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n"},
    {NULL, NULL}};

/* Of /proc: hidden because they tell of the host ... */
static const char *const HIDDEN[] = {
    "acpi", "asound", "cmdline", "config.gz", "diskstats", "interrupts", "kallsyms", "kcore", "key-users", "keys", "kmsg",
    "kpagecgroup", "kpagecount", "kpageflags", "latency_stats", "mdstat", "modules", "partitions", "pressure", "sched_debug", "scsi",
    "softirqs", "swaps", "timer_list", "timer_stats", "vmallocinfo", "zoneinfo", NULL};
/* ... or kept, but never written. */
static const char *const READ_ONLY[] = {"sys", "bus", "driver", "fs", "irq", "sysrq-trigger", NULL};

static int set_attributes(const char *at, uint64_t set, int how)
{
    struct attributes attributes = {.set = set};
    return syscall(SYS_mount_setattr, AT_FDCWD, at, how, &attributes, sizeof attributes);
}

static void bind(const char *from, const char *to, uint64_t attributes)
{
    if (mount(from, to, NULL, MS_BIND | MS_REC, NULL))
        fail("bind %s at /%s", from, to);
    if (attributes && set_attributes(to, attributes, RECURSIVELY))
        fail("restrict the mount at /%s", to);
}

static void make_folders(char *path)
{
    for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0755);
        *slash = '/';
    }
}

/* Shows one entry of the host at the same place: a link as a link, the rest as a read-only bind; nothing when absent. */
static void show_host(const char *name)
{
    char host[PATH_MAX], inside[PATH_MAX], link[PATH_MAX];
    struct stat status;
    snprintf(host, sizeof host, "/%s", name);
    snprintf(inside, sizeof inside, "%s", name);
    if (lstat(host, &status))
        return;
    make_folders(inside);
    if (S_ISLNK(status.st_mode)) {
        ssize_t length = readlink(host, link, sizeof link - 1);
        if (length < 0)
            fail("read the link %s", host);
        link[length] = 0;
        if (symlink(link, inside))
            fail("link /%s", inside);
    } else {
        if (S_ISDIR(status.st_mode))
            mkdir(inside, 0755);
        else
            make_file(inside, "");
        bind(host, inside, ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV);
    }
}

/* Where distributions keep what a JVM reads at its start: /etc/java-17-openjdk, /etc/java21-openjdk, /etc/java. */
static void show_java_configuration(void)
{
    char name[PATH_MAX];
    struct dirent *entry;
    DIR *etc = opendir("/etc");
    while (etc && (entry = readdir(etc)))
        if (strncmp(entry->d_name, "java", 4) == 0) {
            snprintf(name, sizeof name, "etc/%s", entry->d_name);
            show_host(name);
        }
    if (etc)
        closedir(etc);
}

static void make_devices(void)
{
    char host[64], inside[64];
    for (int i = 0; DEVICES[i]; i++) {
        snprintf(host, sizeof host, "/dev/%s", DEVICES[i]);
        snprintf(inside, sizeof inside, "dev/%s", DEVICES[i]);
        make_file(inside, "");
        bind(host, inside, ATTR_NOSUID | ATTR_NOEXEC);
    }
    link_standard_streams();
}

void mount_host_tree_private(void)
{
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL))
        fail("cut the mount namespace off");
}

/* Builds the root that every sandbox of this Hearth starts from, at the folder root. */
void build_root(const char *root)
{
    umask(0);
    if (mount("hearth", root, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755") || chdir(root))
        fail("mount the root at %s", root);
    static const char *const folders[] = {
        "dev", "dev/shm", "etc", "image", "nix", "opt", "proc", "run", "tmp", "var", "var/task", "var/runtime", "var/lang", NULL};
    for (int i = 0; folders[i]; i++)
        mkdir(folders[i], 0755);
    for (int i = 0; SYSTEM[i]; i++)
        show_host(SYSTEM[i]);
    for (int i = 0; CONFIGURATION[i]; i++)
        show_host(CONFIGURATION[i]);
    show_java_configuration();
    for (int i = 0; WRITTEN[i][0]; i++)
        make_file(WRITTEN[i][0], WRITTEN[i][1]);
    /* Modules look for others in the folders above them, import as well as require: here is what the runtime brings. */
    if (symlink("var/runtime/node_modules", "node_modules"))
        fail("link node_modules");
    make_devices();
    if (mount(NULL, ".", NULL, MS_REC | MS_PRIVATE, NULL) || set_attributes(".", ATTR_RDONLY | ATTR_NOSUID, RECURSIVELY))
        fail("make the root read-only");
    chdir("/");
}

static void mount_layers(const struct spec *spec)
{
    if (spec->layer_count == 1) {
        bind(spec->layers[0], "opt", ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV);
    } else if (spec->layer_count > 1) {
        char options[8 * PATH_MAX] = "lowerdir=";
        for (int i = spec->layer_count - 1; i >= 0; i--) {
            strncat(options, spec->layers[i], PATH_MAX - 2);
            if (i)
                strcat(options, ":");
        }
        if (mount("layers", "opt", "overlay", MS_RDONLY | MS_NOSUID | MS_NODEV, options))
            fail("overlay the layers at /opt");
    }
}

/*
 * A container image in the place of the host's system folders: a read-only bind, and over it the devices and names of the
 * shared root. Whoever made the folder saw to it that what is mounted over is no link.
 */
static void enter_image(const struct spec *spec, uint64_t shut)
{
    static const char *const covered[][2] = {{"etc/hosts", "image/etc/hosts"}, {"etc/hostname", "image/etc/hostname"},
        {"etc/resolv.conf", "image/etc/resolv.conf"}, {NULL, NULL}};
    bind(spec->image, "image", shut);
    bind("dev", "image/dev", 0);
    for (int i = 0; covered[i][0]; i++)
        bind(covered[i][0], covered[i][1], 0);
    if (chdir("image"))
        fail("enter the image %s", spec->image);
}

static void mount_code(const struct spec *spec, uint64_t shut)
{
    bind(spec->task, "var/task", shut);
    if (spec->runtime)
        bind(spec->runtime, "var/runtime", shut);
    if (spec->lang)
        bind(spec->lang, "var/lang", shut);
    mount_layers(spec);
}

/* Mounts what is this sandbox's own; afterwards the working directory is its root. */
void mount_sandbox(const struct spec *spec, const char *root)
{
    const uint64_t shut = ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV;
    char options[64];
    if (chdir(root))
        fail("enter the root %s", root);
    if (spec->image)
        enter_image(spec, shut);
    else
        mount_code(spec, shut);
    mount_tmp(spec);
    snprintf(options, sizeof options, "size=%ldm,mode=1777", spec->shm_mb);
    if (mount("shm", "dev/shm", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options))
        fail("mount /dev/shm");
    if (spec->host_network) {
        bind("/etc/resolv.conf", "etc/resolv.conf", shut);
        bind("/etc/hosts", "etc/hosts", shut);
    }
}

/*
 * Mounts /proc of the new PID namespace and covers what tells of the host. Returns a descriptor of the still writable
 * /proc/sys underneath, through which the init writes one limit of its own user namespace.
 */
int mask_proc(void)
{
    char path[64];
    struct stat status;
    if (mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
        fail("mount /proc");
    int sys = open("proc/sys", O_PATH | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; HIDDEN[i]; i++) {
        snprintf(path, sizeof path, "proc/%s", HIDDEN[i]);
        if (stat(path, &status) == 0)
            bind(S_ISDIR(status.st_mode) ? "run" : "dev/null", path, 0);
    }
    for (int i = 0; READ_ONLY[i]; i++) {
        snprintf(path, sizeof path, "proc/%s", READ_ONLY[i]);
        if (stat(path, &status) == 0)
            bind(path, path, ATTR_RDONLY);
    }
    return sys;
}

/* Makes the working directory the root and forgets the host's tree. */
void enter_root(void)
{
    if (syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH) || chdir("/"))
        fail("enter the new root");
}
