package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cluster.InheritanceModel.Flaw;
import dev.hearth.cluster.InheritanceModel.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
     * @param states that are different, not in names alone
     * @param broken the shortest way to what must not be, and what that is; null when there is none
     */
    private record Explored(int states, @Nullable String broken) {}

    /**
     * A way to a state.
     *
     * @param last of it, which is null where it begins
     * @param next all that may happen there
     */
    private record Way(@Nullable Way before, @Nullable Step last, List<Step> next) {

        List<Step> all() {
            List<Step> steps = new ArrayList<>();
            Way way = this;
            while (way != null && way.last != null) {
                steps.addFirst(way.last);
                way = way.before;
            }
            return steps;
        }
    }

    /** What a step more leads to. */
    private record Led(Way way, @Nullable String broken) {}

    private static InheritanceModel begin(Flaw flaw, boolean lends) {
        InheritanceModel model = new InheritanceModel(flaw);
        if (lends) {
            model.lendFirst();
        }
        return model;
    }

    /** Null where others were already. */
    private static @Nullable Led goOn(Way way, Step step, Flaw flaw, boolean lends, Set<String> seen) {
        InheritanceModel model = begin(flaw, lends);
        way.all().forEach(model::again);
        model.run(step);
        if (model.broken() != null) {
            Way longer = new Way(way, step, List.of());
            return new Led(longer, model.broken() + " after " + longer.all());
        }
        return seen.add(model.state()) ? new Led(new Way(way, step, model.steps()), null) : null;
    }

    private static Explored explore(Flaw flaw, int depth) {
        return explore(flaw, depth, false);
    }

    /** Breadth first, so that what is found first is shortest. States that were seen are not gone on from again. */
    private static Explored explore(Flaw flaw, int depth, boolean lends) {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        List<Way> layer = List.of(new Way(null, null, begin(flaw, lends).steps()));
        for (int i = 0; i < depth; i++) {
            List<Led> led = layer.parallelStream()
                    .flatMap(way -> way.next.stream()
                            .map(step -> goOn(way, step, flaw, lends, seen))
                            .filter(Objects::nonNull))
                    .toList();
            for (Led each : led) {
                if (each.broken != null) {
                    return new Explored(seen.size(), each.broken);
                }
            }
            layer = led.stream().map(Led::way).toList();
        }
        return new Explored(seen.size(), null);
    }

    @Test
    void noFunctionRunsMoreThanItMayWhoeverDecidesAndInWhateverOrder() {
        Explored all = explore(Flaw.NONE, QUICK_DEPTH);
        assertThat(all.broken()).isNull();
        assertThat(all.states()).isGreaterThan(2_000);
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
        assertThat(all.states()).isGreaterThan(20_000);
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
