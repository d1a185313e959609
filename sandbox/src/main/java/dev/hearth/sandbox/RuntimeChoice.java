package dev.hearth.sandbox;

/**
 * The interpreter that serves a runtime identifier.
 *
 * @param requested the identifier asked for, for example {@code python3.9}
 * @param actual the identifier really served, for example {@code python3.11}; the same when the version is installed
 * @param where where it comes from, for people: a path of the host or an image
 */
public record RuntimeChoice(String requested, String actual, String where) {

    /** Whether a nearest newer version stands in for the one asked for. */
    public boolean substituted() {
        return !requested.equals(actual);
    }
}
