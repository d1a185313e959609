/*
 * The plain HTTP server of the streaming benchmark: answers every request with two chunks. The first says when it was written,
 * the last follows some milliseconds later, as the function that is compared with it does. One connection at a time.
 *
 * Usage: chunks MILLISECONDS [PORT]. Prints `port=N` when it accepts requests.
 */
#include "http.h"
#include <fcntl.h>

static const char HEAD[] = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

static bool answer(int connection, long millis)
{
    struct timespec pause = {millis / 1000, millis % 1000 * 1000000};
    char text[128];
    if (send(connection, HEAD, sizeof HEAD - 1, MSG_NOSIGNAL) < 0)
        return false;
    int length = time_chunk(text, sizeof text);
    if (send(connection, text, (size_t)length, MSG_NOSIGNAL) != length)
        return false;
    nanosleep(&pause, NULL);
    return send(connection, LAST_CHUNK, strlen(LAST_CHUNK), MSG_NOSIGNAL) > 0;
}

/* Waits for one request. Returns false when the client has gone. */
static bool await_request(int connection, struct buffer *buffer, struct message *message)
{
    while (!complete(buffer, message)) {
        reserve(buffer, FIRST_BUFFER_BYTES);
        ssize_t count = recv(connection, buffer->data + buffer->filled, buffer->capacity - buffer->filled, 0);
        if (count <= 0)
            return false;
        buffer->filled += (size_t)count;
    }
    return true;
}

int main(int count, char **arguments)
{
    static struct buffer buffer;
    struct message message;
    int port, yes = 1;
    if (count < 2) {
        fputs("usage: chunks MILLISECONDS [PORT]\n", stderr);
        return 2;
    }
    int listener = listen_on(count > 2 ? atoi(arguments[2]) : 0, &port);
    fcntl(listener, F_SETFL, 0);
    printf("port=%d\n", port);
    fflush(stdout);
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0)
            die("accept");
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        buffer.filled = 0;
        while (await_request(connection, &buffer, &message) && answer(connection, atol(arguments[1])))
            discard(&buffer, message.end);
        close(connection);
    }
}
