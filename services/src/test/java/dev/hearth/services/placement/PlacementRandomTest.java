package dev.hearth.services.placement;

import static dev.hearth.services.placement.Hosts.EXACT;
import static dev.hearth.services.placement.Hosts.empty;
import static dev.hearth.services.placement.Hosts.wishOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.placement.PlacementDecisions.Verdict;
import dev.hearth.services.placement.PlacementOutcome.Chosen;
import dev.hearth.services.placement.PlacementOutcome.Nowhere;
import dev.hearth.services.placement.PlacementOutcome.Reason;
import dev.hearth.services.placement.WorkerHost.Condition;
import dev.hearth.services.placement.WorkerHost.Health;
import dev.hearth.services.placement.WorkerHost.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for every fleet, and what should come out over many placements. */
class PlacementRandomTest {

    /** A fleet that changes as environments are placed, and counts the looks at it. */
    private static final class LiveFleet implements FleetSnapshot {
        private final WorkerHost[] hosts;
        private long looks;

        LiveFleet(List<WorkerHost> hosts) {
            this.hosts = hosts.toArray(WorkerHost[]::new);
        }

        @Override
        public int size() {
            return hosts.length;
        }

        @Override
        public WorkerHost host(int position) {
            looks++;
            return hosts[position];
        }

        void started(int position, PlacementRequest request) {
            hosts[position] = Hosts.settled(hosts[position].starting(request));
        }

        Stream<WorkerHost> all() {
            return Arrays.stream(hosts);
        }
    }

    private static LiveFleet emptyFleet(int size) {
        List<WorkerHost> hosts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            hosts.add(empty("host-" + i));
        }
        return new LiveFleet(hosts);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void everyAnswerIsTrue(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            FleetSnapshot fleet = randomFleet(random);
            PlacementRequest request = randomRequest(random);
            PlacementOutcome outcome = PlacementDecisions.place(fleet, request, EXACT);
            String what = "seed " + seed + ", round " + round + ": " + request + " -> " + outcome;
            check(what, fleet, request, outcome);
            assertThat(PlacementDecisions.place(fleet, request, EXACT)).as(what).isEqualTo(outcome);
        }
    }

    private static void check(String what, FleetSnapshot fleet, PlacementRequest request, PlacementOutcome outcome) {
        Set<Verdict> verdicts = new HashSet<>();
        for (int i = 0; i < fleet.size(); i++) {
            verdicts.add(PlacementDecisions.verdict(fleet.host(i), request, EXACT));
        }
        switch (outcome) {
            case Chosen chosen -> {
                WorkerHost host = fleet.host(chosen.position());
                WorkerHost then = host.starting(request);
                assertThat(host.hostId()).as(what).isEqualTo(chosen.hostId()).isNotIn(request.excluded());
                assertThat(host.condition()).as(what).isEqualTo(Condition.READY);
                assertThat(host.starting()).as(what).isLessThan(EXACT.startsPerHost());
                assertThat(then.used().memoryMb())
                        .as(what)
                        .isLessThanOrEqualTo(host.capacity().memoryMb());
                assertThat(then.used().cpuMillis())
                        .as(what)
                        .isLessThanOrEqualTo(host.capacity().cpuMillis());
                assertThat(then.code()).as(what).contains(request.codeDigest());
            }
            case Nowhere(Reason reason) -> {
                Verdict nearest = verdicts.stream().max(Verdict::compareTo).orElse(Verdict.NOT_TAKING);
                Reason expected = switch (nearest) {
                    case NOT_TAKING -> Reason.NO_HOST;
                    case TOO_SMALL -> Reason.TOO_LARGE;
                    case FULL -> Reason.FULL;
                    case STARTING -> Reason.STARTING;
                    case ROOM -> throw new AssertionError(what + ", but a host has room");
                };
                assertThat(reason).as(what).isEqualTo(expected);
            }
        }
    }

    /** Half of them nearly full, so that one host with room has to be found among hundreds. */
    private static FleetSnapshot randomFleet(SplittableRandom random) {
        int size = random.nextInt(random.nextBoolean() ? 6 : 300);
        boolean crowded = random.nextBoolean();
        List<WorkerHost> hosts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            hosts.add(randomHost(random, i, crowded && random.nextInt(size) > 0));
        }
        return FleetSnapshot.of(hosts);
    }

    private static WorkerHost randomHost(SplittableRandom random, int number, boolean full) {
        Condition[] conditions = Condition.values();
        Condition condition = random.nextInt(4) > 0 ? Condition.READY : conditions[random.nextInt(conditions.length)];
        int units = 500 + random.nextInt(1_000);
        int used = full ? units - random.nextInt(40) : random.nextInt(units);
        Map<String, Integer> environments = new HashMap<>();
        for (int i = random.nextInt(4) + (full ? 1 : 0); i > 0; i--) {
            environments.put("f" + random.nextInt(5), 1 + random.nextInt(9));
        }
        return new WorkerHost(
                "host-" + number,
                condition,
                new Resources(units, units),
                environments.isEmpty() ? Resources.NONE : new Resources(used, random.nextInt(used + 1)),
                units,
                random.nextInt(EXACT.startsPerHost() + 1),
                environments,
                random.nextBoolean() ? Set.of("code of f1") : Set.of(),
                new Health(random.nextInt(20) / 18, random.nextInt(20) / 18, random.nextInt(2_000)));
    }

    private static PlacementRequest randomRequest(SplittableRandom random) {
        String function = "f" + random.nextInt(5);
        Resources resources = new Resources(1 + random.nextInt(random.nextInt(10) == 0 ? 2_000 : 200), 50);
        Set<String> excluded = random.nextInt(5) == 0 ? Set.of("host-0", "host-1") : Set.of();
        return new PlacementRequest(function, "code of " + function, resources, excluded, random.nextLong());
    }

    @Test
    void tenThousandHostsCostAHandfulOfLooks() {
        LiveFleet fleet = emptyFleet(10_000);
        SplittableRandom random = new SplittableRandom(1);
        int placements = 5_000;
        for (int i = 0; i < placements; i++) {
            PlacementRequest wish = wishOf("f" + i % 100, 100, random.nextLong());
            place(fleet, wish);
        }
        int most = EXACT.homes() + EXACT.choices() + 1;
        assertThat(fleet.looks).isLessThanOrEqualTo((long) placements * most);
    }

    @Test
    void theLastRoomInALargeFleetIsFound() {
        LiveFleet fleet = emptyFleet(200);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 200 * 10; i++) {
            place(fleet, wishOf("f" + i % 20, 100, random.nextLong()));
        }
        assertThat(fleet.all()).allMatch(host -> host.used().memoryMb() == 1_000);
        assertThat(PlacementDecisions.place(fleet, wishOf("f", 100, 1), EXACT)).isEqualTo(new Nowhere(Reason.FULL));
    }

    @Test
    void aFunctionIsSpreadAndAHostIsMixed() {
        LiveFleet fleet = emptyFleet(100);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 600; i++) {
            place(fleet, wishOf("f" + random.nextInt(20), 100, random.nextLong()));
        }
        assertThat(fleet.all().flatMap(host -> host.environments().values().stream()))
                .as("of about 30 environments of a function, few are on one host")
                .allMatch(count -> count <= EXACT.comfortablePerHost());
        assertThat(fleet.all().filter(host -> host.environments().size() >= 2).count())
                .as("most hosts have more than one function")
                .isGreaterThan(75);
        assertThat(fleet.all().mapToInt(host -> host.used().memoryMb()))
                .as("no host is full while the fleet is at 60 %")
                .allMatch(used -> used < 1_000);
    }

    @Test
    void codeIsFetchedFarLessOftenThanEnvironmentsAreStarted() {
        LiveFleet fleet = emptyFleet(1_000);
        SplittableRandom random = new SplittableRandom(4);
        int fetched = 0;
        int placements = 3_000;
        for (int i = 0; i < placements; i++) {
            PlacementRequest wish = wishOf("f" + random.nextInt(200), 50, random.nextLong());
            int position = choose(fleet, wish);
            fetched += fleet.host(position).code().contains(wish.codeDigest()) ? 0 : 1;
            fleet.started(position, wish);
        }
        assertThat(fetched).as("on hosts drawn at random nearly all would be").isLessThan(placements / 2);
    }

    @Test
    void hostsInTroubleGetLess() {
        LiveFleet fleet = emptyFleet(40);
        for (int i = 0; i < 10; i++) {
            fleet.hosts[i] = Hosts.with(fleet.hosts[i], new Health(1, 1, 0));
        }
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 280; i++) {
            place(fleet, wishOf("f" + i % 30, 100, random.nextLong()));
        }
        int troubled = 0;
        for (int i = 0; i < 10; i++) {
            troubled += fleet.hosts[i].used().memoryMb();
        }
        assertThat(troubled / 10).isLessThan((28_000 - troubled) / 30 / 2);
    }

    private static void place(LiveFleet fleet, PlacementRequest wish) {
        fleet.started(choose(fleet, wish), wish);
    }

    private static int choose(FleetSnapshot fleet, PlacementRequest wish) {
        return switch (PlacementDecisions.place(fleet, wish, EXACT)) {
            case Chosen chosen -> chosen.position();
            case Nowhere nowhere -> throw new AssertionError(wish + " -> " + nowhere);
        };
    }
}
