/*
 * What some benchmarks invoke: a function for provided.al2023 that does as its event says.
 *
 *   {"sleep":1000}  answers after so many milliseconds
 *   {"stream":20}   streams: says at once when it does, as `at=NANOSECONDS;` of CLOCK_MONOTONIC, and ends after so many
 *                   milliseconds
 *   {"requestContext":..} answers at once as an API asks of a function: with a status, and how many bytes its event had
 *   {}              answers at once
 *
 * The query of a function URL does the same: ?stream=20
 */
#include "http.h"

static struct buffer received;
static const char *host;

static int open_connection(void)
{
    struct sockaddr_in api = {.sin_family = AF_INET};
    char address[64];
    int yes = 1;
    host = getenv("AWS_LAMBDA_RUNTIME_API");
    if (!host || snprintf(address, sizeof address, "%s", host) >= (int)sizeof address)
        die("AWS_LAMBDA_RUNTIME_API");
    char *colon = strchr(address, ':');
    if (colon)
        *colon = 0;
    api.sin_port = htons(colon ? (uint16_t)atoi(colon + 1) : 80);
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (inet_pton(AF_INET, address, &api.sin_addr) != 1 || descriptor < 0
        || connect(descriptor, (struct sockaddr *)&api, sizeof api) < 0)
        die("connect to the Runtime API");
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return descriptor;
}

static void send_text(int descriptor, const char *text, int length)
{
    while (length > 0) {
        ssize_t sent = send(descriptor, text, (size_t)length, MSG_NOSIGNAL);
        if (sent < 0)
            die("write to the Runtime API");
        text += sent;
        length -= (int)sent;
    }
}

/* Waits for one whole message; it stays in the buffer, which ends with a zero. */
static struct message await_message(int descriptor)
{
    struct message message;
    received.filled = 0;
    do {
        reserve(&received, FIRST_BUFFER_BYTES);
        ssize_t count = recv(descriptor, received.data + received.filled, received.capacity - received.filled - 1, 0);
        if (count <= 0)
            die("read from the Runtime API");
        received.filled += (size_t)count;
        received.data[received.filled] = 0;
    } while (!complete(&received, &message));
    return message;
}

static void wait_millis(long millis)
{
    struct timespec time = {millis / 1000, millis % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* A function URL passes numbers on as strings. */
static long number(const char *value)
{
    return atol(*value == '"' ? value + 1 : value);
}

static void answer(int descriptor, const char *request_id, const char *response)
{
    char text[512];
    int length = snprintf(text, sizeof text,
                          "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: %s\r\n"
                          "Content-Length: %zu\r\n\r\n%s",
                          request_id, host, strlen(response), response);
    send_text(descriptor, text, length);
}

static void answer_streaming(int descriptor, const char *request_id, long millis)
{
    char text[512], chunk[128];
    int length = snprintf(text, sizeof text,
                          "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: %s\r\n"
                          "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n",
                          request_id, host);
    send_text(descriptor, text, length);
    length = time_chunk(chunk, sizeof chunk);
    send_text(descriptor, chunk, length);
    wait_millis(millis);
    send_text(descriptor, LAST_CHUNK, strlen(LAST_CHUNK));
}

int main(void)
{
    char text[256], request_id[64];
    int descriptor = open_connection();
    for (;;) {
        int length = snprintf(text, sizeof text,
                              "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n", host);
        send_text(descriptor, text, length);
        struct message message = await_message(descriptor);
        const char *id = header(received.data, message.body, "lambda-runtime-aws-request-id",
                                strlen("lambda-runtime-aws-request-id"));
        snprintf(request_id, sizeof request_id, "%.36s", id ? id : "");
        const char *event = received.data + message.body;
        const char *sleeping = strstr(event, "\"sleep\":"), *streaming = strstr(event, "\"stream\":");
        if (sleeping)
            wait_millis(number(sleeping + strlen("\"sleep\":")));
        if (streaming)
            answer_streaming(descriptor, request_id, number(streaming + strlen("\"stream\":")));
        else if (strstr(event, "\"requestContext\":")) {
            char response[64];
            snprintf(response, sizeof response, "{\"statusCode\":200,\"body\":\"%zu\"}", strlen(event));
            answer(descriptor, request_id, response);
        } else
            answer(descriptor, request_id, "null");
        await_message(descriptor);
    }
}
