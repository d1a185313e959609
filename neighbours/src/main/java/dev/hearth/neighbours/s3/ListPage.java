package dev.hearth.neighbours.s3;

import java.util.List;

/**
 * A page of a listing, in order.
 *
 * @param items that stand for themselves
 * @param prefixes that others were rolled up to
 * @param next the last item's key or prefix, where the next page begins; empty when this is the last
 * @param nextId the last item's version or upload, where listings have those; else empty
 */
public record ListPage<T>(List<T> items, List<String> prefixes, String next, String nextId) {

    public boolean isTruncated() {
        return !next.isEmpty();
    }
}
