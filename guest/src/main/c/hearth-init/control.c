/* The frames of the control connection. */
#include "guest.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SPEC = 1, STOP, KILL, CONNECT, DRAIN, CREDIT, RESTORE, POWER_OFF, CLOCK };
enum { HELLO = 65, FAILED = 67, CONNECT_FAILED = 72, VERSION = 1, LAST_WORD_MILLIS = 1000 };

struct header {
    uint8_t kind, zero[3];
    uint32_t length;
};

int control = -1; /* hearth-sandbox's; not used here */
bool in_child;
static uint64_t began, ready, cpu_began, cpu_modules;

uint64_t own_cpu(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return used.tv_sec * 1000000000ULL + used.tv_nsec - cpu_began;
}

void fail(const char *step, ...)
{
    int error = errno;
    char text[400];
    va_list arguments;
    va_start(arguments, step);
    vsnprintf(text, 300, step, arguments);
    va_end(arguments);
    snprintf(text + strlen(text), 100, ": %s", strerror(error));
    dprintf(2, "hearth-init: cannot %s\n", text);
    if (in_child)
        _exit(125);
    if (control_stream) {
        say(FAILED, text, strlen(text));
        link_flush(LAST_WORD_MILLIS);
    }
    power_off();
}

void say(int kind, const void *payload, size_t size)
{
    struct header header = {kind, {0}, size};
    put(&control_stream->up, &header, sizeof header);
    put(&control_stream->up, payload, size);
}

/* The kernel's own work until it became the init counts as the init's, so it is taken off. */
void mark_began(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    cpu_began = used.tv_sec * 1000000000ULL + used.tv_nsec;
    began = since_boot();
}

void mark_modules(void) { cpu_modules = own_cpu(); }
void mark_ready(void) { ready = since_boot(); }

void say_hello(void)
{
    struct __attribute__((packed)) {
        uint16_t version, zero;
        uint64_t began, ready, modules, cpu;
    } hello = {VERSION, 0, began, ready, cpu_modules, own_cpu()};
    say(HELLO, &hello, sizeof hello);
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
        put(&stream_open(INSIDE_PORT, connection)->up, &number, sizeof number);
    } else {
        int32_t answer[] = {number, -connection};
        say(CONNECT_FAILED, answer, sizeof answer);
    }
}

static void obey(int kind, char *payload, uint32_t size)
{
    uint32_t number = 0;
    int64_t clock = 0;
    memcpy(&number, payload, size < sizeof number ? size : sizeof number);
    memcpy(&clock, payload, size < sizeof clock ? size : sizeof clock);
    switch (kind) {
    case SPEC: begin(payload, size); break;
    case STOP: stop_children(&children, number); break;
    case KILL: kill_function(); break;
    case CONNECT: connect_inside(payload); break;
    case DRAIN: drain(number); break;
    case CREDIT: give_credit(number); break;
    case RESTORE: wake(payload, size); break;
    case POWER_OFF: power_off();
    case CLOCK: set_clock(clock); break;
    }
}

void hear_control(struct stream *stream)
{
    struct header header;
    struct buffer *in = &stream->down;
    while (in->end - in->start >= sizeof header) {
        memcpy(&header, in->bytes + in->start, sizeof header);
        if (in->end - in->start < sizeof header + header.length)
            return;
        char *payload = malloc(header.length + 1); /* the spec stays where it is read */
        if (!payload || header.length > MAX_SPEC_BYTES)
            fail("read a frame of %u bytes", header.length);
        memcpy(payload, in->bytes + in->start + sizeof header, header.length);
        in->start += sizeof header + header.length;
        if (in->start == in->end)
            in->start = in->end = 0;
        obey(header.kind, payload, header.length);
        if (header.kind != SPEC)
            free(payload);
    }
}
