/* The loopback interface of the sandbox's network namespace, and listening sockets on it. */
#include "sandbox.h"
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

void raise_loopback(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (any < 0 || ioctl(any, SIOCSIFFLAGS, &request))
        fail("raise the loopback interface");
    close(any);
}

int listen_loopback(int port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listening < 0 || bind(listening, (void *)&address, sizeof address) || listen(listening, LISTEN_BACKLOG))
        fail("listen on port %d inside", port);
    return listening;
}

/* A connected socket that does not block, or the negative error number. Loopback answers at once, or does so never. */
int connect_loopback(int port)
{
    enum { PATIENCE_MILLIS = 50 };
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct pollfd connecting = {socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), POLLOUT, 0};
    int error = 0;
    socklen_t size = sizeof error;
    if (connecting.fd < 0)
        return -errno;
    if (connect(connecting.fd, (void *)&address, sizeof address)) {
        error = errno;
        if (error == EINPROGRESS && poll(&connecting, 1, PATIENCE_MILLIS) == 1)
            getsockopt(connecting.fd, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error == 0)
        return connecting.fd;
    close(connecting.fd);
    return -error;
}
