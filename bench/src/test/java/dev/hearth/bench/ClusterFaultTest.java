package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterFaultTest {

    private static final int HOSTS = 3;

    private static <T> Set<T> drawn(ClusterFault fault, Function<ClusterStrike, T> what) {
        SplittableRandom random = new SplittableRandom(7);
        return IntStream.range(0, 300)
                .mapToObj(i -> what.apply(fault.draw(random, 1, HOSTS)))
                .collect(Collectors.toSet());
    }

    @Test
    void anyStandsForWhatIsPromisedAndIsMeantWhenNothingIsNamed() {
        List<ClusterFault> any = ClusterFault.named(List.of());
        assertThat(any)
                .containsExactly(
                        ClusterFault.STORE, ClusterFault.ANY_KILL, ClusterFault.ANY_LINK, ClusterFault.ANY_SKEW);
        assertThat(ClusterFault.named(List.of("any"))).isEqualTo(any);
        assertThat(ClusterFault.named(List.of("cut-store", "kill", "kill")))
                .containsExactly(ClusterFault.KILL, ClusterFault.CUT_STORE);
        assertThat(ClusterFault.named(List.of("each")))
                .hasSize(13)
                .noneMatch(each -> each.word().startsWith("any"));
        assertThatThrownBy(() -> ClusterFault.named(List.of("flood")))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("any-link")
                .hasMessageEndingWith("not flood");
    }

    @Test
    void chanceChoosesAnyHostAndAnyLink() {
        assertThat(drawn(ClusterFault.ANY_KILL, ClusterStrike::host)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(drawn(
                        ClusterFault.ANY_LINK,
                        each -> List.of(each.host(), each.from().getFirst())))
                .containsExactlyInAnyOrder(
                        List.of(0, 1), List.of(0, 2), List.of(1, 2), List.of(0, -1), List.of(1, -1), List.of(2, -1));
        assertThat(drawn(ClusterFault.ANY_SKEW, ClusterStrike::skewMillis))
                .containsExactlyInAnyOrder(60_000L, -60_000L);
        assertThat(drawn(ClusterFault.KILL_OTHER, ClusterStrike::host)).containsExactlyInAnyOrder(0, 2);
        assertThat(drawn(ClusterFault.KILL, ClusterStrike::host)).containsExactly(1);
    }

    @Test
    void aSeedGivesTheSameAgain() {
        for (ClusterFault each : ClusterFault.values()) {
            assertThat(each.draw(new SplittableRandom(3), 0, HOSTS))
                    .isEqualTo(each.draw(new SplittableRandom(3), 0, HOSTS));
        }
    }

    @Test
    void onlyAnEndpointThatCannotAnswerIsNotJudged() {
        assertThat(drawn(ClusterFault.KILL, each -> each.away(HOSTS))).containsExactly(1);
        assertThat(drawn(ClusterFault.CUT, each -> each.away(HOSTS))).containsExactly(1);
        assertThat(drawn(ClusterFault.CUT, each -> each.parts(1, HOSTS))).containsExactly(true);
        assertThat(drawn(ClusterFault.CUT_OTHER, each -> each.parts(1, HOSTS))).containsExactly(false);
        for (ClusterFault each : List.of(
                ClusterFault.STORE,
                ClusterFault.CUT_STORE,
                ClusterFault.CUT_PAIR,
                ClusterFault.ANY_LINK,
                ClusterFault.ANY_SKEW)) {
            assertThat(drawn(each, strike -> strike.away(HOSTS))).containsExactly(ClusterStrike.NONE);
        }
    }

    @Test
    void aStrikeIsToldInWords() {
        assertThat(ClusterStrike.cut(0, List.of(ClusterHosts.STORE)).text(0))
                .isEqualTo("host 1, which decides, is cut off from PostgreSQL");
        assertThat(ClusterStrike.cut(0, List.of(2)).text(2)).isEqualTo("host 1 is cut off from host 3, which decides");
        assertThat(ClusterStrike.skew(1, -60_000).text(0)).isEqualTo("host 2 has a clock that is wrong by -60 s");
        assertThat(ClusterFault.STORE.draw(new SplittableRandom(1), 0, HOSTS).text(0))
                .isEqualTo("PostgreSQL stands still");
    }
}
