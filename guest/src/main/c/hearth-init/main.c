/* PID 1 of a microVM: boots, hears what to start, carries its words, and ends the machine when it ended. */
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { STARTED = 66, OUTPUT = 68, EXTENSION_ENDED, EXIT, DRAINED, RESTORED = 73, FIRST_REQUEST };
enum { LAST_WORD_MILLIS = 3000, SIDE_BY_SIDE = 2 };

struct spec spec;
struct children children;
static int listening[SIDE_BY_SIDE] = {-1, -1}; /* Runtime API, endpoint */
static const int PORTS[SIDE_BY_SIDE] = {API_PORT, ENDPOINT_PORT};
static int output = -1;
static int child_signals = -1;
static bool running, requested, exiting;
static long credit;

static void tell_time(int kind)
{
    uint64_t now = since_boot();
    say(kind, &now, sizeof now);
}

/* Once: how long the way from the kernel's start to the function's first request was. */
void first_request(void)
{
    clockid_t clock;
    struct timespec used = {0};
    if (requested || !running)
        return;
    requested = true;
    if (!clock_getcpuclockid(children.bootstrap, &clock))
        clock_gettime(clock, &used);
    uint64_t times[] = {since_boot(), own_cpu(), used.tv_sec * 1000000000ULL + used.tv_nsec};
    say(FIRST_REQUEST, times, sizeof times);
}

void in_new_child(void)
{
    in_child = true;
    become_function();
}

void extension_ended(const char *name, int status)
{
    char message[sizeof status + 256];
    size_t length = strnlen(name, 255);
    memcpy(message, &status, sizeof status);
    memcpy(message + sizeof status, name, length);
    say(EXTENSION_ENDED, message, sizeof status + length);
}

void begin(char *bytes, size_t size)
{
    int ends[2];
    if (running)
        return;
    parse_spec(&spec, bytes, size);
    set_clock(spec.clock);
    seed_randomness(spec.seed);
    mount_drives(&spec);
    start_network(spec.network, spec.ipv6);
    listening[0] = listen_loopback(API_PORT);
    if (spec.endpoint_port)
        listening[1] = listen_loopback(spec.endpoint_port);
    limit_memory(spec.memory_mb);
    make_output(ends);
    output = ends[0];
    fcntl(output, F_SETFL, O_NONBLOCK);
    spec.output = ends[1];
    credit = spec.credit;
    if (chdir(spec.folder ? spec.folder : "/var/task"))
        fail("enter the function's folder");
    start_children(&spec, &children);
    running = true;
    close(ends[1]);
    chdir("/");
    tell_time(STARTED);
}

/* After a snapshot: another time, other secrets, perhaps another address. */
void wake(char *bytes, size_t size)
{
    struct spec news = {0};
    parse_spec(&news, bytes, size);
    set_clock(news.clock);
    seed_randomness(news.seed);
    if (news.network)
        start_network(news.network, news.ipv6);
    credit = news.credit;
    tell_time(RESTORED);
}

void give_credit(uint32_t bytes) { credit += bytes; }

/* Reads what is there and was paid for; returns false when nothing more can come. */
static bool carry_output(void)
{
    static char bytes[PORTION];
    while (output >= 0 && credit > 0 && control_stream->up.end - control_stream->up.start < MAX_FRAME) {
        ssize_t got = read(output, bytes, credit < PORTION ? credit : PORTION);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno == EAGAIN;
        if (got == 0) {
            close(output);
            output = -1;
            break;
        }
        credit -= got;
        say(OUTPUT, bytes, got);
    }
    return output >= 0;
}

/* Frames keep their order, so what was written before is heard before. */
void drain(uint32_t number)
{
    carry_output();
    struct {
        uint32_t number, zero;
        uint64_t peak;
    } answer = {number, 0, peak_memory()};
    say(DRAINED, &answer, sizeof answer);
}

/* The bootstrap is gone: ends the rest, and when the last output is on its way, the machine. */
static void end_when_over(void)
{
    if (!running || !over(&spec, &children))
        return;
    if (!exiting) {
        exiting = true;
        kill_function();
    }
    if (carry_output())
        return; /* until every writer is gone */
    struct {
        int32_t status;
        uint8_t out_of_memory, zero[3];
        uint64_t peak;
    } last = {refusal_of(&children) ? -1 : children.status, out_of_memory(), {0}, peak_memory()};
    say(EXIT, &last, sizeof last);
    link_flush(LAST_WORD_MILLIS);
    power_off();
}

static int collect(struct pollfd *polled)
{
    int count = 0;
    polled[count++] = (struct pollfd){child_signals, POLLIN, 0};
    bool heard = control_stream && control_stream->up.end - control_stream->up.start < MAX_FRAME;
    polled[count++] = (struct pollfd){heard && credit > 0 ? output : -1, POLLIN, 0};
    for (int i = 0; i < SIDE_BY_SIDE; i++)
        polled[count++] = (struct pollfd){link_full() ? -1 : listening[i], POLLIN, 0};
    return count;
}

static _Noreturn void serve(void)
{
    struct signalfd_siginfo ignored;
    struct pollfd polled[MAX_POLLED];
    for (;;) {
        int own = collect(polled), all = own + link_interest(polled + own);
        poll(polled, all, -1);
        if (polled[0].revents) {
            read(child_signals, &ignored, sizeof ignored);
            reap(&spec, &children);
        }
        if (polled[1].revents)
            carry_output();
        for (int i = 0; i < SIDE_BY_SIDE; i++)
            if (polled[2 + i].revents)
                stream_accept(listening[i], PORTS[i]);
        link_serve(polled + own, all - own);
        end_when_over();
        link_serve(polled, 0); /* what was said goes out before the next wait */
    }
}

static void open_standard_streams(void)
{
    int null = open("/dev/null", O_RDWR), console = open("/dev/console", O_WRONLY | O_NOCTTY);
    dup2(null, 0);
    dup2(null, 1);
    dup2(console >= 0 ? console : null, 2);
    for (int i = 3; i < 6; i++)
        close(i);
}

int main(void)
{
    sigset_t child;
    mark_began();
    umask(0);
    mount_kernel_folders();
    open_standard_streams();
    load_modules();
    mark_modules();
    mount_root();
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    signal(SIGPIPE, SIG_IGN);
    child_signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    limit_resources();
    mark_ready();
    link_open();
    serve();
}
