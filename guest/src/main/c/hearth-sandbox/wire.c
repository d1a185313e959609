/* Messages with descriptors, and the one way to fail. */
#include "sandbox.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_DESCRIPTORS = 4 };

int control = -1;
char failure = NOTHING_RUNS;

void fail(const char *step, ...)
{
    int error = errno;
    char text[512] = {failure};
    va_list arguments;
    va_start(arguments, step);
    int used = 1 + vsnprintf(text + 1, 300, step, arguments);
    va_end(arguments);
    if (used > 300)
        used = 300;
    used += snprintf(text + used, 200, ": %s", strerror(error));
    send_message(control, text, used, NULL, 0);
    _exit(125);
}

int send_message(int socket, const void *bytes, size_t size, const int *descriptors, int count)
{
    struct iovec data = {(void *)bytes, size};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(MAX_DESCRIPTORS * sizeof(int))];
    } rights = {0};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1};
    if (count > 0) {
        message.msg_control = rights.space;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        rights.header.cmsg_level = SOL_SOCKET;
        rights.header.cmsg_type = SCM_RIGHTS;
        rights.header.cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(&rights.header), descriptors, count * sizeof(int));
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

/* Returns the size, 0 at the end; descriptors that did not come are -1. */
ssize_t receive_message(int socket, char *bytes, size_t size, int *descriptors, int count)
{
    struct iovec data = {bytes, size};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(MAX_DESCRIPTORS * sizeof(int))];
    } rights;
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = rights.space, .msg_controllen = sizeof rights.space};
    ssize_t got;
    do
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    for (int i = 0; i < count; i++)
        descriptors[i] = -1;
    struct cmsghdr *header = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
        int came = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(descriptors, CMSG_DATA(header), (came < count ? came : count) * sizeof(int));
    }
    return got;
}
