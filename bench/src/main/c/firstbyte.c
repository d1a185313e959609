/*
 * The client of the streaming benchmark: sends a request again and again over one connection, and prints how long after the
 * function's (or the server's) first write its first byte came: that write holds the time at which it was made, on the same
 * machine's clock.
 *
 * Usage: firstbyte PORT REQUEST_FILE COUNT [WARM_UP_COUNT]
 * Prints one line of JSON; microseconds. `late` counts responses that came only after their end.
 */
#include "http.h"

enum { MOST = 100000 };

static struct buffer request, response;
static double gaps[MOST];

static int open_connection(int port)
{
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int yes = 1;
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0 || connect(connection, (struct sockaddr *)&server, sizeof server) < 0)
        die("connect");
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return connection;
}

static void receive_more(int connection)
{
    reserve(&response, FIRST_BUFFER_BYTES);
    ssize_t count = recv(connection, response.data + response.filled, response.capacity - response.filled, 0);
    if (count <= 0) {
        fprintf(stderr, "the connection closed after %.*s\n", (int)response.filled, response.data);
        exit(1);
    }
    response.filled += (size_t)count;
}

static bool ended(void)
{
    size_t length = strlen(LAST_CHUNK);
    return response.filled >= length && memcmp(response.data + response.filled - length, LAST_CHUNK, length) == 0;
}

/* The nanoseconds from the first write to now; negative while no mark of it is whole. */
static double gap(void)
{
    const char *at = response.data, *end = response.data + response.filled;
    while ((at = memmem(at, (size_t)(end - at), TIME_MARK, strlen(TIME_MARK)))) {
        uint64_t written = 0;
        for (at += strlen(TIME_MARK); at < end && *at >= '0' && *at <= '9'; at++)
            written = written * 10 + (uint64_t)(*at - '0');
        if (at < end && *at == ';')
            return (double)(now_nanos() - written);
    }
    return -1;
}

static double exchange(int connection, bool *late)
{
    double found = -1;
    response.filled = 0;
    if (send(connection, request.data, request.filled, MSG_NOSIGNAL) != (ssize_t)request.filled)
        die("send");
    do {
        receive_more(connection);
        if (found < 0) {
            found = gap();
            *late = ended();
        }
    } while (!ended());
    if (found < 0 || response.data[9] != '2') {
        fprintf(stderr, "not what was expected: %.*s\n", (int)response.filled, response.data);
        exit(1);
    }
    return found / 1000;
}

static int ascending(const void *left, const void *right)
{
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

int main(int count, char **arguments)
{
    int number = count > 3 ? atoi(arguments[3]) : 0, warm_up = count > 4 ? atoi(arguments[4]) : 0, late = 0;
    FILE *file = count > 3 ? fopen(arguments[2], "r") : NULL;
    if (!file || number < 1 || number > MOST) {
        fputs("usage: firstbyte PORT REQUEST_FILE COUNT [WARM_UP_COUNT]\n", stderr);
        return 2;
    }
    reserve(&request, MAX_MESSAGE_BYTES);
    request.filled = fread(request.data, 1, request.capacity, file);
    int connection = open_connection(atoi(arguments[1]));
    for (int i = -warm_up; i < number; i++) {
        bool was_late = false;
        double micros = exchange(connection, &was_late);
        if (i >= 0) {
            gaps[i] = micros;
            late += was_late;
        }
    }
    qsort(gaps, (size_t)number, sizeof gaps[0], ascending);
    printf("{\"count\":%d,\"p50\":%.1f,\"p99\":%.1f,\"max\":%.1f,\"late\":%d}\n", number, gaps[number / 2],
           gaps[number * 99 / 100], gaps[number - 1], late);
    return 0;
}
