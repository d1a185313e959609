package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cluster.InheritanceModel.Flaw;
import dev.hearth.cluster.InheritanceModel.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every order in which three hosts can come to decide while two functions run, up to so many things that happen. */
class InheritanceModelTest {

    private static final int QUICK_DEPTH = 14;
    private static final int DEPTH = 17;
    private static final int LENT_DEPTH = 9;

    /**
     * All that was seen.
     *
     * @param states that are different
     * @param broken the shortest way to what must not be, and what that is; null when there is none
     */
    private record Explored(int states, @Nullable String broken) {}

    private static InheritanceModel replay(Flaw flaw, List<Step> path, boolean lends) {
        InheritanceModel model = new InheritanceModel(flaw);
        if (lends) {
            model.lendFirst();
        }
        path.forEach(model::run);
        return model;
    }

    /** Breadth first, so that what is found first is shortest. States that were seen are not gone on from again. */
    private static Explored explore(Flaw flaw, int depth) {
        return explore(flaw, depth, false);
    }

    private static Explored explore(Flaw flaw, int depth, boolean lends) {
        Set<String> seen = new HashSet<>();
        List<List<Step>> layer = List.of(List.of());
        for (int i = 0; i < depth; i++) {
            List<List<Step>> next = new ArrayList<>();
            for (List<Step> path : layer) {
                for (Step step : replay(flaw, path, lends).steps()) {
                    List<Step> longer = new ArrayList<>(path);
                    longer.add(step);
                    InheritanceModel model = replay(flaw, longer, lends);
                    if (model.broken() != null) {
                        return new Explored(seen.size(), model.broken() + " after " + longer);
                    }
                    if (seen.add(model.state())) {
                        next.add(longer);
                    }
                }
            }
            layer = next;
        }
        return new Explored(seen.size(), null);
    }

    @Test
    void noFunctionRunsMoreThanItMayWhoeverDecidesAndInWhateverOrder() {
        Explored all = explore(Flaw.NONE, QUICK_DEPTH);
        assertThat(all.broken()).isNull();
        assertThat(all.states()).isGreaterThan(5_000);
    }

    @Tag("slow")
    @Test
    void noFunctionRunsMoreThanItMayFurtherOn() {
        assertThat(explore(Flaw.NONE, DEPTH).broken()).isNull();
    }

    @Test
    void whatIsLentToAnEndpointIsNeverServedBesideWhatTookItsPlace() {
        Explored all = explore(Flaw.NONE, LENT_DEPTH, true);
        assertThat(all.broken()).isNull();
        assertThat(all.states()).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"FORGETS_WHAT_IS_DELEGATED", "FREES_BEFORE_IT_IS_RECALLED"})
    void whatLeavesSomethingOutOfLendingIsFound(Flaw flaw) {
        assertThat(explore(flaw, LENT_DEPTH, true).broken()).contains(" after ");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "FORGETS_WHAT_IS_DELEGATED", "FREES_BEFORE_IT_IS_RECALLED"})
    void whatLeavesSomethingOutIsFound(Flaw flaw) {
        assertThat(explore(flaw, QUICK_DEPTH).broken()).contains(" after ");
    }
}
