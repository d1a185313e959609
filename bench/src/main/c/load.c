/*
 * The load generator: keeps a number of connections busy with one request each, over and over (a closed loop), and prints
 * what it saw as one line of JSON. One thread; requests are bytes from a file, whatever connection is free sends the next,
 * and a response is checked and not kept.
 *
 * Usage: load PORT REQUEST_FILE CONNECTIONS SECONDS [WARM_UP_SECONDS]
 * With 0 SECONDS each connection sends one request, all at once, and the run ends with the last response.
 * Latencies in microseconds, of what was sent after the warm-up. `failed` counts statuses other than 2xx,
 * `functionErrors` responses with X-Amz-Function-Error, `closed` connections that broke (and were made anew);
 * `userMicros` and `systemMicros` are its own processor time, warm-up included, for `sent` requests.
 */
#include "http.h"
#include <fcntl.h>
#include <sys/resource.h>

#define FINE_MICROS 65536 /* latencies below are counted by the microsecond, above by the 256 microseconds */
#define COARSE_SHIFT 8
#define COARSE_BINS 65536 /* to some 16 s */
#define PATIENCE_NANOS 120000000000u /* for the last response when each connection sends one request */
#define MAX_CLOSED 1000   /* broken connections after which the run is given up */

struct client {
    struct buffer in;
    uint64_t sent_at;
    size_t sent, end; /* of the request under way: offsets into `requests` */
};

static struct client clients[MAX_DESCRIPTORS];
static struct buffer requests;
static size_t *ends; /* where each request ends in `requests` */
static size_t request_count, next_request;
static uint64_t started; /* requests, warm-up included */
static uint64_t fine[FINE_MICROS], coarse[COARSE_BINS];
static uint64_t done, failed, function_errors, closed, slowest;
static uint64_t measure_from;
static bool once;
static struct sockaddr_in server = {.sin_family = AF_INET};
static int epoll;

static void send_rest(int descriptor, bool was_blocked)
{
    struct client *client = &clients[descriptor];
    ssize_t count = send(descriptor, requests.data + client->sent, client->end - client->sent, MSG_NOSIGNAL);
    if (count > 0)
        client->sent += (size_t)count;
    if (client->sent < client->end)
        watch(epoll, descriptor, EPOLLIN | EPOLLOUT, true);
    else if (was_blocked)
        watch(epoll, descriptor, EPOLLIN, true);
}

static void start_request(int descriptor, uint64_t now)
{
    clients[descriptor].sent_at = now;
    clients[descriptor].sent = next_request ? ends[next_request - 1] : 0;
    clients[descriptor].end = ends[next_request];
    clients[descriptor].in.filled = 0;
    next_request = (next_request + 1) % request_count;
    started++;
    send_rest(descriptor, false);
}

static void open_client(void)
{
    int yes = 1;
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0 || descriptor >= MAX_DESCRIPTORS)
        die("socket");
    if (connect(descriptor, (struct sockaddr *)&server, sizeof server) < 0)
        die("connect");
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    watch(epoll, descriptor, EPOLLIN, false);
    start_request(descriptor, now_nanos());
}

static void reopen(int descriptor)
{
    close(descriptor);
    if (++closed > MAX_CLOSED) {
        fputs("the server keeps closing connections\n", stderr);
        exit(1);
    }
    open_client();
}

static void count_response(const struct client *client, const struct message *message, uint64_t now)
{
    if (client->sent_at < measure_from)
        return;
    uint64_t micros = (now - client->sent_at) / 1000;
    uint64_t bin = micros >> COARSE_SHIFT;
    if (micros < FINE_MICROS)
        fine[micros]++;
    else
        coarse[bin < COARSE_BINS ? bin : COARSE_BINS - 1]++;
    if (micros > slowest)
        slowest = micros;
    done++;
    if (client->in.filled < 12 || client->in.data[9] != '2')
        failed++;
    if (memmem(client->in.data, message->body, "-Function-Error:", strlen("-Function-Error:"))
        || memmem(client->in.data, message->body, "-function-error:", strlen("-function-error:")))
        function_errors++;
}

static uint64_t percentile(double part)
{
    uint64_t left = (uint64_t)((double)done * part);
    for (uint64_t i = 0; i < FINE_MICROS; i++) {
        if (fine[i] > left)
            return i;
        left -= fine[i];
    }
    for (uint64_t i = 0; i < COARSE_BINS; i++) {
        if (coarse[i] > left)
            return i << COARSE_SHIFT;
        left -= coarse[i];
    }
    return slowest;
}

/* Finds where each request of the file ends. */
static void divide(void)
{
    struct buffer rest = requests;
    struct message message;
    size_t at = 0;
    while (at < requests.filled) {
        rest.data = requests.data + at;
        rest.filled = requests.filled - at;
        if (!complete(&rest, &message)) {
            fputs("the last request is not whole\n", stderr);
            exit(2);
        }
        at += message.end;
        ends = realloc(ends, (request_count + 1) * sizeof *ends);
        if (!ends)
            die("realloc");
        ends[request_count++] = at;
    }
    if (!request_count) {
        fputs("there is no request\n", stderr);
        exit(2);
    }
}

static void read_requests(const char *name)
{
    int file = open(name, O_RDONLY);
    ssize_t count;
    if (file < 0)
        die(name);
    do {
        reserve(&requests, FIRST_BUFFER_BYTES);
        count = read(file, requests.data + requests.filled, requests.capacity - requests.filled);
        if (count < 0)
            die(name);
        requests.filled += (size_t)count;
    } while (count > 0);
    close(file);
    divide();
}

static uint64_t micros(struct timeval time)
{
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

/* Whether a whole response has come, of a known length or in chunks. */
static bool answered(const struct buffer *in, struct message *message)
{
    static const char name[] = "transfer-encoding";
    size_t last = strlen(LAST_CHUNK);
    if (!complete(in, message))
        return false;
    if (message->end > message->body || !header(in->data, message->body, name, sizeof name - 1))
        return true;
    message->end = in->filled;
    return in->filled >= message->body + last && memcmp(in->data + in->filled - last, LAST_CHUNK, last) == 0;
}

static void run(uint64_t until, uint64_t most)
{
    struct epoll_event events[MAX_EVENTS];
    struct message message;
    while (now_nanos() < until && done < most) {
        int ready = epoll_wait(epoll, events, MAX_EVENTS, 100);
        for (int i = 0; i < ready; i++) {
            int descriptor = events[i].data.fd;
            struct client *client = &clients[descriptor];
            if (events[i].events & EPOLLOUT)
                send_rest(descriptor, true);
            if (!(events[i].events & ~(uint32_t)EPOLLOUT))
                continue;
            if (!receive(descriptor, &client->in)) {
                reopen(descriptor);
            } else if (answered(&client->in, &message)) {
                uint64_t now = now_nanos();
                count_response(client, &message, now);
                if (!once)
                    start_request(descriptor, now);
            }
        }
    }
}

int main(int count, char **arguments)
{
    if (count < 5) {
        fputs("usage: load PORT REQUEST_FILE CONNECTIONS SECONDS [WARM_UP_SECONDS]\n", stderr);
        return 2;
    }
    int connections = atoi(arguments[3]);
    double seconds = atof(arguments[4]), warm_up = count > 5 ? atof(arguments[5]) : 0;
    once = seconds == 0;
    server.sin_port = htons((uint16_t)atoi(arguments[1]));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    read_requests(arguments[2]);
    uint64_t start = now_nanos();
    measure_from = start + (uint64_t)(warm_up * 1e9);
    for (int i = 0; i < connections; i++)
        open_client();
    run(measure_from + (once ? PATIENCE_NANOS : (uint64_t)(seconds * 1e9)), once ? (uint64_t)connections : UINT64_MAX);
    double took = (double)(now_nanos() - measure_from) / 1e9;
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("{\"connections\":%d,\"seconds\":%.3f,\"requests\":%lu,\"rps\":%.1f,\"p50\":%lu,\"p99\":%lu,\"max\":%lu,"
           "\"failed\":%lu,\"functionErrors\":%lu,\"closed\":%lu,\"sent\":%lu,\"userMicros\":%lu,\"systemMicros\":%lu}\n",
           connections, took, done, (double)done / took, percentile(0.5), percentile(0.99), slowest, failed,
           function_errors, closed, started, micros(used.ru_utime), micros(used.ru_stime));
    return 0;
}
