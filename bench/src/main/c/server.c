/*
 * The bare HTTP server in C: answers every request with a small JSON object. It is the most that any service on this
 * machine could do for a function of this size.
 *
 * Usage: server [PORT]. Prints `port=N` when it accepts requests.
 */
#include "http.h"

static const char BODY[] = "{\"message\":\"Hello from C!\",\"event\":{\"name\":\"the benchmark\"}}";
static char response[256];
static int response_length;

static struct buffer buffers[MAX_DESCRIPTORS];

static void serve(int descriptor)
{
    struct buffer *buffer = &buffers[descriptor];
    struct message message;
    bool open = receive(descriptor, buffer);
    while (open && complete(buffer, &message)) {
        open = send(descriptor, response, (size_t)response_length, MSG_NOSIGNAL) == response_length;
        discard(buffer, message.end);
    }
    if (!open) {
        close(descriptor);
        buffer->filled = 0;
    }
}

int main(int count, char **arguments)
{
    struct epoll_event events[MAX_EVENTS];
    int port;
    response_length = snprintf(response, sizeof response,
                               "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                               sizeof BODY - 1, BODY);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    int listener = listen_on(count > 1 ? atoi(arguments[1]) : 0, &port);
    watch(epoll, listener, EPOLLIN, false);
    printf("port=%d\n", port);
    fflush(stdout);
    for (;;) {
        int ready = epoll_wait(epoll, events, MAX_EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener)
                accept_from(listener, epoll);
            else
                serve(events[i].data.fd);
        }
    }
}
