/* What the benchmark's programs share: a buffer, a listening socket, and as much of HTTP/1.1 as they speak. */
#ifndef HTTP_H
#define HTTP_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define MAX_MESSAGE_BYTES (7 * 1024 * 1024) /* of one message, head and body: above Lambda's 6 MB */
#define FIRST_BUFFER_BYTES 4096
#define MAX_EVENTS 128 /* taken from the kernel at a time */
#define MAX_DESCRIPTORS 4096

struct buffer {
    char *data;
    size_t filled, capacity;
};

/* One message: its head ends at `body`, the whole at `end`; both are offsets into the buffer. */
struct message {
    size_t body, end;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static inline void reserve(struct buffer *buffer, size_t more)
{
    if (buffer->filled + more <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity ? buffer->capacity : FIRST_BUFFER_BYTES;
    while (capacity < buffer->filled + more)
        capacity *= 2;
    buffer->data = realloc(buffer->data, capacity);
    if (!buffer->data)
        die("realloc");
    buffer->capacity = capacity;
}

static inline void append(struct buffer *buffer, const void *data, size_t length)
{
    reserve(buffer, length);
    memcpy(buffer->data + buffer->filled, data, length);
    buffer->filled += length;
}

/* Reads what is there. Returns false when the peer has closed or sends more than any message may have. */
static inline bool receive(int descriptor, struct buffer *buffer)
{
    for (;;) {
        reserve(buffer, FIRST_BUFFER_BYTES);
        size_t room = buffer->capacity - buffer->filled;
        ssize_t count = recv(descriptor, buffer->data + buffer->filled, room, 0);
        if (count < 0)
            return errno == EAGAIN || errno == EINTR;
        if (count == 0)
            return false;
        buffer->filled += (size_t)count;
        if ((size_t)count < room)
            return true;
        if (buffer->filled > MAX_MESSAGE_BYTES)
            return false;
    }
}

/* The value of a header within a head; its length ends at the line's end. NULL when it is not there. */
static inline const char *header(const char *head, size_t length, const char *name, size_t name_length)
{
    const char *at = head, *end = head + length;
    while ((at = memchr(at, '\n', (size_t)(end - at))) && ++at + name_length < end) {
        if (at[name_length] == ':' && strncasecmp(at, name, name_length) == 0) {
            at += name_length + 1;
            while (*at == ' ')
                at++;
            return at;
        }
    }
    return NULL;
}

/* Whether a whole message has come; if so, where its parts end. */
static inline bool complete(const struct buffer *buffer, struct message *message)
{
    const char *end = buffer->filled ? memmem(buffer->data, buffer->filled, "\r\n\r\n", 4) : NULL;
    if (!end)
        return false;
    message->body = (size_t)(end - buffer->data) + 4;
    const char *length = header(buffer->data, message->body, "content-length", strlen("content-length"));
    message->end = message->body + (length ? strtoul(length, NULL, 10) : 0);
    return buffer->filled >= message->end;
}

static inline void discard(struct buffer *buffer, size_t count)
{
    memmove(buffer->data, buffer->data + count, buffer->filled - count);
    buffer->filled -= count;
}

#define LAST_CHUNK "0\r\n\r\n"
#define TIME_MARK "at="

static inline uint64_t now_nanos(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/*
 * Writes a chunk of a chunked body that says when it was written; returns its length. It says so twice: who hands it on may cut it
 * in two anywhere.
 */
static inline int time_chunk(char *text, size_t size)
{
    char mark[64];
    uint64_t now = now_nanos();
    int length = snprintf(mark, sizeof mark, TIME_MARK "%lu;" TIME_MARK "%lu;", now, now);
    return snprintf(text, size, "%x\r\n%s\r\n", (unsigned)length, mark);
}

/* Listens on 127.0.0.1; port 0 lets the system choose. Returns the descriptor and stores the port. */
static inline int listen_on(int wanted, int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)wanted)};
    socklen_t size = sizeof address;
    int yes = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0 || listen(descriptor, 1024) < 0)
        die("listen");
    getsockname(descriptor, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    return descriptor;
}

static inline void watch(int epoll, int descriptor, uint32_t events, bool known)
{
    struct epoll_event event = {.events = events, .data.fd = descriptor};
    if (epoll_ctl(epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event) < 0)
        die("epoll_ctl");
}

/* Accepts one connection and watches it. Returns -1 when there is none. */
static inline int accept_from(int listener, int epoll)
{
    int yes = 1;
    int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0)
        return -1;
    if (descriptor >= MAX_DESCRIPTORS) {
        close(descriptor);
        return -1;
    }
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    watch(epoll, descriptor, EPOLLIN, false);
    return descriptor;
}

#endif
