package dev.hearth.aws;

import org.jspecify.annotations.Nullable;

/**
 * Which function URL a request is for. AWS tells it by the host; clients that cannot look up names under {@code
 * localhost} say {@code /_url/ID/...} instead.
 *
 * @param id of the URL
 * @param path what follows, as received, with a slash in front
 */
record UrlAddress(String id, String path) {

    /** What stands between the id and the region in a URL's host. */
    static final String DOMAIN = ".lambda-url.";

    private static final String PREFIX = "/_url/";

    /** Null when {@code head} is for something else. */
    static @Nullable UrlAddress of(RequestHead head) {
        String host = head.header("Host");
        int dot = host == null ? -1 : host.indexOf('.');
        if (dot > 0 && host.startsWith(DOMAIN, dot)) {
            return new UrlAddress(host.substring(0, dot), head.path());
        }
        if (!head.path().startsWith(PREFIX)) {
            return null;
        }
        int slash = head.path().indexOf('/', PREFIX.length());
        return slash < 0
                ? new UrlAddress(head.path().substring(PREFIX.length()), "/")
                : new UrlAddress(
                        head.path().substring(PREFIX.length(), slash),
                        head.path().substring(slash));
    }
}
