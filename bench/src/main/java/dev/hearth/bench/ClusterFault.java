package dev.hearth.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is done to a cluster in a round of {@link ClusterKillsBench}. */
enum ClusterFault {
    KILL("kill -9 of the host that decides"),
    KILL_OTHER("kill -9 of another host"),
    FREEZE("the host that decides stands still for 10 s"),
    FREEZE_OTHER("another host stands still for 10 s"),
    STORE("PostgreSQL stands still for 10 s"),
    CUT("the host that decides is cut off from all for 10 s"),
    CUT_OTHER("another host is cut off from all for 10 s"),
    CUT_STORE("the host that decides is cut off from PostgreSQL for 10 s"),
    CUT_STORE_OTHER("another host is cut off from PostgreSQL for 10 s"),
    CUT_PAIR("the link from the host that decides to another is cut for 10 s"),
    AHEAD("the clock of the host that decides is put forward by a minute"),
    BEHIND("the clock of the host that decides is put back by a minute"),
    SKEW_OTHER("the clock of another host is put forward by a minute, and back"),
    ANY_KILL("kill -9 of any host"),
    ANY_FREEZE("any host stands still for 10 s"),
    ANY_CUT("any host is cut off from all for 10 s"),
    ANY_LINK("any link between two hosts, or to PostgreSQL, is cut for 10 s"),
    ANY_SKEW("the clock of any host is wrong by a minute, either way, for 10 s");

    /** Stands for {@link #PROMISED}, which are also meant when none is named. */
    static final String ANY = "any";

    /** Stands for all whose victim is not left to chance. */
    static final String EACH = "each";

    private static final List<ClusterFault> PROMISED = List.of(ANY_KILL, ANY_LINK, STORE, ANY_SKEW);
    private static final int SKEW_MILLIS = 60_000;

    private final String title;

    ClusterFault(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** As it is typed. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it needs hosts on machines of their own. */
    boolean isCut() {
        return name().contains("CUT") || this == ANY_LINK;
    }

    private boolean isAny() {
        return name().startsWith("ANY");
    }

    /** Those that were named, in the order of their names here. */
    static List<ClusterFault> named(List<String> words) {
        List<ClusterFault> all = List.of(values());
        List<String> known = Stream.concat(all.stream().map(ClusterFault::word), Stream.of(ANY, EACH))
                .toList();
        Set<ClusterFault> found = new LinkedHashSet<>(words.isEmpty() || words.contains(ANY) ? PROMISED : List.of());
        for (String word : words) {
            if (!known.contains(word)) {
                throw new BenchException(Arguments.FAULTS + " are of " + String.join(",", known) + ", not " + word);
            }
            all.stream()
                    .filter(each -> each.word().equals(word) || word.equals(EACH) && !each.isAny())
                    .forEach(found::add);
        }
        return all.stream().filter(found::contains).toList();
    }

    /**
     * What it is this time; a pure function of what {@code random} gives.
     *
     * @param first the host that decides
     * @param hosts how many there are
     */
    ClusterStrike draw(SplittableRandom random, int first, int hosts) {
        int other = (first + 1 + random.nextInt(hosts - 1)) % hosts;
        int any = random.nextInt(hosts);
        boolean ahead = random.nextBoolean();
        List<List<Integer>> links = links(hosts);
        List<Integer> link = links.get(random.nextInt(links.size()));
        return switch (this) {
            case KILL -> ClusterStrike.of(ClusterStrike.Kind.KILL, first);
            case KILL_OTHER -> ClusterStrike.of(ClusterStrike.Kind.KILL, other);
            case ANY_KILL -> ClusterStrike.of(ClusterStrike.Kind.KILL, any);
            case FREEZE -> ClusterStrike.of(ClusterStrike.Kind.FREEZE, first);
            case FREEZE_OTHER -> ClusterStrike.of(ClusterStrike.Kind.FREEZE, other);
            case ANY_FREEZE -> ClusterStrike.of(ClusterStrike.Kind.FREEZE, any);
            case STORE -> ClusterStrike.of(ClusterStrike.Kind.FREEZE, ClusterHosts.STORE);
            case CUT -> ClusterStrike.cut(first, all(first, hosts));
            case CUT_OTHER -> ClusterStrike.cut(other, all(other, hosts));
            case ANY_CUT -> ClusterStrike.cut(any, all(any, hosts));
            case CUT_STORE -> ClusterStrike.cut(first, List.of(ClusterHosts.STORE));
            case CUT_STORE_OTHER -> ClusterStrike.cut(other, List.of(ClusterHosts.STORE));
            case CUT_PAIR -> ClusterStrike.cut(other, List.of(first));
            case ANY_LINK -> ClusterStrike.cut(link.getFirst(), List.of(link.getLast()));
            case AHEAD -> ClusterStrike.skew(first, SKEW_MILLIS);
            case BEHIND -> ClusterStrike.skew(first, -SKEW_MILLIS);
            case SKEW_OTHER -> ClusterStrike.skew(other, SKEW_MILLIS);
            case ANY_SKEW -> ClusterStrike.skew(any, ahead ? SKEW_MILLIS : -SKEW_MILLIS);
        };
    }

    private static List<Integer> all(int host, int hosts) {
        List<Integer> all = new ArrayList<>(
                IntStream.range(0, hosts).filter(each -> each != host).boxed().toList());
        all.add(ClusterHosts.STORE);
        return all;
    }

    /** Every link once, its host first. */
    private static List<List<Integer>> links(int hosts) {
        List<List<Integer>> links = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            links.add(List.of(host, ClusterHosts.STORE));
            for (int other = host + 1; other < hosts; other++) {
                links.add(List.of(host, other));
            }
        }
        return links;
    }
}
