/* Messages with descriptors, the spec's wire form, and the one way to fail. */
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

void fail(const char *step, ...)
{
    int error = errno;
    char text[512] = "F";
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

static long number(const char *value, long least, long most)
{
    char *end;
    long result = strtol(value, &end, 10);
    if (end == value || *end || result < least || result > most) {
        errno = ERANGE;
        fail("read the spec: number %.40s", value);
    }
    return result;
}

#define APPEND(list, count, max, value)                                                                              \
    do {                                                                                                             \
        if ((count) >= (max)) {                                                                                      \
            errno = E2BIG;                                                                                           \
            fail("read the spec: too many of " #list);                                                               \
        }                                                                                                            \
        (list)[(count)++] = (value);                                                                                 \
    } while (0)

/* One field: a letter that says what it is, then its value. */
static void parse_field(struct spec *spec, char kind, char *value)
{
    switch (kind) {
    case 'c': APPEND(spec->cgroups, spec->cgroup_count, MAX_CGROUPS, value); break;
    case 'i': spec->unified_cgroup = value; break;
    case 'x': APPEND(spec->extensions, spec->extension_count, MAX_EXTENSIONS, value); break;
    case 't': spec->task = value; break;
    case 'r': spec->runtime = value; break;
    case 'l': spec->lang = value; break;
    case 'o': APPEND(spec->layers, spec->layer_count, MAX_LAYERS, value); break;
    case 'd': spec->disk = value; break;
    case 'm': spec->tmp_mb = number(value, 1, 1 << 20); break;
    case 's': spec->shm_mb = number(value, 1, 1 << 20); break;
    case 'u': spec->uid = spec->gid = number(value, 1, INT32_MAX); spec->change_ids = true; break;
    case 'h': spec->host_network = true; break;
    case 'a': spec->api_port = number(value, 1, 65535); break;
    case 'p': spec->endpoint_port = number(value, 1, 65535); break;
    case 'b': APPEND(spec->entries, spec->entry_count, MAX_ENTRIES, value); break;
    case 'g': APPEND(spec->arguments, spec->argument_count, MAX_ARGUMENTS, value); break;
    case 'e': APPEND(spec->environment, spec->environment_count, MAX_ENVIRONMENT, value); break;
    default: errno = EINVAL; fail("read the spec: field %c", kind);
    }
}

/* The message is fields one after the other, each ended by a NUL. */
void parse_spec(struct spec *spec, char *bytes, size_t size)
{
    if (size == 0 || size > MAX_SPEC_BYTES || bytes[size - 1] != 0) {
        errno = EMSGSIZE;
        fail("read the spec");
    }
    spec->uid = getuid();
    spec->gid = getgid();
    spec->argument_count = 1;
    for (char *field = bytes; field < bytes + size; field += strlen(field) + 1)
        parse_field(spec, field[0], field[0] ? field + 1 : field);
    if (spec->disk)
        return;
    if (!spec->task || !spec->entry_count || !spec->tmp_mb || !spec->shm_mb || (!spec->host_network && !spec->api_port)) {
        errno = EINVAL;
        fail("read the spec: a field is missing");
    }
}
