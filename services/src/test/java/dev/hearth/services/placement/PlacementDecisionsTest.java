package dev.hearth.services.placement;

import static dev.hearth.services.placement.Hosts.CODE;
import static dev.hearth.services.placement.Hosts.EXACT;
import static dev.hearth.services.placement.Hosts.FUNCTION;
import static dev.hearth.services.placement.Hosts.busyStarting;
import static dev.hearth.services.placement.Hosts.empty;
import static dev.hearth.services.placement.Hosts.fleet;
import static dev.hearth.services.placement.Hosts.free;
import static dev.hearth.services.placement.Hosts.holding;
import static dev.hearth.services.placement.Hosts.running;
import static dev.hearth.services.placement.Hosts.wish;
import static dev.hearth.services.placement.Hosts.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hearth.services.placement.PlacementOutcome.Chosen;
import dev.hearth.services.placement.PlacementOutcome.Nowhere;
import dev.hearth.services.placement.PlacementOutcome.Reason;
import dev.hearth.services.placement.WorkerHost.Condition;
import dev.hearth.services.placement.WorkerHost.Health;
import dev.hearth.services.placement.WorkerHost.Resources;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlacementDecisionsTest {

    private static final String OTHER = "other";

    private static Stream<Arguments> preferences() {
        WorkerHost a = empty("a");
        WorkerHost b = empty("b");
        return Stream.of(
                arguments("equal: the first", fleet(a, b), 0),
                arguments("the one with the code", fleet(a, holding(b, CODE)), 1),
                arguments("another's code is no help", fleet(a, holding(b, "another")), 0),
                arguments("the emptier one, by memory", fleet(running(a, OTHER, 1, 300, 0), b), 1),
                arguments("the emptier one, by processor", fleet(running(a, OTHER, 1, 0, 300), b), 1),
                arguments(
                        "what is scarcer counts",
                        fleet(running(a, OTHER, 1, 500, 100), running(b, OTHER, 1, 300, 300)),
                        1),
                arguments(
                        "code rather than a little emptier",
                        fleet(a, holding(running(b, OTHER, 1, 300, 300), CODE)),
                        1),
                arguments(
                        "the only one with room", fleet(running(a, OTHER, 9, 950, 0), running(b, OTHER, 9, 900, 0)), 1),
                arguments(
                        "spread: fewer of the same function",
                        fleet(running(a, FUNCTION, 3, 300, 300), running(b, OTHER, 3, 300, 300)),
                        1),
                arguments(
                        "few of the same function stay with the code",
                        fleet(holding(running(a, FUNCTION, 1, 100, 100), CODE), b),
                        0),
                arguments(
                        "many of the same function leave the code",
                        fleet(holding(running(a, FUNCTION, 3, 300, 300), CODE), b),
                        1),
                arguments("who starts less", fleet(busyStarting(a, 10), busyStarting(b, 2)), 1),
                arguments("not a slow one", fleet(with(a, new Health(0, 0, 3_000)), b), 1),
                arguments("not a flapping one", fleet(with(a, new Health(0, 2, 0)), b), 1),
                arguments("not one that fails to start", fleet(with(a, new Health(2, 0, 0)), b), 1),
                arguments("trouble outweighs code", fleet(holding(with(a, new Health(3, 1, 0)), CODE), b), 1),
                arguments("a troubled one rather than none", fleet(with(a, new Health(9, 9, 9_999))), 0),
                arguments("not a draining one", fleet(with(holding(a, CODE), Condition.DRAINING), b), 1),
                arguments("not a lost one", fleet(with(a, Condition.LOST), b), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("preferences")
    void prefers(String name, FleetSnapshot fleet, int position) {
        assertThat(PlacementDecisions.place(fleet, wish(100, 100, 7), EXACT))
                .isEqualTo(new Chosen(position, fleet.host(position).hostId()));
    }

    private static Stream<Arguments> refusals() {
        WorkerHost a = empty("a");
        WorkerHost full = running(a, OTHER, 10, 950, 0);
        return Stream.of(
                arguments("no host at all", fleet(), 100, Reason.NO_HOST),
                arguments("only a draining host", fleet(with(a, Condition.DRAINING)), 100, Reason.NO_HOST),
                arguments("only a lost host", fleet(with(a, Condition.LOST)), 100, Reason.NO_HOST),
                arguments("larger than any host", fleet(a, empty("b")), 1_001, Reason.TOO_LARGE),
                arguments("memory used up", fleet(full), 100, Reason.FULL),
                arguments("processors used up", fleet(running(a, OTHER, 10, 0, 950)), 100, Reason.FULL),
                arguments("fits a host that drains", fleet(with(a, Condition.DRAINING), full), 100, Reason.FULL),
                arguments("starts as many as it may", fleet(busyStarting(a, 32)), 100, Reason.STARTING),
                arguments("one starts, one is full", fleet(busyStarting(a, 32), full), 100, Reason.STARTING),
                arguments(
                        "a troubled host offers less room",
                        fleet(running(with(a, new Health(0, 2, 0)), OTHER, 5, 450, 450)),
                        100,
                        Reason.FULL));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("refusals")
    void refuses(String name, FleetSnapshot fleet, int memoryMb, Reason reason) {
        assertThat(PlacementDecisions.place(fleet, wish(memoryMb, 100, 7), EXACT))
                .isEqualTo(new Nowhere(reason));
    }

    @ParameterizedTest(name = "{0} % of 1,000 MiB, {1} promised: {2} more fit {3}")
    @CsvSource({
        "100, 900, 100, true", "100, 901, 100, false", "200, 1900, 100, true", "200, 1901, 100, false",
        "1000, 9000, 1000, true", "1000, 0, 1001, false", "50, 400, 100, true", "50, 401, 100, false",
    })
    void oversubscribesAsConfigured(int percent, int used, int memoryMb, boolean fits) {
        PlacementPolicy policy = new PlacementPolicy(percent, 1_000, 0, 32, 8, 1_000, 32, 4, 8, EXACT.weights());
        FleetSnapshot fleet = fleet(running(empty("a"), OTHER, 3, used, 0));
        assertThat(PlacementDecisions.place(fleet, wish(memoryMb, 1, 7), policy) instanceof Chosen)
                .isEqualTo(fits);
    }

    @ParameterizedTest(name = "{0} small environments of the function where its code is: stays {1}")
    @CsvSource({"0, true", "5, true", "6, false", "8, false"})
    void aFunctionGathersWhereItsCodeIsUntilItIsCrowded(int environments, boolean stays) {
        WorkerHost home = holding(running(empty("home"), FUNCTION, environments, environments, environments), CODE);
        assertThat(PlacementDecisions.place(fleet(empty("away"), home), wish(1, 1, 7), EXACT))
                .isEqualTo(stays ? new Chosen(1, "home") : new Chosen(0, "away"));
    }

    @Test
    void stopsWhenMeasuredMemoryRunsLowWhateverIsPromised() {
        PlacementPolicy policy = PlacementPolicy.DEFAULTS;
        FleetSnapshot low = fleet(free(empty("a"), policy.memoryHeadroomMb() - 1));
        FleetSnapshot enough = fleet(free(empty("a"), policy.memoryHeadroomMb()));
        assertThat(PlacementDecisions.place(low, wish(100, 100, 7), policy)).isEqualTo(new Nowhere(Reason.FULL));
        assertThat(PlacementDecisions.place(enough, wish(100, 100, 7), policy)).isInstanceOf(Chosen.class);
    }

    @Test
    void anExcludedHostIsNotChosen() {
        PlacementRequest wish = new PlacementRequest(FUNCTION, CODE, new Resources(1, 1), Set.of("a"), 7);
        FleetSnapshot one = fleet(empty("a"));
        FleetSnapshot two = fleet(empty("a"), empty("b"));
        assertThat(PlacementDecisions.place(one, wish, EXACT)).isEqualTo(new Nowhere(Reason.NO_HOST));
        assertThat(PlacementDecisions.place(two, wish, EXACT)).isEqualTo(new Chosen(1, "b"));
    }

    @ParameterizedTest(name = "{0} failed starts, {1} flaps, starts in {2} ms: trouble {3}")
    @CsvSource({
        "0, 0, 0, 0",
        "0, 0, 1000, 0",
        "0, 0, 2000, 500",
        "1, 0, 0, 150",
        "0, 1, 0, 250",
        "1, 1, 1200, 500",
        "100, 0, 0, 900",
        "0, 2147483647, 2147483647, 900",
    })
    void troubleAddsUp(int failedStarts, int flaps, int startMillis, int trouble) {
        assertThat(PlacementDecisions.trouble(new Health(failedStarts, flaps, startMillis), EXACT))
                .isEqualTo(trouble);
    }

    @Test
    void aFleetThatGrowsMovesFewHomes() {
        int functions = 1_000;
        int moved = 0;
        Set<Integer> homes = new HashSet<>();
        for (int i = 0; i < functions; i++) {
            int before = PlacementDecisions.home("digest " + i, 0, 100);
            int after = PlacementDecisions.home("digest " + i, 0, 101);
            homes.add(before);
            assertThat(after).isIn(before, 100);
            moved += before == after ? 0 : 1;
        }
        assertThat(moved).isLessThan(functions / 30);
        assertThat(homes).as("homes are all over the fleet").hasSizeGreaterThan(95);
    }

    @Test
    void processorsMayBePromisedMoreOftenThanMemory() {
        FleetSnapshot idling = fleet(running(empty("a"), OTHER, 10, 500, 5_000));
        PlacementRequest wish = wish(100, 100, 7);
        PlacementPolicy generous = EXACT.withCpuPercent(1_000);
        assertThat(PlacementDecisions.place(idling, wish, EXACT)).isEqualTo(new Nowhere(Reason.FULL));
        assertThat(PlacementDecisions.place(idling, wish, generous)).isEqualTo(new Chosen(0, "a"));
        assertThat(generous.withCpuPercent(EXACT.cpuPercent())).isEqualTo(EXACT);
    }

    @Test
    void aFunctionsProcessorFollowsItsMemoryAsInLambda() {
        assertThat(Resources.ofFunction(1_769)).isEqualTo(new Resources(1_769, 1_000));
        assertThat(Resources.ofFunction(128)).isEqualTo(new Resources(128, 73));
        assertThat(Resources.ofFunction(10_240).cpuMillis()).isBetween(5_700, 6_000);
    }

    @Test
    void aPolicyOutOfRangeIsRefused() {
        PlacementPolicy.Weights weights = EXACT.weights();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlacementPolicy(0, 100, 0, 32, 8, 1_000, 32, 4, 8, weights));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlacementPolicy(100, 100, 0, 32, 8, 1_000, 32, 1_020, 8, weights));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlacementPolicy.Weights(0, 0, -1, 0, 0));
    }
}
