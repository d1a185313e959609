package dev.hearth.neighbours.cloudformation;

import dev.hearth.neighbours.cloudformation.StackOperation.Phase;
import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.resources.Wish;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Deletes what a stack is to have no longer, each when nothing needs it any more. */
final class RemoveWalk {

    /** Resources of one stack that are deleted at once. */
    private static final int PARALLEL = 24;

    private final StackRun run;
    private final RunParts parts;
    private final Rows rows;
    private final Set<String> stuck = new LinkedHashSet<>();

    RemoveWalk(StackRun run, RunParts parts, Rows rows) {
        this.run = run;
        this.parts = parts;
        this.rows = rows;
    }

    /** What could not be deleted. */
    List<String> stuck() {
        return List.copyOf(stuck);
    }

    private List<StackResource> victims() {
        boolean all = run.phase() == Phase.UNDO || run.phase() == Phase.DELETE;
        return rows.kept().stream()
                .filter(row -> all || !row.current() || !run.target().has(row.logicalId()))
                .toList();
    }

    /** Begins what can begin; false when nothing is left to begin, now or later. */
    boolean advance(UnitBuilder unit) {
        boolean more = true;
        while (more) {
            more = false;
            List<StackResource> victims = victims();
            List<StackResource> next =
                    StackDecisions.deletable(victims, row -> !run.isRunning(row) && !stuck.contains(row.logicalId()));
            for (StackResource row : next) {
                if (run.running() < PARALLEL) {
                    more |= begin(row, unit);
                }
            }
        }
        return run.running() > 0;
    }

    /** True when it is gone at once. */
    private boolean begin(StackResource row, UnitBuilder unit) {
        if (StackDecisions.stays(row, run.phase(), run.retained())) {
            StackResource left = row.now(ResourceStatus.DELETE_SKIPPED, "", unit.millis());
            rows.put(left);
            unit.told(left);
            return true;
        }
        ResourceType type = parts.type(row.type());
        if (row.physicalId().isEmpty() || type == null) {
            StackResource gone = row.now(ResourceStatus.DELETE_COMPLETE, "", unit.millis());
            rows.put(gone);
            unit.told(gone);
            return true;
        }
        StackResource begun = row.now(ResourceStatus.DELETE_IN_PROGRESS, "", unit.millis());
        rows.put(begun);
        unit.told(begun);
        Map<String, Object> attempted = row.attempted();
        Wish wish = RunWishes.of(
                run.stack(),
                row,
                attempted != null && row.properties().isEmpty() ? attempted : row.properties(),
                row.tags(),
                true,
                parts.scope());
        run.begun(begun, new Deleting(begun, type, wish));
        return false;
    }

    private final class Deleting implements StackStep {

        private final StackResource row;
        private final ResourceType type;
        private final Wish wish;

        Deleting(StackResource row, ResourceType type, Wish wish) {
            this.row = row;
            this.type = type;
            this.wish = wish;
        }

        @Override
        public Consumer<UnitBuilder> take() {
            type.delete(row.physicalId(), wish, run.calls());
            return unit -> {
                StackResource gone = row.now(ResourceStatus.DELETE_COMPLETE, "", unit.millis());
                rows.put(gone);
                unit.told(gone);
            };
        }

        @Override
        public Consumer<UnitBuilder> failed(String reason) {
            return unit -> {
                StackResource left = row.now(ResourceStatus.DELETE_FAILED, reason, unit.millis());
                rows.put(left);
                unit.told(left);
                stuck.add(row.logicalId());
            };
        }
    }

    /** Those of {@code rows} that count, for people: one of each logical id. */
    static List<StackResource> shown(List<StackResource> all) {
        List<StackResource> shown = new ArrayList<>();
        for (StackResource row : all) {
            boolean last = all.stream()
                    .noneMatch(other ->
                            other.logicalId().equals(row.logicalId()) && other.generation() > row.generation());
            if (row.current() && !row.status().isGone() || last && row.status().isGone()) {
                shown.add(row);
            }
        }
        return shown;
    }
}
