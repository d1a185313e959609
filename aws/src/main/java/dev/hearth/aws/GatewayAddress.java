package dev.hearth.aws;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which API of API Gateway a request is for. AWS tells it by the host; clients that cannot look up names under {@code
 * localhost} say {@code /_api/ID/...} instead, or, as LocalStack's clients do, {@code
 * /restapis/ID/STAGE/_user_request_/...}.
 *
 * @param id of the API
 * @param path what follows, as received, with a slash in front; it begins with the stage where the API has stages in
 *     paths
 * @param byPath whether the API was named in the path
 */
record GatewayAddress(String id, String path, boolean byPath) {

    /** What stands between the id and the region in an API's host. */
    static final String DOMAIN = ".execute-api.";

    private static final String PREFIX = "/_api/";
    private static final Pattern LOCALSTACK = Pattern.compile("/restapis/([^/]+)(/[^/]+)/_user_request_(/.*)?");

    /** Null when {@code head} is for something else. */
    static @Nullable GatewayAddress of(RequestHead head) {
        String host = head.header("Host");
        int dot = host == null ? -1 : host.indexOf('.');
        if (dot > 0 && host.startsWith(DOMAIN, dot)) {
            return new GatewayAddress(host.substring(0, dot), head.path(), false);
        }
        if (head.path().startsWith("/restapis/")) {
            Matcher local = LOCALSTACK.matcher(head.path());
            return local.matches()
                    ? new GatewayAddress(local.group(1), local.group(2) + Objects.toString(local.group(3), ""), true)
                    : null;
        }
        if (!head.path().startsWith(PREFIX)) {
            return null;
        }
        int slash = head.path().indexOf('/', PREFIX.length());
        return slash < 0
                ? new GatewayAddress(head.path().substring(PREFIX.length()), "/", true)
                : new GatewayAddress(
                        head.path().substring(PREFIX.length(), slash),
                        head.path().substring(slash),
                        true);
    }

    /** The API's own host, without a port. */
    String domain(RequestHead head, String region) {
        String host = head.header("Host");
        if (byPath || host == null) {
            return id + DOMAIN + region + ".localhost";
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }
}
