/* PID 1 of a microVM: boots, hears what to start, carries its words, and ends the machine when it ended. */
#include "guest.h"
#include <signal.h>
#include <stdarg.h>
#include <sys/signalfd.h>

enum { SPEC = 1, STOP, KILL, CONNECT, DRAIN, CREDIT, RESTORE, POWER_OFF, CLOCK };
enum { HELLO = 65, STARTED, FAILED, OUTPUT, EXTENSION_ENDED, EXIT, DRAINED, CONNECT_FAILED, RESTORED, FIRST_REQUEST };
enum { VERSION = 1, LAST_WORD_MILLIS = 3000 };

static struct __attribute__((packed)) {
    uint16_t version, zero;
    uint64_t began, ready, modules_cpu, cpu; /* nanoseconds */
} hello = {.version = VERSION};
static uint64_t cpu_began;
int control = -1; /* hearth-sandbox's; not used here */
static struct spec spec;
static struct children children;
static int output = -1, child_signals = -1;
static bool running, requested, exiting, in_child, failing;
static long credit;

void fail(const char *step, ...)
{
    int error = errno;
    char text[300], whole[400];
    va_list arguments;
    va_start(arguments, step);
    vsnprintf(text, sizeof text, step, arguments);
    va_end(arguments);
    int length = snprintf(whole, sizeof whole, "%s: %s", text, strerror(error));
    dprintf(2, "hearth-init: cannot %s\n", whole);
    if (in_child)
        _exit(125);
    if (control_stream && !failing) {
        failing = true;
        say(FAILED, whole, length);
        link_flush(LAST_WORD_MILLIS);
    }
    power_off();
}

static uint64_t nanos_of(clockid_t clock)
{
    struct timespec now = {0};
    clock_gettime(clock, &now);
    return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

uint64_t since_boot(void) { return nanos_of(CLOCK_BOOTTIME); }

/* The kernel's own work until it became the init counts as the init's, so it is taken off. */
static uint64_t own_cpu(void) { return nanos_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_began; }

void say_hello(void)
{
    hello.cpu = own_cpu();
    say(HELLO, &hello, sizeof hello);
}

static void tell_time(int kind)
{
    uint64_t now = since_boot();
    say(kind, &now, sizeof now);
}

/* Once: how long the way from the kernel's start to the function's first request was. */
void first_request(void)
{
    clockid_t clock;
    if (requested || !running)
        return;
    requested = true;
    bool known = !clock_getcpuclockid(children.bootstrap, &clock);
    uint64_t times[] = {since_boot(), own_cpu(), known ? nanos_of(clock) : 0};
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

static void begin(char *bytes, size_t size)
{
    static char kept[MAX_SPEC_BYTES]; /* the spec stays where it is read */
    int ends[2];
    if (running)
        return;
    parse_spec(&spec, memcpy(kept, bytes, size), size);
    prepare(&spec);
    link_listen(API_PORT, API_PORT);
    if (spec.endpoint_port)
        link_listen(ENDPOINT_PORT, spec.endpoint_port);
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

/* After a snapshot. */
static void wake(char *bytes, size_t size)
{
    struct spec news = {0};
    parse_spec(&news, bytes, size);
    renew(&news);
    credit = news.credit;
    tell_time(RESTORED);
}

static bool can_say(void) { return control_stream && filled(&control_stream->host.out) < MAX_FRAME; }

/* Reads what is there and was paid for; returns false when nothing more can come. */
static bool carry_output(void)
{
    static char bytes[PORTION];
    while (output >= 0 && credit > 0 && can_say()) {
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
static void drain(uint32_t number)
{
    carry_output();
    struct {
        uint32_t number, zero;
        uint64_t peak;
    } answer = {number, 0, peak_memory()};
    say(DRAINED, &answer, sizeof answer);
}

/* Connects to a port inside and lets the host have the connection. */
static void connect_inside(const char *payload)
{
    uint32_t number;
    uint16_t port;
    memcpy(&number, payload, sizeof number);
    memcpy(&port, payload + sizeof number, sizeof port);
    int connection = connect_loopback(port);
    if (connection >= 0) {
        put(&stream_open(INSIDE_PORT, connection)->host.out, &number, sizeof number);
    } else {
        int32_t answer[] = {number, -connection};
        say(CONNECT_FAILED, answer, sizeof answer);
    }
}

static void obey(int kind, char *payload, size_t size)
{
    uint64_t number = 0;
    memcpy(&number, payload, size < sizeof number ? size : sizeof number);
    switch (kind) {
    case SPEC: begin(payload, size); break;
    case STOP: stop_children(&children, number); break;
    case KILL: kill_function(); break;
    case CONNECT: connect_inside(payload); break;
    case DRAIN: drain(number); break;
    case CREDIT: credit += number; break;
    case RESTORE: wake(payload, size); break;
    case POWER_OFF: power_off();
    case CLOCK: set_clock(number); break;
    }
}

void hear_control(struct buffer *in)
{
    struct header header;
    for (char *payload; (payload = take_frame(in, &header));)
        obey(header.kind, payload, header.length);
}

/* The bootstrap is gone: ends the rest, and when the last output is on its way, the machine. */
static void end_when_over(void)
{
    if (!running || !over(&spec, &children))
        return;
    if (!exiting)
        kill_function();
    exiting = true;
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

static _Noreturn void serve(void)
{
    enum { OUTPUT_AT = 1, LINK_AT };
    struct pollfd polled[MAX_POLLED] = {{child_signals, POLLIN, 0}};
    struct signalfd_siginfo ignored;
    for (;;) {
        polled[OUTPUT_AT] = (struct pollfd){can_say() && credit > 0 ? output : -1, POLLIN, 0};
        poll(polled, LINK_AT + link_interest(polled + LINK_AT), -1);
        if (polled[0].revents) {
            read(child_signals, &ignored, sizeof ignored);
            reap(&spec, &children);
        }
        if (polled[OUTPUT_AT].revents)
            carry_output();
        link_serve(polled + LINK_AT);
        end_when_over();
        link_move(); /* what was said goes out before the next wait */
    }
}

int main(void)
{
    cpu_began = nanos_of(CLOCK_PROCESS_CPUTIME_ID);
    hello.began = since_boot();
    umask(0);
    boot();
    hello.modules_cpu = own_cpu();
    mount_root();
    child_signals = watch_children();
    signal(SIGPIPE, SIG_IGN);
    limit_resources();
    hello.ready = since_boot();
    link_open();
    serve();
}
