/* Connections to the host. Over vsock each has a socket of its own; over virtio-serial they share one port as streams. */
#include "guest.h"
#include <glob.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

enum { OPEN = 1, DATA, END, RESET, WINDOW, SYNC };
enum {
    WINDOW_BYTES = 256 * 1024,
    ROOM_PORTION = WINDOW_BYTES / 4, /* the host is told of room in portions of this size */
    MUCH = 128 * 1024,               /* when so much waits for the line, nothing is read for it */
    MAX_UNANSWERED = 64 * 1024,      /* a longer request is not sent again */
    NONCE = 8,
    DIAL_TIMES = 150,
    DIAL_MILLIS = 20,
    LINE_MILLIS = 10000,
    GONE_MILLIS = 1000,
    LISTENING = 2,
};

struct stream *control_stream;
static struct stream *streams;
static int stream_count;
static int listening[LISTENING] = {-1, -1}; /* inside: for the Runtime API and for Hearth's endpoint */
static int line = -1; /* the serial port, or -1: vsock */
static bool line_begun;
static struct buffer line_in, line_out;
static char portion[PORTION];

static void take(struct buffer *buffer, size_t size)
{
    buffer->start += size;
    if (buffer->start == buffer->end)
        buffer->start = buffer->end = 0;
}

void put(struct buffer *buffer, const void *bytes, size_t size)
{
    size_t before = filled(buffer);
    if (buffer->end + size > buffer->room) {
        if (before + size > buffer->room && !(buffer->bytes = realloc(buffer->bytes, buffer->room = 2 * (before + size))))
            fail("find memory for the connections");
        memmove(buffer->bytes, buffer->bytes + buffer->start, before);
        buffer->start = 0;
    }
    memcpy(buffer->bytes + buffer->start + before, bytes, size);
    buffer->end = buffer->start + before + size;
}

static void put_frame(struct buffer *out, int kind, uint16_t stream, const void *payload, size_t size)
{
    struct header header = {kind, 0, stream, size};
    put(out, &header, sizeof header);
    put(out, payload, size);
}

void say(int kind, const void *payload, size_t size) { put_frame(&control_stream->host.out, kind, 0, payload, size); }

char *take_frame(struct buffer *in, struct header *header)
{
    char *at = in->bytes + in->start;
    if (filled(in) < sizeof *header)
        return NULL;
    memcpy(header, at, sizeof *header);
    if (header->length > MAX_SPEC_BYTES)
        fail("read a frame of %u bytes", header->length);
    if (filled(in) < sizeof *header + header->length)
        return NULL;
    take(in, sizeof *header + header->length);
    return at + sizeof *header;
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

/* Begins the host's side; what is in host.out is sent. */
static void attach(struct stream *stream)
{
    static uint16_t last_number;
    uint32_t port = stream->port;
    stream->window = WINDOW_BYTES;
    stream->consumed = 0;
    stream->host.ended = stream->host.told = false;
    if (line >= 0) {
        last_number += last_number == UINT16_MAX ? 2 : 1; /* 0 is no stream */
        stream->number = last_number;
        put_frame(&line_out, OPEN, stream->number, &port, sizeof port);
    } else {
        stream->host.socket = dial(port);
    }
    stream->broken = line < 0 && stream->host.socket < 0;
}

static struct stream *make_stream(int port, int inside)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        fail("find memory for a connection");
    *stream = (struct stream){.next = streams, .port = port, .inside = {.socket = inside}, .host = {.socket = -1}};
    stream_count++;
    return streams = stream;
}

struct stream *stream_open(int port, int inside)
{
    struct stream *stream = make_stream(port, inside);
    attach(stream);
    return stream;
}

void link_listen(int port, int inside) { listening[port - API_PORT] = listen_loopback(inside); }

static void accept_inside(int port)
{
    int one = 1, connection = accept4(listening[port - API_PORT], NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (connection < 0)
        return;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    stream_open(port, connection);
}

static void forget(struct stream *stream)
{
    struct stream **at = &streams;
    while (*at != stream)
        at = &(*at)->next;
    *at = stream->next;
    stream_count--;
    close(stream->inside.socket);
    close(stream->host.socket);
    free(stream->inside.out.bytes);
    free(stream->host.out.bytes);
    free(stream->unanswered.bytes);
    free(stream);
}

/* No connection is what it was: only a runtime that waits for an answer notices nothing, because it is asked for again. */
static void drop_connections(void)
{
    take(&line_out, filled(&line_out));
    for (struct stream *stream = streams; stream; stream = stream->next) {
        close(stream->host.socket);
        stream->host.socket = -1;
        take(&stream->host.out, filled(&stream->host.out));
        take(&stream->inside.out, filled(&stream->inside.out));
        stream->broken = stream->port != API_PORT || stream->too_long || stream->inside.ended;
        if (!stream->broken && !stream->answered)
            put(&stream->host.out, stream->unanswered.bytes + stream->unanswered.start, filled(&stream->unanswered));
    }
}

/* The first time, and again when the machine woke from a snapshot. The nonce tells the host where our frames begin. */
static void connect_to_host(const char *nonce)
{
    drop_connections();
    if (nonce)
        put_frame(&line_out, SYNC, 0, nonce, NONCE);
    attach(control_stream);
    for (int i = 0; control_stream->broken; i++) {
        if (i == DIAL_TIMES)
            power_off(); /* nobody is there */
        poll(NULL, 0, DIAL_MILLIS);
        attach(control_stream);
    }
    say_hello();
    for (struct stream *stream = streams; stream; stream = stream->next)
        if (stream != control_stream && !stream->broken)
            attach(stream);
}

static void open_line(void)
{
    glob_t ports; /* the number in the port's name is that of the virtio device */
    for (int i = 0; line < 0; i++, poll(NULL, 0, 1)) {
        if (i == LINE_MILLIS)
            fail("open the serial port to the host");
        if (glob("/dev/vport*p1", 0, NULL, &ports) == 0)
            line = open(ports.gl_pathv[0], O_RDWR | O_CLOEXEC | O_NONBLOCK);
    }
}

void link_open(void)
{
    control_stream = make_stream(CONTROL_PORT, -1);
    if (on_serial_line())
        open_line(); /* the rest when the host says SYNC */
    else
        connect_to_host(NULL);
}

static void obey_line(const struct header *header, const char *payload)
{
    uint32_t room;
    struct stream *stream = streams;
    if (header->kind == SYNC && header->length == NONCE) {
        connect_to_host(payload);
        line_begun = true;
        return;
    }
    while (stream && stream->number != header->stream)
        stream = stream->next;
    if (!stream)
        return;
    switch (header->kind) {
    case DATA:
        put(&stream->inside.out, payload, header->length);
        stream->answered = true;
        break;
    case END: stream->host.ended = true; break;
    case RESET: stream->broken = true; break;
    case WINDOW: memcpy(&room, payload, sizeof room); stream->window += room; break;
    }
}

static void read_line(void)
{
    static int nobody; /* milliseconds; a port is also "not connected" until the device's first word of it came */
    ssize_t got = read(line, portion, sizeof portion);
    if (got < 0 && errno != EAGAIN && errno != EINTR)
        power_off();
    if (got == 0) {
        if (++nobody > (line_begun ? GONE_MILLIS : LINE_MILLIS))
            power_off(); /* the host is gone */
        poll(NULL, 0, 1);
        return;
    }
    nobody = 0;
    put(&line_in, portion, got > 0 ? got : 0);
    struct header header;
    for (char *payload; (payload = take_frame(&line_in, &header));)
        obey_line(&header, payload);
}

/* The bytes of a request, kept until an answer comes. */
static void remember(struct stream *stream, size_t size)
{
    if (stream->port != API_PORT)
        return;
    first_request();
    if (stream->answered) {
        take(&stream->unanswered, filled(&stream->unanswered));
        stream->answered = stream->too_long = false;
    }
    if (filled(&stream->unanswered) + size > MAX_UNANSWERED)
        stream->too_long = true;
    else
        put(&stream->unanswered, portion, size);
}

static void read_end(struct stream *stream, struct end *from, struct end *to)
{
    ssize_t got = read(from->socket, portion, sizeof portion);
    if (got == 0)
        from->ended = true;
    else if (got < 0)
        stream->broken = errno != EAGAIN && errno != EINTR;
    else if (from == &stream->inside)
        remember(stream, got);
    else
        stream->answered = true;
    if (got > 0)
        put(&to->out, portion, got);
}

/* Frames, as many as the host has room for. */
static void send_data(struct stream *stream)
{
    struct buffer *out = &stream->host.out;
    while (filled(out) && stream->window && filled(&line_out) < MUCH) {
        size_t size = filled(out);
        size = size < stream->window ? size : stream->window;
        size = size < PORTION ? size : PORTION;
        put_frame(&line_out, DATA, stream->number, out->bytes + out->start, size);
        stream->window -= size;
        take(out, size);
    }
}

/* Writes what waits for one side, and tells it when nothing more comes from the other. */
static void pass(struct stream *stream, struct end *to, const struct end *from)
{
    if (to->socket >= 0 && !drain_to(to->socket, &to->out))
        stream->broken = true;
    if (filled(&to->out) || !from->ended || to->told)
        return;
    to->told = true;
    if (to->socket >= 0)
        shutdown(to->socket, SHUT_WR);
    else
        put_frame(&line_out, END, stream->number, "", 0);
}

static void pass_both_ways(struct stream *stream)
{
    size_t before = filled(&stream->inside.out);
    if (line >= 0)
        send_data(stream);
    pass(stream, &stream->host, &stream->inside);
    if (stream == control_stream)
        hear_control(&stream->inside.out);
    else
        pass(stream, &stream->inside, &stream->host);
    stream->consumed += before - filled(&stream->inside.out);
    if (line >= 0 && stream->consumed >= ROOM_PORTION) {
        put_frame(&line_out, WINDOW, stream->number, &stream->consumed, sizeof stream->consumed);
        stream->consumed = 0;
    }
}

static void end_if_over(struct stream *stream)
{
    bool over = stream->host.told && stream->inside.told;
    if (stream == control_stream && (stream->broken || stream->host.ended)) {
        if (line >= 0)
            power_off();
        connect_to_host(NULL);
    } else if (stream != control_stream && (stream->broken || over)) {
        if (line >= 0 && !over)
            put_frame(&line_out, RESET, stream->number, "", 0);
        forget(stream);
    }
}

void link_move(void)
{
    for (struct stream *next, *stream = streams; stream; stream = next) {
        next = stream->next;
        if (!stream->broken)
            pass_both_ways(stream);
        end_if_over(stream);
    }
    if (line >= 0 && !drain_to(line, &line_out))
        power_off();
}

static int want(struct pollfd *polled, int count, struct end *end, const struct end *other)
{
    bool room = !end->ended && filled(&other->out) < PORTION && filled(&line_out) < MUCH;
    short events = (room ? POLLIN : 0) | (filled(&end->out) ? POLLOUT : 0);
    end->polled = end->socket >= 0 && events ? polled + count : NULL;
    if (end->polled)
        polled[count++] = (struct pollfd){end->socket, events, 0};
    return count;
}

/* Everybody is asked only for what can be used now, because a hang-up would be told again and again. */
int link_interest(struct pollfd *polled)
{
    int count = 0;
    polled[count++] = (struct pollfd){line, POLLIN | (filled(&line_out) ? POLLOUT : 0), 0};
    for (int i = 0; i < LISTENING; i++)
        polled[count++] = (struct pollfd){stream_count < MAX_STREAMS ? listening[i] : -1, POLLIN, 0};
    for (struct stream *stream = streams; stream; stream = stream->next) {
        count = want(polled, count, &stream->inside, &stream->host);
        count = want(polled, count, &stream->host, &stream->inside);
    }
    return count;
}

static bool readable(const struct pollfd *polled)
{
    return polled && polled->events & POLLIN && polled->revents & (POLLIN | POLLHUP | POLLERR);
}

void link_serve(const struct pollfd *polled)
{
    for (struct stream *stream = streams; stream; stream = stream->next) {
        if (readable(stream->inside.polled))
            read_end(stream, &stream->inside, &stream->host);
        if (readable(stream->host.polled))
            read_end(stream, &stream->host, &stream->inside);
    }
    if (readable(polled))
        read_line();
    for (int i = 0; i < LISTENING; i++)
        if (readable(polled + 1 + i))
            accept_inside(API_PORT + i);
    link_move();
}

void link_flush(int millis)
{
    struct pollfd polled[MAX_POLLED];
    uint64_t end = since_boot() + millis * 1000000ULL;
    while ((filled(&control_stream->host.out) || filled(&line_out)) && since_boot() < end) {
        poll(polled, link_interest(polled), 10);
        link_serve(polled);
    }
}
