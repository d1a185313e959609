/* Connections to the host. Over vsock each has a socket of its own; over virtio-serial they share one port as streams. */
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { OPEN = 1, DATA, END, RESET, WINDOW, SYNC };
enum {
    WINDOW_BYTES = 256 * 1024,
    ROOM_PORTION = WINDOW_BYTES / 4, /* the host is told of room in portions of this size */
    MUCH = 128 * 1024,               /* when so much waits for the line, nothing is read for it */
    MAX_UNANSWERED = 64 * 1024,      /* a longer request is not sent again */
    NONCE = 8,
    DIAL_MILLIS = 3000,
    LINE_MILLIS = 10000,
    GONE_MILLIS = 1000,
    MAX_DEVICES = 32,
};

struct header {
    uint8_t kind, zero;
    uint16_t stream;
    uint32_t length;
};

struct stream *control_stream;
static struct stream *streams;
static int stream_count;
static int line = -1; /* the serial port, or -1: vsock */
static bool line_begun;
static struct buffer line_in, line_out;
static uint16_t last_number;
static char portion[PORTION];

static size_t filled(const struct buffer *buffer) { return buffer->end - buffer->start; }

static void take(struct buffer *buffer, size_t size)
{
    buffer->start += size;
    if (buffer->start == buffer->end)
        buffer->start = buffer->end = 0;
}

void put(struct buffer *buffer, const void *bytes, size_t size)
{
    if (buffer->end + size > buffer->room && buffer->start > 0) {
        memmove(buffer->bytes, buffer->bytes + buffer->start, filled(buffer));
        buffer->end -= buffer->start;
        buffer->start = 0;
    }
    if (buffer->end + size > buffer->room) {
        buffer->room = 2 * (buffer->end + size);
        buffer->bytes = realloc(buffer->bytes, buffer->room);
        if (!buffer->bytes)
            fail("find memory for the connections");
    }
    memcpy(buffer->bytes + buffer->end, bytes, size);
    buffer->end += size;
}

static void send_frame(int kind, uint16_t number, const void *payload, size_t size)
{
    struct header header = {kind, 0, number, size};
    put(&line_out, &header, sizeof header);
    put(&line_out, payload, size);
}

/* Writes what the other side takes now; false when it is gone. */
static bool drain_to(int target, struct buffer *buffer)
{
    while (filled(buffer)) {
        ssize_t done = write(target, buffer->bytes + buffer->start, filled(buffer));
        if (done < 0)
            return errno == EAGAIN || errno == EINTR;
        take(buffer, done);
    }
    return true;
}

/* Begins the host's side; what is in up is sent. */
static void attach(struct stream *stream)
{
    uint32_t port = stream->port;
    stream->window = WINDOW_BYTES;
    stream->consumed = 0;
    stream->told_host = stream->remote_ended = false;
    if (line >= 0) {
        do
            last_number++;
        while (last_number == 0);
        stream->number = last_number;
        send_frame(OPEN, stream->number, &port, sizeof port);
    } else {
        stream->remote = dial(port);
        stream->broken = stream->remote < 0;
    }
}

struct stream *stream_open(int port, int local)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        fail("find memory for a connection");
    stream->port = port;
    stream->local = local;
    stream->remote = -1;
    attach(stream);
    stream->next = streams;
    streams = stream;
    stream_count++;
    return stream;
}

void stream_accept(int listening, int port)
{
    int one = 1, connection = accept4(listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (connection < 0)
        return;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    stream_open(port, connection);
}

static void open_line(void)
{
    struct timespec pause = {0, 1000000};
    char path[32];
    for (int i = 0; i < LINE_MILLIS; i++) {
        for (int device = 0; device < MAX_DEVICES; device++) { /* the number is that of the virtio device */
            snprintf(path, sizeof path, "/dev/vport%dp1", device);
            line = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
            if (line >= 0)
                return;
        }
        nanosleep(&pause, NULL);
    }
    fail("open the serial port to the host");
}

static void dial_control(void)
{
    struct timespec pause = {0, 20000000};
    for (int i = 0; i < DIAL_MILLIS / 20; i++) {
        if (!control_stream->broken) {
            say_hello();
            return;
        }
        nanosleep(&pause, NULL);
        attach(control_stream);
    }
    power_off(); /* nobody is there */
}

void link_open(void)
{
    char channel[16] = "vsock";
    boot_word("hearth.channel", channel, sizeof channel);
    if (strcmp(channel, "serial") == 0) {
        open_line(); /* the rest when the host says SYNC */
    } else {
        control_stream = stream_open(CONTROL_PORT, -1);
        dial_control();
    }
}

static void forget(struct stream *stream)
{
    struct stream **at = &streams;
    while (*at != stream)
        at = &(*at)->next;
    *at = stream->next;
    stream_count--;
    if (stream->local >= 0)
        close(stream->local);
    if (stream->remote >= 0)
        close(stream->remote);
    free(stream->up.bytes);
    free(stream->down.bytes);
    free(stream->unanswered.bytes);
    free(stream);
}

/* The machine woke from a snapshot: no connection is what it was. */
static void begin_anew(void)
{
    take(&line_out, filled(&line_out));
    for (struct stream *next, *stream = streams; stream; stream = next) {
        next = stream->next;
        if (stream->remote >= 0)
            close(stream->remote);
        stream->remote = -1;
        take(&stream->up, filled(&stream->up));
        take(&stream->down, filled(&stream->down));
        if (stream == control_stream || stream->port != API_PORT || stream->too_long || stream->local_ended) {
            stream->broken = stream != control_stream;
            continue;
        }
        if (!stream->answered)
            put(&stream->up, stream->unanswered.bytes + stream->unanswered.start, filled(&stream->unanswered));
    }
}

static void attach_anew(void)
{
    for (struct stream *stream = streams; stream; stream = stream->next)
        if (stream != control_stream && !stream->broken)
            attach(stream);
}

/* The host's first word on the line; its nonce is given back so that it knows where our frames begin. */
static void synchronize(const char *nonce)
{
    if (line_begun)
        begin_anew();
    send_frame(SYNC, 0, nonce, NONCE);
    if (line_begun)
        attach(control_stream);
    else
        control_stream = stream_open(CONTROL_PORT, -1);
    say_hello();
    if (line_begun)
        attach_anew();
    line_begun = true;
}

static void answered(struct stream *stream, const void *bytes, size_t size)
{
    put(&stream->down, bytes, size);
    stream->answered = true;
}

static void take_frame(const struct header *header, const char *payload)
{
    uint32_t room;
    struct stream *stream = streams;
    if (header->kind == SYNC && header->length == NONCE) {
        synchronize(payload);
        return;
    }
    while (stream && stream->number != header->stream)
        stream = stream->next;
    if (!stream)
        return;
    switch (header->kind) {
    case DATA: answered(stream, payload, header->length); break;
    case END: stream->remote_ended = true; break;
    case RESET: stream->broken = true; break;
    case WINDOW: memcpy(&room, payload, sizeof room); stream->window += room; break;
    }
}

static void read_line(void)
{
    static int nobody; /* milliseconds; a port is also "not connected" until the device's first word of it came */
    struct timespec pause = {0, 1000000};
    ssize_t got = read(line, portion, sizeof portion);
    if (got < 0 && errno != EAGAIN && errno != EINTR)
        power_off();
    if (got == 0) {
        if (++nobody > (line_begun ? GONE_MILLIS : LINE_MILLIS))
            power_off(); /* the host is gone */
        nanosleep(&pause, NULL);
        return;
    }
    nobody = 0;
    put(&line_in, portion, got > 0 ? got : 0);
    struct header header;
    while (filled(&line_in) >= sizeof header) {
        memcpy(&header, line_in.bytes + line_in.start, sizeof header);
        if (filled(&line_in) < sizeof header + header.length)
            break;
        take_frame(&header, line_in.bytes + line_in.start + sizeof header);
        take(&line_in, sizeof header + header.length);
    }
}

/* The bytes of a request, kept until an answer comes. */
static void remember(struct stream *stream, size_t size)
{
    if (stream->port != API_PORT)
        return;
    if (stream->answered) {
        take(&stream->unanswered, filled(&stream->unanswered));
        stream->answered = stream->too_long = false;
    }
    if (filled(&stream->unanswered) + size > MAX_UNANSWERED)
        stream->too_long = true;
    else
        put(&stream->unanswered, portion, size);
}

static void read_local(struct stream *stream)
{
    ssize_t got = read(stream->local, portion, sizeof portion);
    if (got > 0) {
        first_request();
        remember(stream, got);
        put(&stream->up, portion, got);
    } else if (got == 0) {
        stream->local_ended = true;
    } else if (errno != EAGAIN && errno != EINTR) {
        stream->broken = true;
    }
}

static void read_remote(struct stream *stream)
{
    ssize_t got = read(stream->remote, portion, sizeof portion);
    if (got > 0)
        answered(stream, portion, got);
    else if (got == 0)
        stream->remote_ended = true;
    else if (errno != EAGAIN && errno != EINTR)
        stream->broken = true;
}

static void move_up(struct stream *stream)
{
    while (line >= 0 && filled(&stream->up) && stream->window && filled(&line_out) < MUCH) {
        size_t size = filled(&stream->up);
        size = size < stream->window ? size : stream->window;
        size = size < PORTION ? size : PORTION;
        send_frame(DATA, stream->number, stream->up.bytes + stream->up.start, size);
        stream->window -= size;
        take(&stream->up, size);
    }
    if (line < 0 && stream->remote >= 0 && !drain_to(stream->remote, &stream->up))
        stream->broken = true;
    if (!filled(&stream->up) && stream->local_ended && !stream->told_host) {
        stream->told_host = true;
        if (line >= 0)
            send_frame(END, stream->number, "", 0);
        else
            shutdown(stream->remote, SHUT_WR);
    }
}

static void move_down(struct stream *stream)
{
    size_t before = filled(&stream->down);
    if (stream == control_stream)
        hear_control(stream);
    else if (!drain_to(stream->local, &stream->down))
        stream->broken = true;
    stream->consumed += before - filled(&stream->down);
    if (line >= 0 && stream->consumed >= ROOM_PORTION) {
        send_frame(WINDOW, stream->number, &stream->consumed, sizeof stream->consumed);
        stream->consumed = 0;
    }
    if (!filled(&stream->down) && stream->remote_ended && !stream->told_local && stream->local >= 0) {
        stream->told_local = true;
        shutdown(stream->local, SHUT_WR);
    }
}

static void lose_control(void)
{
    if (line >= 0)
        power_off();
    begin_anew();
    control_stream->broken = true;
    dial_control();
    attach_anew();
}

static void move_all(void)
{
    for (struct stream *next, *stream = streams; stream; stream = next) {
        next = stream->next;
        if (!stream->broken)
            move_up(stream);
        if (!stream->broken)
            move_down(stream);
        bool over = stream->told_host && stream->told_local;
        if (stream == control_stream) {
            if (stream->broken || stream->remote_ended)
                lose_control();
        } else if (stream->broken || over) {
            if (line >= 0 && !over)
                send_frame(RESET, stream->number, "", 0);
            forget(stream);
        }
    }
    if (line >= 0 && !drain_to(line, &line_out))
        power_off();
}

static int want(struct pollfd *polled, int count, int descriptor, short events)
{
    if (descriptor >= 0 && events)
        polled[count++] = (struct pollfd){descriptor, events, 0};
    return count;
}

/* Everybody is asked only for what can be used now, because a hang-up would be told again and again. */
int link_interest(struct pollfd *polled)
{
    int count = want(polled, 0, line, POLLIN | (filled(&line_out) ? POLLOUT : 0));
    bool room = filled(&line_out) < MUCH;
    for (struct stream *stream = streams; stream; stream = stream->next) {
        bool read = !stream->local_ended && !filled(&stream->up) && room;
        count = want(polled, count, stream->local, (read ? POLLIN : 0) | (filled(&stream->down) ? POLLOUT : 0));
        bool hear = !stream->remote_ended && filled(&stream->down) < PORTION;
        count = want(polled, count, stream->remote, (hear ? POLLIN : 0) | (filled(&stream->up) ? POLLOUT : 0));
    }
    return count;
}

void link_serve(const struct pollfd *polled, int count)
{
    for (int i = 0; i < count; i++) {
        if (!(polled[i].revents & (POLLIN | POLLHUP | POLLERR)) || !(polled[i].events & POLLIN))
            continue;
        if (polled[i].fd == line) {
            read_line();
            continue;
        }
        for (struct stream *stream = streams; stream; stream = stream->next) {
            if (stream->local == polled[i].fd)
                read_local(stream);
            else if (stream->remote == polled[i].fd)
                read_remote(stream);
        }
    }
    move_all();
}

bool link_full(void) { return stream_count >= MAX_STREAMS; }

bool link_flush(int millis)
{
    uint64_t end = since_boot() + millis * 1000000ULL;
    while (control_stream && (filled(&control_stream->up) || filled(&line_out)) && since_boot() < end) {
        struct pollfd polled = {line >= 0 ? line : control_stream->remote, POLLOUT, 0};
        poll(&polled, 1, 10);
        if (!control_stream->broken)
            move_up(control_stream);
        if (line >= 0 && !drain_to(line, &line_out))
            return false;
    }
    return control_stream && !filled(&control_stream->up) && !filled(&line_out);
}
