package dev.hearth.drivers.host;

/**
 * One thing about this host.
 *
 * @param name what was looked at, for example {@code swap}
 * @param result how good it is
 * @param found what was found, one sentence without a full stop
 * @param advice what to do about it; empty when nothing
 */
public record HostCheck(String name, Result result, String found, String advice) {

    /** How good something is. */
    public enum Result {
        /** As it should be. */
        GOOD,
        /** Works, but strangers' code should not run so. */
        WARNING,
        /** Broken, or unsafe whatever runs. */
        BAD,
        /** Cannot be told from here. */
        UNKNOWN
    }

    static HostCheck good(String name, String found) {
        return new HostCheck(name, Result.GOOD, found, "");
    }
}
