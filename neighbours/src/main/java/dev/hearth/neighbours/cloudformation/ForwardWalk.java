package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.cloudformation.StackOperation.Phase;
import dev.hearth.neighbours.resources.Made;
import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.resources.Wish;
import dev.hearth.neighbours.templates.ResourceBlock;
import dev.hearth.neighbours.templates.Unknown;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes a stack's resources what they are to be, each when all that it needs is there. */
final class ForwardWalk {

    /** Resources of one stack that are worked on at once. */
    private static final int PARALLEL = 24;

    private static final String REPLACED =
            "Requested update requires the creation of a new physical resource; hence creating one.";

    private final StackRun run;
    private final RunParts parts;
    private final Rows rows;
    private final Set<String> settled = new HashSet<>();

    ForwardWalk(StackRun run, RunParts parts, Rows rows) {
        this.run = run;
        this.parts = parts;
        this.rows = rows;
    }

    void forget() {
        settled.clear();
    }

    /** The resource as others see it: only once it is as wanted. */
    @Nullable
    StackResource finished(String logicalId) {
        return settled.contains(logicalId) ? rows.current(logicalId) : null;
    }

    /** Begins what can begin; false when nothing is left to begin, now or later. */
    boolean advance(UnitBuilder unit) {
        if (run.isFailing() && run.phase() == Phase.FORWARD) {
            // What was under way when the process was killed is ended first: it may have made something.
            return again(unit);
        }
        RunTarget target = run.target();
        boolean left = false;
        for (String id : target.order()) {
            if (settled.contains(id)) {
                continue;
            }
            left = true;
            StackResource row = rows.current(id);
            boolean free = row == null || !run.isRunning(row);
            if (free && !run.isFailing() && run.running() < PARALLEL && settled.containsAll(target.earlier(id))) {
                begin(id, row, target, unit);
            }
        }
        return left && !run.isFailing() && !settled.containsAll(target.order());
    }

    private boolean again(UnitBuilder unit) {
        boolean any = false;
        for (StackResource row : rows.kept()) {
            boolean lost = row.current() && !run.isRunning(row) && row.status() == ResourceStatus.CREATE_IN_PROGRESS;
            if (lost && run.target().has(row.logicalId())) {
                ResourceType type = parts.type(row.type());
                Map<String, Object> attempted = row.attempted();
                if (type != null && attempted != null) {
                    any = true;
                    make(row, type, wish(row, attempted, true), unit);
                }
            }
        }
        return any;
    }

    private void begin(String id, @Nullable StackResource row, RunTarget target, UnitBuilder unit) {
        ResourceBlock block = target.block(id);
        StackResource base = row != null && !row.status().isGone() ? row : fresh(block, rows.nextGeneration(id), false);
        if (run.phase() == Phase.ROLLBACK && run.retained().contains(id)) {
            settle(base.now(ResourceStatus.UPDATE_COMPLETE, "", unit.millis()), unit, row != null);
            return;
        }
        try {
            ResourceType type = parts.type(block.type());
            if (type == null) {
                throw CloudFormationError.VALIDATION.because("Unrecognized resource types: [" + block.type() + "]");
            }
            Map<String, Object> wanted = target.properties(id);
            if (Unknown.in(wanted)) {
                throw CloudFormationError.VALIDATION.because("a value that it needs is not known");
            }
            take(id, row, base, block, type, wanted, unit);
        } catch (FaultException wrong) {
            boolean creation = base.physicalId().isEmpty();
            StackResource refused = base.now(
                    creation ? ResourceStatus.CREATE_FAILED : ResourceStatus.UPDATE_FAILED,
                    wrong.fault().message(),
                    unit.millis());
            put(refused, unit);
            unit.told(refused);
            run.failed(id);
        }
    }

    private void take(
            String id,
            @Nullable StackResource row,
            StackResource base,
            ResourceBlock block,
            ResourceType type,
            Map<String, Object> wanted,
            UnitBuilder unit) {
        RunTarget target = run.target();
        Map<String, String> tags = target.settings().tags();
        StackResource declared = declared(base, block, target);
        switch (StackDecisions.step(row, type, wanted, tags)) {
            case NOTHING -> settle(declared, unit, !declared.equals(base));
            case CREATE -> make(begun(declared, wanted, tags, "", unit), type, wish(declared, wanted, false), unit);
            case CREATE_AGAIN ->
                make(begun(declared, wanted, tags, "", unit), type, wish(declared, wanted, true), unit);
            case UPDATE -> change(declared, type, wanted, tags, unit);
            case REPLACE -> {
                StackResource old = base.current(false);
                put(old, unit);
                StackResource next = declared(fresh(block, rows.nextGeneration(id), true), block, target);
                make(begun(next, wanted, tags, REPLACED, unit), type, wish(next, wanted, false), unit);
            }
        }
    }

    private StackResource declared(StackResource row, ResourceBlock block, RunTarget target) {
        return row.declared(
                List.copyOf(target.earlier(row.logicalId())),
                target.policy(block.deletionPolicy()),
                target.policy(block.updateReplacePolicy()),
                block.metadata());
    }

    private StackResource fresh(ResourceBlock block, int generation, boolean replaces) {
        return new StackResource(
                run.stackId(),
                block.logicalId(),
                generation,
                true,
                block.type(),
                "",
                ResourceStatus.CREATE_IN_PROGRESS,
                replaces ? REPLACED : "",
                Map.of(),
                null,
                Map.of(),
                Map.of(),
                List.of(),
                "Delete",
                "Delete",
                Map.of(),
                0,
                run.operationId());
    }

    private StackResource begun(
            StackResource row, Map<String, Object> wanted, Map<String, String> tags, String why, UnitBuilder unit) {
        StackResource begun =
                row.being(row.properties(), wanted, tags).now(ResourceStatus.CREATE_IN_PROGRESS, why, unit.millis());
        put(begun, unit);
        // AWS tells of a replacement as of an update.
        unit.event(
                begun.logicalId(),
                begun.physicalId(),
                begun.type(),
                (why.isEmpty() ? ResourceStatus.CREATE_IN_PROGRESS : ResourceStatus.UPDATE_IN_PROGRESS).name(),
                why);
        return begun;
    }

    private void settle(StackResource row, UnitBuilder unit, boolean write) {
        rows.put(row);
        if (write) {
            unit.row(row);
        }
        settled.add(row.logicalId());
    }

    private void put(StackResource row, UnitBuilder unit) {
        rows.put(row);
        unit.row(row);
    }

    private Wish wish(StackResource row, Map<String, Object> properties, boolean again) {
        return RunWishes.of(
                run.stack(), row, properties, run.target().settings().tags(), again, parts.scope());
    }

    private void make(StackResource row, ResourceType type, Wish wish, UnitBuilder unit) {
        put(row, unit);
        run.begun(row, new Making(row, type, wish));
    }

    private final class Making implements StackStep {

        private final ResourceType type;
        private final Wish wish;
        private volatile StackResource row;

        Making(StackResource row, ResourceType type, Wish wish) {
            this.row = row;
            this.type = type;
            this.wish = wish;
        }

        @Override
        public Consumer<UnitBuilder> take() {
            Made made = type.create(wish, run.calls(), id -> {
                row = row.made(id, Map.of());
                run.note(row);
            });
            return unit -> {
                boolean replaces = row.reason().equals(REPLACED);
                unit.event(
                        row.logicalId(),
                        made.physicalId(),
                        row.type(),
                        (replaces ? ResourceStatus.UPDATE_IN_PROGRESS : ResourceStatus.CREATE_IN_PROGRESS).name(),
                        "Resource creation Initiated");
                StackResource done = row.being(wish.properties(), null, row.tags())
                        .made(made.physicalId(), made.attributes())
                        .now(
                                replaces ? ResourceStatus.UPDATE_COMPLETE : ResourceStatus.CREATE_COMPLETE,
                                "",
                                unit.millis());
                unit.told(done);
                settle(done, unit, true);
            };
        }

        @Override
        public Consumer<UnitBuilder> failed(String reason) {
            return unit -> {
                StackResource refused = row.now(ResourceStatus.CREATE_FAILED, reason, unit.millis());
                put(refused, unit);
                unit.told(refused);
                run.failed(row.logicalId());
            };
        }
    }

    private void change(
            StackResource row,
            ResourceType type,
            Map<String, Object> wanted,
            Map<String, String> tags,
            UnitBuilder unit) {
        Map<String, Object> from = StackDecisions.perhaps(row, wanted);
        Wish before = RunWishes.of(run.stack(), row, from, row.tags(), true, parts.scope());
        StackResource begun = row.being(row.properties(), wanted, row.tags())
                .now(ResourceStatus.UPDATE_IN_PROGRESS, "", unit.millis());
        rows.put(begun);
        unit.told(begun);
        run.begun(begun, new StackStep() {
            @Override
            public Consumer<UnitBuilder> take() {
                Made made = type.update(row.physicalId(), before, wish(row, wanted, true), run.calls());
                return done -> {
                    Map<String, Object> attributes = new LinkedHashMap<>(row.attributes());
                    attributes.putAll(made.attributes());
                    StackResource changed = begun.being(wanted, null, tags)
                            .made(made.physicalId(), attributes)
                            .now(ResourceStatus.UPDATE_COMPLETE, "", done.millis());
                    done.told(changed);
                    settle(changed, done, true);
                };
            }

            @Override
            public Consumer<UnitBuilder> failed(String reason) {
                return done -> {
                    StackResource refused = begun.now(ResourceStatus.UPDATE_FAILED, reason, done.millis());
                    put(refused, done);
                    done.told(refused);
                    run.failed(row.logicalId());
                };
            }
        });
    }
}
