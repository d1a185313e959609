/* What makes a machine of a kernel: modules, file systems, devices, network, clock, randomness, the memory limit. */
#include "guest.h"
#include <arpa/inet.h>
#include <grp.h>
#include <net/if.h>
#include <net/route.h>
#include <linux/ipv6.h> /* after the C library's, which it knows to leave alone */
#include <linux/random.h>
#include <linux/securebits.h>
#include <linux/vm_sockets.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>

enum { PATIENCE_MILLIS = 20000 };

static int memory_folder = -1; /* the cgroup of everything that is started */
static uint64_t memory_limit;

/* A root that its maker forgot to prepare cannot be made ready, because it is read-only: a clear word instead. */
static void attach(const char *what, const char *target, const char *type, unsigned long flags, const char *options)
{
    mkdir(target, 0755);
    if (mount(what, target, type, flags, options) && errno != EBUSY)
        fail("mount %s at %s (does the image have the folder?)", what, target);
}

static void mount_devices(void) { attach("dev", "/dev", "devtmpfs", MS_NOSUID | MS_NOEXEC, "mode=755"); }

/* Words of the kernel's command line that the kernel does not know are the first process's environment. */
static const char *boot_word(const char *name) { return getenv(name) ? getenv(name) : ""; }

bool on_serial_line(void) { return strcmp(boot_word("hearth_channel"), "serial") == 0; }

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

/* All but those that the monitor names, because this machine has no device for them, and each takes its time. */
static void load_modules(void)
{
    char name[256], word[sizeof name + 2];
    FILE *order = fopen("/modules/order", "re");
    while (order && fscanf(order, "%255s", name) == 1) {
        snprintf(word, sizeof word, ",%s,", name);
        if (!strstr(boot_word("hearth_without"), word))
            load_module(name);
    }
    if (order)
        fclose(order);
}

void boot(void)
{
    int null;
    mount_devices();
    do /* a machine without a console begins without standard streams */
        null = open("/dev/null", O_RDWR);
    while (null >= 0 && null <= 2);
    close(null);
    load_modules();
}

static void mount_device(const char *device, const char *target, bool writable)
{
    unsigned long flags = MS_NODEV | MS_NOSUID | (writable ? MS_NOATIME : MS_RDONLY);
    for (int i = 0; access(device, F_OK); i++, poll(NULL, 0, 1))
        if (i == PATIENCE_MILLIS)
            fail("find %s", device);
    if (mount(device, target, writable ? "ext4" : "squashfs", flags, NULL)
        && (writable || mount(device, target, "ext4", flags, "noload")))
        fail("mount %s at %s", device, target);
}

/* A file in memory over one of the image's, if it has it. */
static void cover(const char *path, const char *text)
{
    char file[64];
    snprintf(file, sizeof file, "/run/%s", strrchr(path, '/') + 1);
    make_file(file, text);
    if (access(path, F_OK) == 0)
        attach(file, path, NULL, MS_BIND, NULL);
}

void mount_root(void)
{
    mkdir("/root", 0755);
    mount_device("/dev/vda", "/root", false);
    if (chdir("/root") || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/"))
        fail("enter the root");
    mount_devices(); /* the same in every place */
    attach("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    attach("sys", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    attach("run", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755");
    link_standard_streams();
    cover("/etc/hosts", "127.0.0.1 localhost sandbox sandbox.localdomain\n::1 localhost6\n");
    cover("/etc/hostname", "sandbox\n");
    sethostname("sandbox", 7);
}

static void mount_drives(const struct spec *what)
{
    char options[64], device[] = "/dev/vd?", target[256];
    for (int i = 0; i < what->drive_count; i++) {
        size_t length = strcspn(what->drives[i], " ");
        snprintf(target, sizeof target, "%.*s", (int)length, what->drives[i]);
        device[7] = 'b' + i;
        mount_device(device, target, strcmp(what->drives[i] + length, " rw") == 0);
    }
    struct stat tmp;
    if (stat("/tmp", &tmp) == 0 && (tmp.st_uid != GUEST_UID || (tmp.st_mode & 07777) != 01777)) {
        rmdir("/tmp/lost+found");
        if (chown("/tmp", GUEST_UID, GUEST_GID) || chmod("/tmp", 01777))
            fail("open /tmp to the function");
    }
    snprintf(options, sizeof options, "size=%ldm,mode=1777", what->shm_mb);
    attach("shm", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, options);
}

static struct sockaddr ipv4(in_addr_t address)
{
    union {
        struct sockaddr_in in;
        struct sockaddr any;
    } both = {.in = {.sin_family = AF_INET, .sin_addr.s_addr = address}};
    return both.any;
}

static void set_interface(int any, unsigned long what, struct ifreq request)
{
    strcpy(request.ifr_name, "eth0");
    if (ioctl(any, what, &request))
        fail("set up eth0");
}

/* The words are: address/prefix gateway. Nobody else in the network hears of addresses, so none is asked about this one. */
static void start_ipv6(const char *network)
{
    char own[64], gateway[64];
    unsigned prefix;
    int any = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct in6_ifreq address = {.ifr6_ifindex = if_nametoindex("eth0")};
    struct in6_rtmsg way = {.rtmsg_flags = RTF_UP | RTF_GATEWAY, .rtmsg_ifindex = address.ifr6_ifindex, .rtmsg_metric = 1};
    if (sscanf(network, "%63[0-9a-f:]/%u %63s", own, &prefix, gateway) != 3 || prefix > 128
        || inet_pton(AF_INET6, own, &address.ifr6_addr) != 1 || inet_pton(AF_INET6, gateway, &way.rtmsg_gateway) != 1)
        fail("read the network %s", network);
    address.ifr6_prefixlen = prefix;
    if ((ioctl(any, SIOCSIFADDR, &address) && errno != EEXIST) || (ioctl(any, SIOCADDRT, &way) && errno != EEXIST))
        fail("set up %s", network);
    close(any);
}

/* The words are: address/prefix gateway-or-dash name-server... */
static void start_network(const char *network, const char *ipv6)
{
    char own[16], gateway[16], servers[256] = "", server[64];
    int prefix, used, any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    errno = EINVAL;
    if (sscanf(network, "%15[0-9.]/%d %15s%n", own, &prefix, gateway, &used) < 3 || prefix < 1 || prefix > 31)
        fail("read the network %s", network);
    if (access("/proc/sys/net/ipv6/conf/eth0", F_OK))
        ipv6 = NULL; /* a kernel without it */
    struct rtentry way = {.rt_flags = RTF_UP | RTF_GATEWAY, .rt_dst = ipv4(0), .rt_genmask = ipv4(0)};
    way.rt_gateway = ipv4(inet_addr(gateway));
    /* Down and up again: after a snapshot what was learned about neighbours is of another machine. */
    set_interface(any, SIOCSIFFLAGS, (struct ifreq){.ifr_flags = 0});
    set_interface(any, SIOCSIFADDR, (struct ifreq){.ifr_addr = ipv4(inet_addr(own))});
    set_interface(any, SIOCSIFNETMASK, (struct ifreq){.ifr_addr = ipv4(htonl(~0U << (32 - prefix)))});
    if (ipv6)
        write_file("/proc/sys/net/ipv6/conf/eth0/accept_dad", "0");
    set_interface(any, SIOCSIFFLAGS, (struct ifreq){.ifr_flags = IFF_UP});
    if (strcmp(gateway, "-") && ioctl(any, SIOCADDRT, &way) && errno != EEXIST)
        fail("route to %s", gateway);
    close(any);
    if (ipv6)
        start_ipv6(ipv6);
    for (network += used; sscanf(network, "%63s%n", server, &used) == 1; network += used)
        snprintf(servers + strlen(servers), sizeof servers - strlen(servers), "nameserver %s\n", server);
    cover("/etc/resolv.conf", servers);
}

void set_clock(int64_t nanos)
{
    struct timespec now = {nanos / 1000000000, nanos % 1000000000};
    if (nanos > 0)
        clock_settime(CLOCK_REALTIME, &now);
}

/* Mixed in, counted, and used at once for every generator of the kernel. */
static void seed_randomness(const char *hexadecimal)
{
    int size = strlen(hexadecimal), bits = 4 * size, random = open("/dev/random", O_RDWR | O_CLOEXEC);
    if (random < 0 || write(random, hexadecimal, size) != size || ioctl(random, RNDADDTOENTCNT, &bits)
        || ioctl(random, RNDRESEEDCRNG))
        fail("seed the random number generator");
    close(random);
}

void renew(const struct spec *what)
{
    set_clock(what->clock);
    if (what->seed)
        seed_randomness(what->seed);
    if (what->network)
        start_network(what->network, what->ipv6);
}

static void write_limit(const char *name, const char *value)
{
    int file = openat(memory_folder, name, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, value, strlen(value)) < 0)
        fail("write %s of the memory limit", name);
    close(file);
}

/* The cgroup file system is reached by its descriptor only: nothing of it is seen inside. */
static void limit_memory(long megabytes)
{
    char value[32];
    memory_limit = (uint64_t)megabytes << 20;
    snprintf(value, sizeof value, "%ld", megabytes << 20);
    attach("cgroup", "/run/cgroup", "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    /* As on Lambda an allocation ends at the limit, when it is used, and not before at the kernel's guess. */
    write_file("/proc/sys/vm/overcommit_memory", "1");
    write_file("/run/cgroup/cgroup.subtree_control", "+memory");
    mkdir("/run/cgroup/function", 0755);
    memory_folder = open("/run/cgroup/function", O_PATH | O_DIRECTORY | O_CLOEXEC);
    umount2("/run/cgroup", MNT_DETACH);
    write_limit("memory.max", value);
    write_limit("memory.oom.group", "1");
}

void prepare(const struct spec *what)
{
    raise_loopback();
    renew(what);
    if (!what->network)
        cover("/etc/resolv.conf", "# no name server is reachable from here\n");
    mount_drives(what);
    limit_memory(what->memory_mb);
}

void kill_function(void)
{
    if (memory_folder >= 0)
        write_limit("cgroup.kill", "1");
}

/* The number after a word of a file, or at its begin; 0 when there is none. */
static uint64_t read_limit(const char *name, const char *word)
{
    char text[512] = "";
    int file = memory_folder < 0 ? -1 : openat(memory_folder, name, O_RDONLY | O_CLOEXEC);
    if (file >= 0 && read(file, text, sizeof text - 1) < 0)
        text[0] = 0;
    close(file);
    const char *at = strstr(text, word);
    return at ? strtoull(at + strlen(word), NULL, 10) : 0;
}

bool out_of_memory(void) { return read_limit("memory.events", "oom_kill ") > 0; }

uint64_t peak_memory(void)
{
    uint64_t peak = read_limit("memory.peak", "");
    if (!peak)
        peak = read_limit("memory.current", ""); /* a kernel before 5.19 */
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
    write_limit("cgroup.procs", "0");
    if (prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP) || setgroups(0, NULL)
        || setresgid(GUEST_GID, GUEST_GID, GUEST_GID) || setresuid(GUEST_UID, GUEST_UID, GUEST_UID))
        fail("become the function's user");
    drop_capabilities();
    prctl(PR_SET_DUMPABLE, 1);
    install_filter();
}

int dial(int port)
{
    struct sockaddr_vm host = {.svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_HOST, .svm_port = port};
    int connection = socket(AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection >= 0 && connect(connection, (void *)&host, sizeof host) == 0) {
        fcntl(connection, F_SETFL, O_NONBLOCK);
        return connection;
    }
    close(connection);
    return -1;
}

/* On x86 this is what ends Firecracker and QEMU (with -no-reboot); there is nothing to save. */
void power_off(void)
{
    reboot(RB_AUTOBOOT);
    for (;;)
        pause();
}
