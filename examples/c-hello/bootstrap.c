/*
 * A Lambda function in C with no dependency: the runtime provided.al2023 runs this file's program, `bootstrap`.
 *
 * The program is its own runtime: it asks the Runtime API for the next invocation, calls `handle`, and posts what that
 * returns, over one keep-alive connection. To write a function of your own, change `handle` and leave the rest.
 *
 * Build: make     (or: gcc -O2 -static -o bootstrap bootstrap.c)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_RESPONSE_BYTES 6291556 /* Lambda's limit for the response of a synchronous invocation */
#define MAX_HEAD_BYTES 65536       /* of one message of the Runtime API: its status line and headers */
#define FIRST_BUFFER_BYTES 65536

struct text {
    const char *start;
    size_t length;
};

struct invocation {
    struct text event;        /* the payload, JSON for nearly every caller */
    struct text request_id;   /* names this invocation in the Runtime API and in the logs */
    struct text function_arn; /* what was called, with its version or alias */
    long long deadline_ms;    /* when Lambda will end it: Unix time in milliseconds */
};

/* ------------------------------------------------------------------------------------------------ your function */

/*
 * Answers one invocation: writes the response, JSON, into `response` and returns its length; or returns -1 after it
 * wrote the message of an error there. Another file may bring it: -DHANDLE='"FILE"'.
 */
#ifdef HANDLE
#include HANDLE
#else
static long handle(const struct invocation *invocation, char *response, size_t capacity)
{
    struct text event = invocation->event;
    int length = snprintf(response, capacity, "{\"message\":\"Hello from C!\",\"event\":%.*s}",
                          (int)event.length, event.start);
    if (length < 0 || (size_t)length >= capacity) {
        strcpy(response, "The response would be larger than Lambda allows.");
        return -1;
    }
    return length;
}
#endif

/* -------------------------------------------------------------------------------------- the Runtime API's client */

struct connection {
    int descriptor;
    const char *host; /* AWS_LAMBDA_RUNTIME_API as it is, for the Host header */
    char *buffer;     /* the message received last */
    size_t capacity;
    size_t filled;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void open_connection(struct connection *connection)
{
    char address[64];
    struct sockaddr_in peer = {.sin_family = AF_INET};
    int yes = 1;

    connection->host = getenv("AWS_LAMBDA_RUNTIME_API");
    if (!connection->host || strlen(connection->host) >= sizeof address) {
        fputs("AWS_LAMBDA_RUNTIME_API must say where the Runtime API is, as ADDRESS:PORT\n", stderr);
        exit(1);
    }
    strcpy(address, connection->host);
    char *colon = strchr(address, ':');
    if (colon)
        *colon = 0;
    peer.sin_port = htons(colon ? (uint16_t)atoi(colon + 1) : 80);
    if (inet_pton(AF_INET, address, &peer.sin_addr) != 1)
        die("the address of the Runtime API");
    connection->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection->descriptor < 0 || connect(connection->descriptor, (struct sockaddr *)&peer, sizeof peer) < 0)
        die("connect to the Runtime API");
    setsockopt(connection->descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    connection->capacity = FIRST_BUFFER_BYTES;
    connection->buffer = malloc(connection->capacity);
    if (!connection->buffer)
        die("malloc");
}

static void send_request(struct connection *connection, struct text head, struct text body)
{
    struct iovec parts[2] = {{(void *)head.start, head.length}, {(void *)body.start, body.length}};
    size_t left = head.length + body.length;
    while (left > 0) {
        ssize_t sent = writev(connection->descriptor, parts, 2);
        if (sent < 0 && errno != EINTR)
            die("write to the Runtime API");
        for (int i = 0; i < 2 && sent > 0; i++) {
            size_t used = (size_t)sent < parts[i].iov_len ? (size_t)sent : parts[i].iov_len;
            parts[i].iov_base = (char *)parts[i].iov_base + used;
            parts[i].iov_len -= used;
            sent -= (ssize_t)used;
            left -= used;
        }
    }
}

/* Reads what has come; waits when nothing has. The buffer keeps room for a terminating zero. */
static void receive_more(struct connection *connection)
{
    if (connection->filled + 1 >= connection->capacity) {
        connection->capacity *= 2;
        connection->buffer = realloc(connection->buffer, connection->capacity);
        if (!connection->buffer)
            die("realloc");
    }
    ssize_t count;
    do
        count = recv(connection->descriptor, connection->buffer + connection->filled,
                     connection->capacity - connection->filled - 1, 0);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        die("read from the Runtime API");
    if (count == 0) {
        fputs("the Runtime API closed the connection\n", stderr);
        exit(1);
    }
    connection->filled += (size_t)count;
    connection->buffer[connection->filled] = 0;
}

/* The value of a header in a head that ends with an empty line; empty when it is not there. */
static struct text header(const char *head, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line && line[2] != '\r'; line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':') {
            const char *value = line + 2 + length + 1;
            value += strspn(value, " \t");
            return (struct text){value, strcspn(value, "\r\n")};
        }
    }
    return (struct text){"", 0};
}

/* Receives a body sent in chunks, and moves them together. `start` is where it begins in the buffer. */
static size_t receive_chunks(struct connection *connection, size_t start)
{
    size_t at = start, end = start;
    for (;;) {
        char *line_end;
        while (!(line_end = strstr(connection->buffer + at, "\r\n")))
            receive_more(connection);
        size_t size = strtoul(connection->buffer + at, NULL, 16);
        at = (size_t)(line_end - connection->buffer) + 2;
        while (connection->filled < at + size + 2)
            receive_more(connection);
        if (size == 0)
            return end - start;
        memmove(connection->buffer + end, connection->buffer + at, size);
        end += size;
        at += size + 2;
    }
}

/* Receives one response. Its head stays at the start of the buffer; `body` is what follows. Returns the status. */
static int receive_response(struct connection *connection, struct text *body)
{
    char *end;
    connection->filled = 0;
    do {
        if (connection->filled > MAX_HEAD_BYTES) {
            fputs("the Runtime API sent no head\n", stderr);
            exit(1);
        }
        receive_more(connection);
        end = strstr(connection->buffer, "\r\n\r\n");
    } while (!end);
    size_t start = (size_t)(end - connection->buffer) + 4;
    size_t length = strtoul(header(connection->buffer, "content-length").start, NULL, 10);
    if (strncasecmp(header(connection->buffer, "transfer-encoding").start, "chunked", 7) == 0)
        length = receive_chunks(connection, start);
    while (connection->filled < start + length)
        receive_more(connection);
    *body = (struct text){connection->buffer + start, length};
    return atoi(connection->buffer + strlen("HTTP/1.1 "));
}

static void next_invocation(struct connection *connection, struct invocation *invocation)
{
    char head[256];
    int length = snprintf(head, sizeof head, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n",
                          connection->host);
    send_request(connection, (struct text){head, (size_t)length}, (struct text){"", 0});
    int status = receive_response(connection, &invocation->event);
    if (status != 200) {
        fprintf(stderr, "the Runtime API answered %d to next\n", status);
        exit(1);
    }
    invocation->request_id = header(connection->buffer, "lambda-runtime-aws-request-id");
    invocation->function_arn = header(connection->buffer, "lambda-runtime-invoked-function-arn");
    invocation->deadline_ms = atoll(header(connection->buffer, "lambda-runtime-deadline-ms").start);
}

/* Posts a body to `response` or `error`. A refusal is the platform's to report to the caller. */
static void post(struct connection *connection, struct text request_id, const char *outcome, struct text body)
{
    char head[512];
    struct text ignored;
    int length = snprintf(head, sizeof head,
                          "POST /2018-06-01/runtime/invocation/%.*s/%s HTTP/1.1\r\nHost: %s\r\n"
                          "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                          (int)request_id.length, request_id.start, outcome, connection->host, body.length);
    send_request(connection, (struct text){head, (size_t)length}, body);
    receive_response(connection, &ignored);
}

int main(void)
{
    static char response[MAX_RESPONSE_BYTES + 1];
    static char error[1024];
    struct connection connection = {0};
    struct invocation invocation;

    open_connection(&connection);
    for (;;) {
        next_invocation(&connection, &invocation);
        long length = handle(&invocation, response, sizeof response);
        if (length >= 0) {
            post(&connection, invocation.request_id, "response", (struct text){response, (size_t)length});
        } else {
            length = snprintf(error, sizeof error, "{\"errorType\":\"Function.Error\",\"errorMessage\":\"%s\"}", response);
            fprintf(stderr, "%s\n", response);
            post(&connection, invocation.request_id, "error", (struct text){error, (size_t)length});
        }
    }
}
