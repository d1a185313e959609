/*
 * hearth-init: the first process of a microVM.
 *
 *   main.c    the order of things, the loop, the children and their output
 *   boot.c    modules, root, drives, devices, network, clock, randomness, memory limit
 *   vsock.c   how the host is called where there is no serial port
 *   link.c    connections to the host, over vsock or over one virtio-serial port
 *   control.c the frames of the control connection
 *
 * hearth-cell, the first process of a gVisor sandbox, is the same with a boot.c of its own.
 *
 * It shares its children, walls, system call filter and the spec's form with hearth-sandbox. The protocol is written down
 * in the package dev.hearth.drivers.microvm.
 */
#ifndef HEARTH_GUEST_H
#define HEARTH_GUEST_H
#include "../hearth-sandbox/sandbox.h"
#include <poll.h>

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

/* A connection to the host; local is the socket inside that it is carried for, or -1: the control connection. */
struct stream {
    struct stream *next;
    int local, remote; /* remote: its own vsock socket, or -1 on the serial line */
    int port;
    uint16_t number;
    uint32_t window, consumed;
    struct buffer up, down;    /* to the host, from the host */
    struct buffer unanswered;  /* sent since the host's last answer, to be sent again after a snapshot */
    bool answered, too_long;   /* whether unanswered is outdated, is not whole */
    bool local_ended, remote_ended, told_host, told_local, broken;
};

/* boot.c */
uint64_t since_boot(void);
void mount_kernel_folders(void);
bool boot_word(const char *name, char *value, size_t size);
void load_modules(void);
void mount_root(void);
void mount_drives(const struct spec *spec);
void start_network(const char *network, const char *ipv6); /* each NULL for none */
void set_clock(int64_t nanos);
void seed_randomness(const char *hexadecimal);
void limit_memory(long megabytes);
void kill_function(void);
void make_output(int ends[2]); /* a pipe that the function may open again, as /dev/stdout */
void become_function(void); /* in a new child: gives up what an init can do */
bool out_of_memory(void);
uint64_t peak_memory(void);
_Noreturn void power_off(void);

/* vsock.c */
int dial(int port); /* a connection to a port of the host that does not block, or -1 */

/* link.c */
extern struct stream *control_stream;
void put(struct buffer *buffer, const void *bytes, size_t size);
void link_open(void);
struct stream *stream_open(int port, int local);
void stream_accept(int listening, int port);
int link_interest(struct pollfd *polled);
void link_serve(const struct pollfd *polled, int count);
bool link_full(void);
bool link_flush(int millis); /* false when something is left after so long */

/* control.c */
extern bool in_child; /* whether a failure is only this process's */
void mark_began(void);
void mark_modules(void);
void mark_ready(void);
uint64_t own_cpu(void);
void say(int kind, const void *payload, size_t size);
void say_hello(void);
void hear_control(struct stream *stream);

/* main.c */
extern struct spec spec;
extern struct children children;
void first_request(void);
void begin(char *bytes, size_t size);
void wake(char *bytes, size_t size);
void drain(uint32_t number);
void give_credit(uint32_t bytes);

#endif
