/* What makes a machine of a kernel: modules, file systems, devices, network, clock, randomness, the memory limit. */
#include "guest.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <linux/ipv6.h> /* after netinet/in.h, which it knows to leave alone */
#include <linux/random.h>
#include <linux/securebits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MILLIS = 20000, MAX_SEED = 256 };

static int memory_folder = -1; /* the cgroup of everything that is started */
static uint64_t memory_limit;

uint64_t since_boot(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

void mount_kernel_folders(void)
{
    mkdir("/proc", 0755);
    mkdir("/sys", 0755);
    mkdir("/dev", 0755);
    if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL)
        || mount("sys", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL)
        || (mount("dev", "/dev", "devtmpfs", MS_NOSUID | MS_NOEXEC, "mode=755") && errno != EBUSY))
        fail("mount the kernel's folders");
}

/* The value of name= on the kernel's command line. */
bool boot_word(const char *name, char *value, size_t size)
{
    char line[4096];
    int file = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t got = file < 0 ? 0 : read(file, line, sizeof line - 1);
    close(file);
    line[got > 0 ? got : 0] = 0;
    size_t length = strlen(name);
    for (char *state, *word = strtok_r(line, " \n", &state); word; word = strtok_r(NULL, " \n", &state))
        if (strncmp(word, name, length) == 0 && word[length] == '=') {
            snprintf(value, size, "%s", word + length + 1);
            return true;
        }
    return false;
}

static void load_module(const char *name)
{
    char path[300];
    snprintf(path, sizeof path, "/modules/%s", name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || (syscall(SYS_finit_module, file, "", 0) && errno != EEXIST && errno != ENODEV))
        dprintf(2, "hearth-init: module %s: %s\n", name, strerror(errno)); /* what needed it will say so */
    close(file);
    unlink(path); /* what an initial RAM disk holds is in memory */
}

static bool begins_with_one_of(const char *name, const char *const *starts)
{
    for (; *starts; starts++)
        if (strncmp(name, *starts, strlen(*starts)) == 0)
            return true;
    return false;
}

/* Loads what this machine has a device for, because each module takes its time. */
void load_modules(void)
{
    static const char *const network[] = {"failover", "net_failover", "virtio_net", NULL};
    static const char *const not_on_line[] = {"vsock", "vmw_vsock", "virtio_rng", "virtio_balloon", "ptp_kvm", NULL};
    static const char *const not_on_vsock[] = {"virtio_console", NULL};
    char name[256], channel[16] = "vsock", with_network[8] = "yes";
    boot_word("hearth.channel", channel, sizeof channel);
    boot_word("hearth.network", with_network, sizeof with_network);
    const char *const *other = strcmp(channel, "serial") == 0 ? not_on_line : not_on_vsock;
    FILE *order = fopen("/modules/order", "re");
    while (order && fgets(name, sizeof name, order)) {
        name[strcspn(name, "\n")] = 0;
        if (name[0] && !begins_with_one_of(name, other)
            && !(strcmp(with_network, "no") == 0 && begins_with_one_of(name, network)))
            load_module(name);
    }
    if (order)
        fclose(order);
}

static void await_file(const char *path)
{
    struct timespec pause = {0, 1000000};
    for (int i = 0; access(path, F_OK); i++) {
        if (i == PATIENCE_MILLIS)
            fail("find %s", path);
        nanosleep(&pause, NULL);
    }
}

static void mount_device(const char *device, const char *target, bool writable)
{
    unsigned long flags = MS_NODEV | MS_NOSUID | (writable ? MS_NOATIME : MS_RDONLY);
    await_file(device);
    if (mount(device, target, writable ? "ext4" : "squashfs", flags, NULL)
        && (writable || mount(device, target, "ext4", flags, "noload")))
        fail("mount %s at %s", device, target);
}

/* A root that an image's maker forgot to prepare cannot be made ready, because it is read-only: a clear word instead. */
static void mount_memory(const char *target, const char *options)
{
    if (mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, options))
        fail("mount a file system in memory at %s (does the image have the folder?)", target);
}

static void cover(const char *path, const char *text)
{
    char file[64];
    snprintf(file, sizeof file, "/run/hearth%s", path);
    for (char *slash = strchr(file + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(file, 0755);
        *slash = '/';
    }
    int out = open(file, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0644);
    if (out < 0 || write(out, text, strlen(text)) < 0)
        fail("write %s", file);
    close(out);
    if (access(path, F_OK) == 0 && mount(file, path, NULL, MS_BIND, NULL))
        fail("cover %s", path);
}

void mount_root(void)
{
    mkdir("/root", 0755);
    mount_device("/dev/vda", "/root", false);
    if (mount("/proc", "/root/proc", NULL, MS_MOVE, NULL) || mount("/sys", "/root/sys", NULL, MS_MOVE, NULL)
        || mount("/dev", "/root/dev", NULL, MS_MOVE, NULL))
        fail("move the kernel's folders (does the image have /proc, /sys and /dev?)");
    if (chdir("/root") || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/"))
        fail("enter the root");
    mount_memory("/run", "size=1m,mode=755");
    static const char *const links[][2] = {
        {"/proc/self/fd", "/dev/fd"}, {"fd/0", "/dev/stdin"}, {"fd/1", "/dev/stdout"}, {"fd/2", "/dev/stderr"}};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        symlink(links[i][0], links[i][1]);
    cover("/etc/hosts", "127.0.0.1 localhost sandbox sandbox.localdomain\n::1 localhost6\n");
    cover("/etc/hostname", "sandbox\n");
    sethostname("sandbox", 7);
}

void mount_drives(const struct spec *what)
{
    char options[64], device[] = "/dev/vd?", target[256];
    bool tmp = false;
    for (int i = 0; i < what->drive_count; i++) {
        size_t length = strcspn(what->drives[i], " ");
        snprintf(target, sizeof target, "%.*s", (int)length, what->drives[i]);
        device[7] = 'b' + i;
        mount_device(device, target, strcmp(what->drives[i] + length, " rw") == 0);
        tmp = tmp || strcmp(target, "/tmp") == 0;
    }
    if (!tmp) {
        snprintf(options, sizeof options, "size=%ldm,mode=1777", what->tmp_mb ? what->tmp_mb : 512);
        mount_memory("/tmp", options);
    } else {
        rmdir("/tmp/lost+found");
    }
    if (chown("/tmp", GUEST_UID, GUEST_GID) || chmod("/tmp", 01777))
        fail("open /tmp to the function");
    mkdir("/dev/shm", 01777);
    snprintf(options, sizeof options, "size=%ldm,mode=1777", what->shm_mb);
    mount_memory("/dev/shm", options);
}

static void set_address(int any, struct ifreq *request, unsigned long what, in_addr_t address)
{
    struct sockaddr_in *in = (struct sockaddr_in *)&request->ifr_addr;
    memset(in, 0, sizeof *in);
    in->sin_family = AF_INET;
    in->sin_addr.s_addr = address;
    if (ioctl(any, what, request))
        fail("set the address of %s", request->ifr_name);
}

/* Down and up again: after a snapshot what was learned about neighbours is of another machine. */
static void raise_interface(int any, bool up)
{
    struct ifreq request = {.ifr_name = "eth0", .ifr_flags = up ? IFF_UP : 0};
    if (ioctl(any, SIOCSIFFLAGS, &request))
        fail("%s eth0", up ? "raise" : "lower");
}

static void route(int any, const char *gateway)
{
    struct rtentry entry = {.rt_flags = RTF_UP | RTF_GATEWAY};
    ((struct sockaddr_in *)&entry.rt_dst)->sin_family = AF_INET;
    ((struct sockaddr_in *)&entry.rt_genmask)->sin_family = AF_INET;
    struct sockaddr_in *to = (struct sockaddr_in *)&entry.rt_gateway;
    to->sin_family = AF_INET;
    if (inet_pton(AF_INET, gateway, &to->sin_addr) != 1 || (ioctl(any, SIOCADDRT, &entry) && errno != EEXIST))
        fail("route to %s", gateway);
}

/* address/prefix gateway; nothing else in the network hears of addresses, so none is asked whether it has this one already */
static void start_ipv6(const char *network)
{
    char own[64], gateway[64];
    unsigned prefix;
    struct in6_ifreq address = {.ifr6_ifindex = if_nametoindex("eth0")};
    struct in6_rtmsg entry = {.rtmsg_flags = RTF_UP | RTF_GATEWAY, .rtmsg_ifindex = address.ifr6_ifindex, .rtmsg_metric = 1};
    if (sscanf(network, "%63[0-9a-f:]/%u %63s", own, &prefix, gateway) != 3 || prefix > 128
        || inet_pton(AF_INET6, own, &address.ifr6_addr) != 1 || inet_pton(AF_INET6, gateway, &entry.rtmsg_gateway) != 1)
        fail("read the network %s", network);
    address.ifr6_prefixlen = prefix;
    int any = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (any < 0 || (ioctl(any, SIOCSIFADDR, &address) && errno != EEXIST))
        fail("set the address %s", own);
    if (ioctl(any, SIOCADDRT, &entry) && errno != EEXIST)
        fail("route to %s", gateway);
    close(any);
}

/* address/prefix gateway-or-dash name-server... */
void start_network(const char *network, const char *ipv6)
{
    char text[256], servers[256] = "";
    struct in_addr address;
    struct ifreq request = {.ifr_name = "eth0"};
    raise_loopback();
    if (access("/proc/sys/net/ipv6/conf/eth0", F_OK))
        ipv6 = NULL; /* a kernel without it */
    if (!network) {
        cover("/etc/resolv.conf", "# no name server is reachable from here\n");
        return;
    }
    snprintf(text, sizeof text, "%s", network);
    char *state, *own = strtok_r(text, " ", &state), *gateway = strtok_r(NULL, " ", &state), *server;
    char *slash = own ? strchr(own, '/') : NULL;
    int prefix = slash ? atoi(slash + 1) : 0;
    errno = EINVAL;
    if (!gateway || prefix < 1 || prefix > 31)
        fail("read the network %s", network);
    *slash = 0;
    if (inet_pton(AF_INET, own, &address) != 1)
        fail("read the address %s", own);
    while ((server = strtok_r(NULL, " ", &state)))
        snprintf(servers + strlen(servers), sizeof servers - strlen(servers), "nameserver %s\n", server);
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    raise_interface(any, false);
    set_address(any, &request, SIOCSIFADDR, address.s_addr);
    set_address(any, &request, SIOCSIFNETMASK, htonl(~0U << (32 - prefix)));
    if (ipv6)
        write_file("/proc/sys/net/ipv6/conf/eth0/accept_dad", "0");
    raise_interface(any, true);
    if (strcmp(gateway, "-"))
        route(any, gateway);
    close(any);
    if (ipv6)
        start_ipv6(ipv6);
    cover("/etc/resolv.conf", servers);
}

void set_clock(int64_t nanos)
{
    struct timespec now = {nanos / 1000000000, nanos % 1000000000};
    if (nanos > 0)
        clock_settime(CLOCK_REALTIME, &now);
}

/* Mixed in, counted, and used at once for every generator of the kernel. */
void seed_randomness(const char *hexadecimal)
{
    struct {
        struct rand_pool_info info;
        unsigned char bytes[MAX_SEED];
    } pool = {0};
    for (; hexadecimal && hexadecimal[0] && hexadecimal[1] && pool.info.buf_size < MAX_SEED; hexadecimal += 2) {
        char byte[3] = {hexadecimal[0], hexadecimal[1], 0};
        pool.bytes[pool.info.buf_size++] = strtol(byte, NULL, 16);
    }
    pool.info.entropy_count = pool.info.buf_size * 8;
    int random = open("/dev/random", O_RDWR | O_CLOEXEC);
    if (random < 0 || ioctl(random, RNDADDENTROPY, &pool) || ioctl(random, RNDRESEEDCRNG))
        fail("seed the random number generator");
    close(random);
}

static void write_limit(const char *name, const char *value)
{
    int file = openat(memory_folder, name, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, value, strlen(value)) < 0)
        fail("write %s of the memory limit", name);
    close(file);
}

/* The cgroup file system is reached by its descriptor only: nothing of it is seen inside. */
void limit_memory(long megabytes)
{
    char value[32];
    memory_limit = (uint64_t)megabytes << 20;
    snprintf(value, sizeof value, "%ld", megabytes << 20);
    mkdir("/run/cgroup", 0700);
    if (mount("cgroup", "/run/cgroup", "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
        fail("mount the cgroups");
    /* As on Lambda an allocation ends at the limit, when it is used, and not before at the kernel's guess. */
    write_file("/proc/sys/vm/overcommit_memory", "1");
    write_file("/run/cgroup/cgroup.subtree_control", "+memory");
    mkdir("/run/cgroup/function", 0755);
    memory_folder = open("/run/cgroup/function", O_PATH | O_DIRECTORY | O_CLOEXEC);
    umount2("/run/cgroup", MNT_DETACH);
    write_limit("memory.max", value);
    write_limit("memory.oom.group", "1");
}

static void enter_memory_limit(void)
{
    write_limit("cgroup.procs", "0");
}

void kill_function(void)
{
    if (memory_folder >= 0)
        write_limit("cgroup.kill", "1");
}

static size_t read_limit(const char *name, char *text, size_t size)
{
    int file = memory_folder < 0 ? -1 : openat(memory_folder, name, O_RDONLY | O_CLOEXEC);
    ssize_t got = file < 0 ? 0 : read(file, text, size - 1);
    close(file);
    text[got > 0 ? got : 0] = 0;
    return got > 0 ? got : 0;
}

bool out_of_memory(void)
{
    char text[512];
    read_limit("memory.events", text, sizeof text);
    char *kills = strstr(text, "oom_kill ");
    return kills && strtol(kills + 9, NULL, 10) > 0;
}

uint64_t peak_memory(void)
{
    char text[64];
    if (!read_limit("memory.peak", text, sizeof text)) /* a kernel before 5.19 */
        read_limit("memory.current", text, sizeof text);
    uint64_t peak = strtoull(text, NULL, 10);
    return peak < memory_limit ? peak : memory_limit; /* the kernel counts some pages ahead */
}

void make_output(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) || fchown(ends[1], GUEST_UID, GUEST_GID))
        fail("make the output pipe");
}

/* Everything that is started gives up what an init can do. */
void become_function(void)
{
    enter_memory_limit();
    if (prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP) || setgroups(0, NULL)
        || setresgid(GUEST_GID, GUEST_GID, GUEST_GID) || setresuid(GUEST_UID, GUEST_UID, GUEST_UID))
        fail("become the function's user");
    drop_capabilities();
    prctl(PR_SET_DUMPABLE, 1);
    install_filter();
}

/* On x86 this is what ends Firecracker and QEMU (with -no-reboot); there is nothing to save. */
void power_off(void)
{
    reboot(RB_AUTOBOOT);
    for (;;)
        pause();
}
