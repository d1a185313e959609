/* POST /todos */
static long handle(const struct invocation *invocation, char *response, size_t capacity)
{
    const char *table = getenv("TABLE_NAME");
    (void)invocation;
    return snprintf(response, capacity,
                    "{\"statusCode\":201,\"headers\":{\"content-type\":\"application/json\"},"
                    "\"body\":\"{\\\"created\\\":true,\\\"table\\\":\\\"%s\\\"}\"}",
                    table ? table : "");
}
