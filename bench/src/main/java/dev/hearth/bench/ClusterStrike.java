package dev.hearth.bench;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A {@link ClusterFault} whose victim is chosen.
 *
 * @param host the victim; {@link ClusterHosts#STORE} for PostgreSQL
 * @param from what it is cut off from
 * @param skewMillis how far its clock is wrong
 */
record ClusterStrike(Kind kind, int host, List<Integer> from, long skewMillis) {

    /** Nobody. */
    static final int NONE = -2;

    private static final double SECOND_MILLIS = 1e3;

    enum Kind {
        KILL,
        FREEZE,
        CUT,
        SKEW
    }

    ClusterStrike {
        from = List.copyOf(from);
    }

    static ClusterStrike of(Kind kind, int host) {
        return new ClusterStrike(kind, host, List.of(), 0);
    }

    static ClusterStrike cut(int host, List<Integer> from) {
        return new ClusterStrike(Kind.CUT, host, from, 0);
    }

    static ClusterStrike skew(int host, long millis) {
        return new ClusterStrike(Kind.SKEW, host, List.of(), millis);
    }

    void begin(ClusterHosts cluster) {
        switch (kind) {
            case KILL -> cluster.kill(host);
            case FREEZE -> cluster.freeze(host, true);
            case CUT -> cluster.cut(host, from);
            case SKEW -> cluster.skew(host, skewMillis);
        }
    }

    void end(ClusterHosts cluster) {
        switch (kind) {
            case KILL -> cluster.again(host);
            case FREEZE -> cluster.freeze(host, false);
            case CUT -> cluster.mend(host);
            case SKEW -> cluster.skew(host, 0);
        }
    }

    private boolean isAlone(int hosts) {
        return kind == Kind.CUT && from.size() == hosts;
    }

    /** The host that cannot answer, or reaches nobody; {@link #NONE} when each lives and reaches another. */
    int away(int hosts) {
        boolean away = kind == Kind.KILL || kind == Kind.FREEZE && host != ClusterHosts.STORE || isAlone(hosts);
        return away ? host : NONE;
    }

    /** Whether it parts the host that decides from all others, which then choose another. */
    boolean parts(int first, int hosts) {
        return isAlone(hosts) && host == first;
    }

    /** For people; hosts are counted from 1. */
    String text(int first) {
        String who = name(host) + (host == first ? ", which decides," : "");
        return switch (kind) {
            case KILL -> who + " is killed";
            case FREEZE -> who + " stands still";
            case CUT ->
                who + " is cut off from "
                        + from.stream()
                                .map(each -> name(each) + (each == first ? ", which decides" : ""))
                                .collect(Collectors.joining(" and "));
            case SKEW -> who + " has a clock that is wrong by " + (long) (skewMillis / SECOND_MILLIS) + " s";
        };
    }

    private static String name(int host) {
        return host == ClusterHosts.STORE ? "PostgreSQL" : "host " + (host + 1);
    }
}
