/*
 * A module for Node.js that makes OpenSSL seed its random number generators anew: nothing in Node.js's own API does, and
 * a process that woke from a snapshot must. What it exports is whether that was done. It needs no header and no library:
 * the names below are Node.js's stable ABI and OpenSSL's, both in the process that loads it.
 */
#include <stdbool.h>

int RAND_poll(void) __attribute__((weak));
int napi_get_boolean(void *env, bool value, void **result);

__attribute__((visibility("default"))) void *napi_register_module_v1(void *env, void *exports)
{
    void *done;
    return napi_get_boolean(env, RAND_poll && RAND_poll() == 1, &done) == 0 ? done : exports;
}
