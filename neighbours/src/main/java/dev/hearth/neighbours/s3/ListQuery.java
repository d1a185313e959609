package dev.hearth.neighbours.s3;

/**
 * What is to be listed.
 *
 * @param prefix of the keys
 * @param delimiter up to whose first occurrence behind the prefix keys are rolled up; empty for none
 * @param after where to begin: behind this key, or behind all keys of this common prefix
 * @param limit the most entries, rolled-up ones included
 */
public record ListQuery(String bucket, String prefix, String delimiter, String after, int limit) {

    /** The common prefix that {@code key} is rolled up to; empty when it stands for itself. */
    String commonPrefix(String key) {
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return at < 0 ? "" : key.substring(0, at + delimiter.length());
    }
}
