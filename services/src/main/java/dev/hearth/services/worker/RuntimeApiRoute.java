package dev.hearth.services.worker;

import io.netty.handler.codec.http.HttpMethod;

/** Which of the Runtime API's operations a request is. */
sealed interface RuntimeApiRoute {

    /** The paths' common start: the API's version 2018-06-01. */
    String PREFIX = "/2018-06-01/runtime/";

    String INVOCATION = PREFIX + "invocation/";

    record Next() implements RuntimeApiRoute {}

    record Response(String requestId) implements RuntimeApiRoute {}

    record Error(String requestId) implements RuntimeApiRoute {}

    record InitError() implements RuntimeApiRoute {}

    /** Asked between the hooks before a snapshot and those after it. */
    record RestoreNext() implements RuntimeApiRoute {}

    record RestoreError() implements RuntimeApiRoute {}

    /** An operation of the Extensions API or the Telemetry API. */
    record Extension(ExtensionOperation operation) implements RuntimeApiRoute {}

    /** Asks for credentials, as what asked for SnapStart does. */
    record Credentials() implements RuntimeApiRoute {}

    record Unknown() implements RuntimeApiRoute {}

    Next NEXT = new Next();
    InitError INIT_ERROR = new InitError();
    RestoreNext RESTORE_NEXT = new RestoreNext();
    RestoreError RESTORE_ERROR = new RestoreError();
    Credentials CREDENTIALS = new Credentials();
    Unknown UNKNOWN = new Unknown();

    /** The route of a request line; a query is not part of any. */
    static RuntimeApiRoute of(HttpMethod method, String path) {
        if (method.equals(HttpMethod.GET)) {
            return path.equals(INVOCATION + "next") ? NEXT : restore(method, path);
        }
        if (!method.equals(HttpMethod.POST) || !path.startsWith(PREFIX)) {
            return extension(method, path);
        }
        if (path.equals(PREFIX + "init/error")) {
            return INIT_ERROR;
        }
        if (path.equals(PREFIX + "restore/error")) {
            return RESTORE_ERROR;
        }
        int slash = path.indexOf('/', INVOCATION.length());
        if (slash < 0 || !path.startsWith(INVOCATION)) {
            return UNKNOWN;
        }
        String requestId = path.substring(INVOCATION.length(), slash);
        if (path.startsWith("/response", slash) && path.length() == slash + "/response".length()) {
            return new Response(requestId);
        }
        return path.startsWith("/error", slash) && path.length() == slash + "/error".length()
                ? new Error(requestId)
                : UNKNOWN;
    }

    private static RuntimeApiRoute restore(HttpMethod method, String path) {
        if (path.equals(RoleSessions.PATH)) {
            return CREDENTIALS;
        }
        return path.equals(PREFIX + "restore/next") ? RESTORE_NEXT : extension(method, path);
    }

    private static RuntimeApiRoute extension(HttpMethod method, String path) {
        ExtensionOperation operation = ExtensionOperation.of(method, path);
        return operation == null ? UNKNOWN : new Extension(operation);
    }
}
