package dev.hearth.aws;

import java.util.function.Supplier;

/**
 * A page beside the AWS APIs that needs no signature and answers only callers on this machine.
 *
 * @param path begins with {@code /_hearth/}
 * @param json makes the answer; runs on a task
 */
public record LocalRoute(String path, Supplier<String> json) {

    /** What every such path begins with; no AWS API has it. */
    static final String PREFIX = "/_hearth/";

    public LocalRoute {
        if (!path.startsWith(PREFIX)) {
            throw new IllegalArgumentException("Not below " + PREFIX + ": " + path);
        }
    }
}
