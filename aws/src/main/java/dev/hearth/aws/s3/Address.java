package dev.hearth.aws.s3;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request is about: told by its host ({@code BUCKET.s3.localhost}) or by its path.
 *
 * @param bucket empty for the service itself
 * @param key decoded; empty for the bucket itself
 * @param website whether it came to a website's host
 */
record Address(String bucket, String key, boolean website) {

    private static final String WEBSITE = ".s3-website";

    /** The bucket that {@code host} names; empty when it names S3 alone, null when it says nothing of S3. */
    static @Nullable String hosted(String host) {
        String name = withoutPort(host);
        if (name.equals("s3") || name.startsWith("s3.")) {
            return "";
        }
        int at = name.indexOf(".s3.");
        at = at < 0 ? name.indexOf(WEBSITE) : at;
        if (at < 0 && name.endsWith(".s3")) {
            at = name.length() - 3;
        }
        return at > 0 ? name.substring(0, at) : null;
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
        return name.toLowerCase(Locale.ROOT);
    }

    static Address of(String host, String path) {
        String bucket = hosted(host);
        if (bucket == null) {
            // An SDK that was given http://localhost:4566 puts the bucket in front of that, too.
            String name = withoutPort(host);
            bucket = name.endsWith(".localhost") ? name.substring(0, name.length() - ".localhost".length()) : "";
        }
        if (!bucket.isEmpty()) {
            return new Address(
                    bucket, Text.decoded(path.substring(1)), withoutPort(host).contains(WEBSITE));
        }
        int slash = path.indexOf('/', 1);
        return slash < 0
                ? new Address(Text.decoded(path.substring(1)), "", false)
                : new Address(Text.decoded(path.substring(1, slash)), Text.decoded(path.substring(slash + 1)), false);
    }
}
