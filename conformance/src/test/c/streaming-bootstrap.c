/* A custom runtime that streams each response: a chunk, a chunk, and with an event that says "fail" an error behind them. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int api;
static char in[65536];

static void out(const char *text) {
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t done = write(api, text, left);
        if (done <= 0) exit(1);
        text += done;
        left -= (size_t) done;
    }
}

/* Reads one answer whole. */
static void receive(void) {
    size_t size = 0;
    for (;;) {
        ssize_t count = read(api, in + size, sizeof in - 1 - size);
        if (count <= 0) exit(1);
        size += (size_t) count;
        in[size] = 0;
        char *body = strstr(in, "\r\n\r\n");
        char *length = strstr(in, "Content-Length: ");
        if (body && length && size >= (size_t) (body + 4 - in) + strtoul(length + 16, NULL, 10)) return;
    }
}

int main(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9001)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    api = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(api, (struct sockaddr *) &to, sizeof to) != 0) return 1;
    for (;;) {
        out("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n");
        receive();
        char id[64] = "", head[512];
        sscanf(strstr(in, "Lambda-Runtime-Aws-Request-Id: "), "Lambda-Runtime-Aws-Request-Id: %63s", id);
        int fail = strstr(in, "\"fail\"") != NULL;
        snprintf(head, sizeof head,
                 "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                 "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n", id);
        out(head);
        out("5\r\nhello\r\n");
        out("7\r\n from C\r\n0\r\n");
        /* {"errorType":"Bad","errorMessage":"half"} in base64 */
        if (fail) out("Lambda-Runtime-Function-Error-Type: Bad\r\nLambda-Runtime-Function-Error-Body: "
                      "eyJlcnJvclR5cGUiOiJCYWQiLCJlcnJvck1lc3NhZ2UiOiJoYWxmIn0=\r\n");
        out("\r\n");
        receive();
    }
}
