package dev.hearth.aws;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request without its body, as it came.
 *
 * @param method upper case
 * @param path still percent-encoded, starts with a slash
 * @param query still percent-encoded, without the question mark; empty for none
 * @param headers names in any case
 */
record RequestHead(String method, String path, String query, MultiMap headers) {

    static RequestHead of(HttpServerRequest request) {
        return of(request.method().name(), request.uri(), request.headers());
    }

    /** Splits {@code uri}, which is a path with a query or, from a proxy's client, an absolute URI. */
    static RequestHead of(String method, String uri, MultiMap headers) {
        int start = uri.startsWith("/") ? 0 : startOfPath(uri);
        int mark = uri.indexOf('?', start);
        int end = mark < 0 ? uri.length() : mark;
        String path = start >= end ? "/" : uri.substring(start, end);
        return new RequestHead(method, path, mark < 0 ? "" : uri.substring(mark + 1), headers);
    }

    private static int startOfPath(String uri) {
        int authority = uri.indexOf("://");
        int slash = authority < 0 ? -1 : uri.indexOf('/', authority + 3);
        return slash < 0 ? uri.length() : slash;
    }

    /** Where the sender found this server: its Host header as a URL. */
    String endpoint() {
        String host = header("Host");
        return "http://" + (host == null || host.isEmpty() ? "localhost" : host);
    }

    @Nullable
    String header(CharSequence name) {
        return headers.get(name);
    }
}
