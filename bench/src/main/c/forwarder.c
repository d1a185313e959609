/*
 * The minimal forwarder: takes clients' requests on one port, hands each to a worker that waits in `next` of the Runtime
 * API on another, and hands the worker's response back. It does what an invocation needs between two sockets (parse,
 * match, a request id, the Runtime API's headers) and nothing else: no signature, no function, no version, no limit, no log.
 * So it is the limit that Hearth's way of an invocation is measured against.
 *
 * Usage: forwarder [CLIENT_PORT [RUNTIME_API_PORT]]. Prints `clients=N runtime-api=N` when it accepts both.
 */
#include "http.h"
#include <time.h>

#define TIMEOUT_MILLIS 3000 /* the deadline that workers are told */

enum state {
    READING,    /* a request is awaited or half read */
    QUEUED,     /* a client whose request waits for a worker */
    IN_NEXT,    /* a worker that waits for a request */
    RUNNING,    /* a worker that has a request, a client that waits for its response */
};

struct connection {
    struct buffer in, out; /* out: what the kernel did not take at once */
    struct message message;
    enum state state;
    bool is_worker;
    int partner; /* the client of a worker that runs, and the other way round */
    unsigned long request;
};

static struct connection connections[MAX_DESCRIPTORS];
static int queue[MAX_DESCRIPTORS], queue_head, queue_length; /* clients, the longest waiting first */
static int idle[MAX_DESCRIPTORS], idle_count;                /* workers, the last used on top */
static int epoll;
static unsigned long requests;

static void transmit(int descriptor, struct iovec *parts, int count)
{
    struct connection *connection = &connections[descriptor];
    struct msghdr header = {.msg_iov = parts, .msg_iovlen = (size_t)count};
    ssize_t sent = connection->out.filled ? 0 : sendmsg(descriptor, &header, MSG_NOSIGNAL);
    if (sent < 0)
        sent = 0; /* a closed peer shows in the next read */
    for (int i = 0; i < count; i++) {
        size_t skipped = (size_t)sent < parts[i].iov_len ? (size_t)sent : parts[i].iov_len;
        sent -= (ssize_t)skipped;
        if (skipped < parts[i].iov_len)
            append(&connection->out, (char *)parts[i].iov_base + skipped, parts[i].iov_len - skipped);
    }
    if (connection->out.filled)
        watch(epoll, descriptor, EPOLLIN | EPOLLOUT, true);
}

static void flush(int descriptor)
{
    struct connection *connection = &connections[descriptor];
    ssize_t sent = send(descriptor, connection->out.data, connection->out.filled, MSG_NOSIGNAL);
    if (sent > 0)
        discard(&connection->out, (size_t)sent);
    if (!connection->out.filled)
        watch(epoll, descriptor, EPOLLIN, true);
}

/* Gives a client's request to a worker that waits in `next`. */
static void match(int client, int worker)
{
    struct connection *from = &connections[client], *to = &connections[worker];
    struct timespec now;
    char head[512];
    clock_gettime(CLOCK_REALTIME, &now);
    long long deadline = (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000 + TIMEOUT_MILLIS;
    size_t body = from->message.end - from->message.body;
    requests++;
    int length = snprintf(head, sizeof head,
                          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                          "Lambda-Runtime-Aws-Request-Id: 00000000-0000-4000-8000-%012lx\r\n"
                          "Lambda-Runtime-Deadline-Ms: %lld\r\n"
                          "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:bench\r\n"
                          "Lambda-Runtime-Trace-Id: Root=1-00000000-%024lx;Sampled=0\r\n"
                          "Content-Length: %zu\r\n\r\n",
                          requests, deadline, requests, body);
    from->state = to->state = RUNNING;
    from->partner = worker;
    to->partner = client;
    to->request = requests;
    struct iovec parts[2] = {{head, (size_t)length}, {from->in.data + from->message.body, body}};
    transmit(worker, parts, 2);
}

static void client_asks(int client)
{
    if (idle_count > 0) {
        match(client, idle[--idle_count]);
    } else {
        connections[client].state = QUEUED;
        queue[(queue_head + queue_length++) % MAX_DESCRIPTORS] = client;
    }
}

static void worker_asks_next(int worker)
{
    connections[worker].state = IN_NEXT;
    while (queue_length > 0) {
        int client = queue[queue_head];
        queue_head = (queue_head + 1) % MAX_DESCRIPTORS;
        queue_length--;
        if (client >= 0)
            return match(client, worker);
    }
    idle[idle_count++] = worker;
}

/* Gives a worker's response, or error, to the client that waits for it. */
static void worker_answers(int worker, const struct message *message)
{
    static const char ACCEPTED[] = "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n"
                                   "{\"status\":\"OK\"}\n";
    struct connection *from = &connections[worker], *to = &connections[from->partner];
    char head[256], path[96];
    int path_length = snprintf(path, sizeof path, "/invocation/00000000-0000-4000-8000-%012lx/", from->request);
    const char *found = memmem(from->in.data, message->body, path, (size_t)path_length);
    if (from->state != RUNNING || !found) {
        static const char REFUSED[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        struct iovec refusal = {(void *)REFUSED, sizeof REFUSED - 1};
        return transmit(worker, &refusal, 1);
    }
    if (from->partner >= 0) {
        bool failed = strncmp(found + path_length, "error", 5) == 0;
        size_t body = message->end - message->body;
        int length = snprintf(head, sizeof head,
                              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n%s"
                              "x-amzn-requestid: 00000000-0000-4000-8000-%012lx\r\nContent-Length: %zu\r\n\r\n",
                              failed ? "X-Amz-Function-Error: Unhandled\r\n" : "", from->request, body);
        struct iovec parts[2] = {{head, (size_t)length}, {from->in.data + message->body, body}};
        transmit(from->partner, parts, 2);
        discard(&to->in, to->message.end);
        to->state = READING;
    }
    struct iovec accepted = {(void *)ACCEPTED, sizeof ACCEPTED - 1};
    from->state = READING;
    transmit(worker, &accepted, 1);
}

static void forget(int descriptor)
{
    struct connection *connection = &connections[descriptor];
    for (int i = 0; i < queue_length; i++)
        if (queue[(queue_head + i) % MAX_DESCRIPTORS] == descriptor)
            queue[(queue_head + i) % MAX_DESCRIPTORS] = -1;
    for (int i = 0; i < idle_count; i++)
        if (idle[i] == descriptor)
            idle[i--] = idle[--idle_count];
    if (connection->state == RUNNING && connection->is_worker && connection->partner >= 0)
        shutdown(connection->partner, SHUT_RDWR); /* its client learns that no response will come */
    else if (connection->state == RUNNING && !connection->is_worker)
        connections[connection->partner].partner = -1;
    connection->state = READING;
    connection->in.filled = connection->out.filled = 0;
    close(descriptor);
}

static void serve(int descriptor)
{
    struct connection *connection = &connections[descriptor];
    if (!receive(descriptor, &connection->in))
        return forget(descriptor);
    if (!connection->is_worker) {
        if (connection->state == READING && complete(&connection->in, &connection->message))
            client_asks(descriptor);
        return;
    }
    struct message message;
    while (connection->state != IN_NEXT && complete(&connection->in, &message)) {
        bool is_next = connection->in.data[0] == 'G';
        if (!is_next)
            worker_answers(descriptor, &message);
        discard(&connection->in, message.end);
        if (is_next)
            worker_asks_next(descriptor);
    }
}

static void take(int listener, bool is_worker)
{
    int descriptor = accept_from(listener, epoll);
    if (descriptor < 0)
        return;
    connections[descriptor].is_worker = is_worker;
    connections[descriptor].state = READING;
}

int main(int count, char **arguments)
{
    struct epoll_event events[MAX_EVENTS];
    int client_port, worker_port;
    epoll = epoll_create1(EPOLL_CLOEXEC);
    int clients = listen_on(count > 1 ? atoi(arguments[1]) : 0, &client_port);
    int workers = listen_on(count > 2 ? atoi(arguments[2]) : 0, &worker_port);
    watch(epoll, clients, EPOLLIN, false);
    watch(epoll, workers, EPOLLIN, false);
    printf("clients=%d runtime-api=%d\n", client_port, worker_port);
    fflush(stdout);
    for (;;) {
        int ready = epoll_wait(epoll, events, MAX_EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            int descriptor = events[i].data.fd;
            if (descriptor == clients || descriptor == workers) {
                take(descriptor, descriptor == workers);
                continue;
            }
            if (events[i].events & EPOLLOUT)
                flush(descriptor);
            if (events[i].events & ~(uint32_t)EPOLLOUT)
                serve(descriptor);
        }
    }
}
