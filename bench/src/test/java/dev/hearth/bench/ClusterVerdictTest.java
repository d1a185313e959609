package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClusterVerdictTest {

    private static final long MILLI = 1_000_000;
    private static final int STEP_MILLIS = 20;
    private static final Offset<Double> NEAR = Offset.offset(0.03);

    /** Something is broken from 10 s to 20 s, and looked at until 24 s. */
    private static final ClusterVerdict.Round ROUND =
            new ClusterVerdict.Round(10_000 * MILLI, 20_000 * MILLI, 24_000 * MILLI);

    private final List<ClusterLoad.Call> calls = new ArrayList<>();

    private static ClusterLoad.Call call(int host, long millis) {
        return new ClusterLoad.Call(host, "k", millis * MILLI, millis * MILLI + MILLI, true);
    }

    private void steady(int host, long from, long until) {
        for (long at = from; at < until; at += STEP_MILLIS) {
            calls.add(call(host, at));
        }
    }

    private ClusterVerdict verdict(int away) {
        return ClusterVerdict.of(calls, List.of(), 2, ROUND, away, ROUND.healed());
    }

    @Test
    void theLongestSilenceOfAnEndpointCountsAndTheRateIsLookedAtAfterIt() {
        steady(0, 5_000, 10_000);
        steady(0, 13_000, 24_000);
        steady(1, 5_000, 24_000);
        assertThat(verdict(ClusterStrike.NONE).silentSeconds()).isEqualTo(3, NEAR);
        assertThat(verdict(ClusterStrike.NONE).recoveredSeconds()).isEqualTo(3, Offset.offset(0.1));
        assertThat(verdict(0).silentSeconds()).isLessThan(0.1);
        assertThat(verdict(0).recoveredSeconds()).isZero();
    }

    @Test
    void whatLastsUntilTheEndIsSilenceTooAndNoRecovery() {
        steady(0, 5_000, 12_000);
        steady(1, 5_000, 24_000);
        assertThat(verdict(ClusterStrike.NONE).silentSeconds()).isEqualTo(12, NEAR);
        assertThat(verdict(ClusterStrike.NONE).recoveredSeconds()).isGreaterThanOrEqualTo(13.9);
    }

    @Test
    void aSilenceOfTheHealingIsJudgedButIsNoLateRecovery() {
        steady(0, 5_000, 20_100);
        steady(0, 22_000, 24_000);
        steady(1, 5_000, 24_000);
        assertThat(verdict(ClusterStrike.NONE).silentSeconds()).isEqualTo(1.9, NEAR);
        assertThat(verdict(ClusterStrike.NONE).recoveredSeconds()).isZero();
    }

    @Test
    void whoAcceptsEventsAfterTheNextDidIsASecondOne() {
        List<ClusterLoad.Call> events = List.of(call(0, 11_000), call(1, 13_000), call(0, 14_000));
        assertThat(ClusterVerdict.of(calls, events, 2, ROUND, 0, ROUND.begin()).overlapSeconds())
                .isEqualTo(1, NEAR);
        assertThat(ClusterVerdict.of(calls, events, 2, ROUND, 0, ROUND.healed()).overlapSeconds())
                .isZero();
    }

    private static ClusterClaims.Claim claim(int host, long millis, boolean decides) {
        return new ClusterClaims.Claim(host, millis * MILLI, (millis + 1) * MILLI, decides);
    }

    @Test
    void twoDecideWhenOneSaysSoBetweenTwoClaimsOfAnother() {
        assertThat(ClusterClaims.overlapSeconds(
                        List.of(claim(0, 0, true), claim(1, 50, false), claim(0, 100, false), claim(1, 150, true))))
                .isZero();
        assertThat(ClusterClaims.overlapSeconds(List.of(
                        claim(0, 0, true),
                        claim(1, 50, true),
                        claim(0, 100, true),
                        claim(0, 200, true),
                        claim(0, 300, false),
                        claim(1, 150, true))))
                .isEqualTo(0.15, NEAR);
    }

    @Test
    void aTableSaysForEachKindWhatWasWorstAndWhatIsMissing() {
        Map<ClusterFault, List<ClusterSummary.Seen>> rounds = new LinkedHashMap<>();
        rounds.put(
                ClusterFault.ANY_LINK,
                List.of(
                        new ClusterSummary.Seen(new ClusterVerdict(1, 2, 0), Set.of("a", "b")),
                        new ClusterSummary.Seen(new ClusterVerdict(6, 7, 0), Set.of("c"))));
        ClusterSummary summary = new ClusterSummary(rounds, Set.of("a", "c"));
        assertThat(summary.table())
                .contains("any link", "6.00/   6.00", "7.0/    7.0")
                .doesNotContain("null");
        assertThat(summary.rows()).extracting(Row::value).containsExactly(6.0, 7.0, 1.0, 0.0);
        assertThat(summary.rows()).extracting(Row::holds).containsExactly(false, true, false, true);
    }
}
