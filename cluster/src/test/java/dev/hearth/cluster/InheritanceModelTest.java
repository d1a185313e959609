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

    /**
     * All that was seen.
     *
     * @param states that are different
     * @param broken the shortest way to what must not be, and what that is; null when there is none
     */
    private record Explored(int states, @Nullable String broken) {}

    private static InheritanceModel replay(Flaw flaw, List<Step> path) {
        InheritanceModel model = new InheritanceModel(flaw);
        path.forEach(model::run);
        return model;
    }

    /** Breadth first, so that what is found first is shortest. States that were seen are not gone on from again. */
    private static Explored explore(Flaw flaw, int depth) {
        Set<String> seen = new HashSet<>();
        List<List<Step>> layer = List.of(List.of());
        for (int i = 0; i < depth; i++) {
            List<List<Step>> next = new ArrayList<>();
            for (List<Step> path : layer) {
                for (Step step : replay(flaw, path).steps()) {
                    List<Step> longer = new ArrayList<>(path);
                    longer.add(step);
                    InheritanceModel model = replay(flaw, longer);
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

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatLeavesSomethingOutIsFound(Flaw flaw) {
        assertThat(explore(flaw, QUICK_DEPTH).broken()).contains(" after ");
    }
}
