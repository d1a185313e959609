/*
 * hearth-init: the first process of a microVM.
 *
 *   main.c  the order of things, the loop, the control connection, the children and their output
 *   boot.c  modules, root, drives, devices, network, clock, randomness, memory limit
 *   link.c  connections to the host, over vsock or over one virtio-serial port
 *
 * hearth-cell, the first process of a gVisor sandbox, is the same with a boot.c of its own.
 *
 * It shares its children, walls, system call filter and the spec's form with hearth-sandbox. The protocol is written down
 * in the package dev.hearth.drivers.microvm.
 */
#ifndef HEARTH_GUEST_H
#define HEARTH_GUEST_H
#include "../hearth-sandbox/sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    CONTROL_PORT = 9000,
    API_PORT = 9001,
    ENDPOINT_PORT = 9002,
    INSIDE_PORT = 9003,
    MAX_STREAMS = 192, /* connections to the host at the same time; more wait in the backlog */
    MAX_POLLED = 8 + 2 * MAX_STREAMS,
    PORTION = 32 * 1024, /* bytes that are read at a time */
    MAX_FRAME = 64 * 1024,
};

struct buffer {
    char *bytes;
    size_t start, end, room;
};

static inline size_t filled(const struct buffer *buffer) { return buffer->end - buffer->start; }

/* How a message begins: on the control connection, where stream is 0, and on the serial line. */
struct header {
    uint8_t kind, zero;
    uint16_t stream;
    uint32_t length;
};

/* One side of a connection. */
struct end {
    int socket;                  /* or -1: the host's on the serial line, the inside of the control connection */
    const struct pollfd *polled; /* what is asked about the socket, or NULL */
    struct buffer out;           /* what this side did not take yet */
    bool ended, told;            /* nothing more comes from it; it knows that nothing more comes to it */
};

struct stream {
    struct stream *next;
    struct end inside, host;
    int port; /* the host's */
    uint16_t number;
    uint32_t window, consumed;
    struct buffer unanswered; /* sent since the host's last answer, to be sent again after a snapshot */
    bool answered, too_long;  /* whether unanswered is outdated, is not whole */
    bool broken;
};

/* boot.c */
void boot(void); /* the kernel's folders and modules */
void mount_root(void);
void prepare(const struct spec *spec); /* drives, network, memory limit, and: */
void renew(const struct spec *spec);   /* what is another after a snapshot: clock, randomness, addresses */
void set_clock(int64_t nanos);
void make_output(int ends[2]); /* a pipe that the function may open again, as /dev/stdout */
void become_function(void);    /* in a new child: gives up what an init can do */
void kill_function(void);
bool out_of_memory(void);
uint64_t peak_memory(void);
bool on_serial_line(void);
int dial(int port); /* a connection to a port of the host that does not block, or -1 */
_Noreturn void power_off(void);

/* link.c */
extern struct stream *control_stream;
void put(struct buffer *buffer, const void *bytes, size_t size);
char *take_frame(struct buffer *in, struct header *header); /* its payload until the next put; NULL when none is whole */
void say(int kind, const void *payload, size_t size); /* to the host on the control connection */
void link_open(void);
struct stream *stream_open(int port, int inside);
void link_listen(int port, int inside); /* connections to the port inside are carried to the host's */
int link_interest(struct pollfd *polled);
void link_serve(const struct pollfd *polled);
void link_move(void);
void link_flush(int millis); /* until all was said, at most so long */

/* main.c */
uint64_t since_boot(void);
void say_hello(void);
void first_request(void);
void hear_control(struct buffer *in);

#endif
