/* The wire form of a spec: for a namespace sandbox and for a microVM the same letters. */
#include "sandbox.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    case 'R': spec->image = value; break;
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
    case 'v': APPEND(spec->drives, spec->drive_count, MAX_DRIVES, value); break;
    case 'D': spec->folder = value; break;
    case 'n': spec->network = value; break;
    case 'N': spec->ipv6 = value; break;
    case 'y': spec->seed = value; break;
    case 'M': spec->memory_mb = number(value, 1, 1 << 20); break;
    case 'k': spec->credit = number(value, 1, 1 << 30); break;
    case 'w': spec->clock = number(value, 0, INT64_MAX); break;
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
}
