package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.cloudformation.StackOperation.Kind;
import dev.hearth.neighbours.cloudformation.StackOperation.OnFailure;
import dev.hearth.neighbours.cloudformation.StackOperation.Phase;
import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.templates.Transform;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@link CloudFormation}: admits what may be done, and has a {@link StackRun} do it. */
final class RoomCloudFormation implements CloudFormation {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final StackStore store;
    private final Ports ports;
    private final AwsScope scope;
    private final RunParts parts;
    private final Preparation preparation;
    private final ChangeSets changeSets;
    private final Responses responses;
    private final Rollbacks rollbacks;
    private final Map<String, StackRun> runs = new ConcurrentHashMap<>();
    /** One admission at a time: two requests do not both find a name free. */
    private final Object admission = new Object();

    RoomCloudFormation(
            StackStore store,
            StackClients clients,
            Map<String, ResourceType> types,
            Map<String, Transform> transforms,
            URI endpoint,
            Ports ports,
            AwsScope scope) {
        this.store = store;
        this.ports = ports;
        this.scope = scope;
        this.responses = new Responses(endpoint, ports);
        Map<String, ResourceType> all = new LinkedHashMap<>(types);
        CustomResource custom = new CustomResource("AWS::CloudFormation::CustomResource", responses);
        for (ResourceType own :
                List.of(custom, new NestedStack(this), new WaitHandle(responses), new WaitCondition(responses))) {
            all.put(own.name(), own);
        }
        this.parts = new RunParts(store, clients, Map.copyOf(all), custom, ports, scope);
        this.preparation = new Preparation(parts, transforms);
        this.changeSets = new ChangeSets(this, parts, preparation);
        this.rollbacks = new Rollbacks(this, store, ports);
    }

    @Override
    public void resume() {
        store.busy().forEach(this::run);
    }

    private void run(Stack stack) {
        StackRun run = new StackRun(stack, parts, this::ended);
        runs.put(stack.id(), run);
        run.begin();
    }

    private void ended(StackRun run) {
        runs.remove(run.stackId(), run);
        if (run.isLost()) {
            ports.timers()
                    .after(
                            RETRY,
                            () -> ports.tasks().start("stack again", () -> {
                                Stack stack = store.byId(run.stackId());
                                if (stack != null && stack.status().isBusy()) {
                                    run(stack);
                                }
                            }));
        } else {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        store.stacks().stream()
                .filter(stack -> !stack.isLive())
                .skip(StackLimits.DELETED_STACKS)
                .forEach(stack -> store.forget(stack.id()));
    }

    @Override
    public Stack create(StackRequest request, StackOptions options, String accessKeyId) {
        return create(request, options, accessKeyId, "", "");
    }

    /** @param parent the id of the stack that it is a resource of, or empty */
    Stack create(StackRequest request, StackOptions options, String accessKeyId, String parent, String root) {
        synchronized (admission) {
            Stack there = store.named(request.checkedName());
            if (there != null && there.status() != StackStatus.REVIEW_IN_PROGRESS) {
                throw CloudFormationError.ALREADY_EXISTS.because("Stack [" + request.name() + "] already exists");
            }
            if (there != null) {
                throw CloudFormationError.VALIDATION.because(
                        "Stack:" + there.id() + " is in REVIEW_IN_PROGRESS state and can not be created.");
            }
            Stack stack = fresh(request.name()).within(parent, root, "");
            StackSettings settings = preparation.settings(request, stack, null, accessKeyId, parent.isEmpty());
            Stack kept =
                    stack.kept(options.isProtected(), options.onFailure() == OnFailure.DO_NOTHING, options.policy());
            return begin(
                    kept,
                    operation(Kind.CREATE, Phase.FORWARD, settings, accessKeyId, request.token(), options),
                    StackStatus.CREATE_IN_PROGRESS,
                    null);
        }
    }

    Stack fresh(String name) {
        if (store.stacks().stream().filter(Stack::isLive).count() >= StackLimits.STACKS) {
            throw CloudFormationError.LIMIT.because("Limit for stack has been exceeded");
        }
        return Stack.of(
                Stack.id(scope, name, ports.randomness().uuid().toString()),
                name,
                ports.time().millis());
    }

    StackOperation operation(
            Kind kind, Phase phase, StackSettings settings, String accessKeyId, String token, StackOptions options) {
        return new StackOperation(
                ports.randomness().uuid().toString(),
                kind,
                phase,
                settings,
                accessKeyId,
                token,
                options.onFailure(),
                List.of(),
                ports.time().millis(),
                options.timeoutMinutes() * 60_000L);
    }

    /** Writes that {@code operation} is under way with {@code stack}, and has it done. */
    Stack begin(Stack stack, StackOperation operation, StackStatus status, @Nullable ChangeSet executed) {
        UnitBuilder unit = new UnitBuilder(stack.with(stack.settings(), operation, stack.outputs()), ports);
        unit.status(status, "User Initiated");
        if (operation.kind() == Kind.UPDATE) {
            unit.stack(unit.stack().at(unit.millis(), 0, unit.stack().lastEvent()));
        }
        if (executed != null) {
            unit.changeSet(executed);
        }
        Stack begun = unit.save(store);
        run(begun);
        return begun;
    }

    @Override
    public Stack update(StackRequest request, boolean disableRollback, String accessKeyId) {
        synchronized (admission) {
            Stack before = stack(request.name());
            updatable(before);
            StackSettings settings = preparation.settings(
                    request, before, before, accessKeyId, before.parentId().isEmpty());
            if (isSame(before, settings, accessKeyId)) {
                throw CloudFormationError.VALIDATION.because("No updates are to be performed.");
            }
            boolean stays = disableRollback || before.isRollbackDisabled();
            return begin(
                    before,
                    operation(
                            Kind.UPDATE,
                            Phase.FORWARD,
                            settings,
                            accessKeyId,
                            request.token(),
                            StackOptions.failing(stays)),
                    StackStatus.UPDATE_IN_PROGRESS,
                    null);
        }
    }

    void updatable(Stack stack) {
        if (!stack.status().isUpdatable()) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack:" + stack.id() + " is in " + stack.status() + " state and can not be updated.");
        }
    }

    boolean isSame(Stack before, StackSettings settings, String accessKeyId) {
        return ChangePlan.of(before, settings, parts, accessKeyId).isEmpty()
                && before.settings().tags().equals(settings.tags())
                && Sections.same(before.settings(), settings);
    }

    @Override
    public void delete(String name, List<String> retained, String token, String accessKeyId) {
        synchronized (admission) {
            Stack stack = find(name);
            if (stack == null || !stack.isLive() || stack.status() == StackStatus.DELETE_IN_PROGRESS) {
                return;
            }
            StackRun run = stack.status().isCreation() && !stack.isProtected() ? runs.get(stack.id()) : null;
            if (run != null) {
                run.abandon();
                responses.giveUp(stack.id());
                return;
            }
            StackDecisions.requireDeletable(stack);
            Exports.check(stack.id(), Map.of(), store);
            StackOperation operation = new StackOperation(
                    ports.randomness().uuid().toString(),
                    Kind.DELETE,
                    Phase.DELETE,
                    StackSettings.NONE,
                    accessKeyId,
                    token,
                    OnFailure.DO_NOTHING,
                    retained,
                    ports.time().millis(),
                    0);
            begin(stack, operation, StackStatus.DELETE_IN_PROGRESS, null);
        }
    }

    @Override
    public void cancelUpdate(String name) {
        Stack stack = stack(name);
        StackRun run = runs.get(stack.id());
        if (run == null || stack.status() != StackStatus.UPDATE_IN_PROGRESS) {
            throw CloudFormationError.VALIDATION.because(
                    "CancelUpdateStack cannot be called from current stack status");
        }
        run.cancel("User Initiated");
    }

    @Override
    public void continueRollback(String name, List<String> skipped, String token, String accessKeyId) {
        synchronized (admission) {
            rollbacks.goOn(stack(name), skipped, token, accessKeyId);
        }
    }

    @Override
    public Stack rollback(String name, String token, String accessKeyId) {
        synchronized (admission) {
            return rollbacks.begin(stack(name), token, accessKeyId);
        }
    }

    /** By name or ARN; null when there is none. */
    @Nullable
    Stack find(String name) {
        return name.startsWith("arn:") ? store.byId(name) : store.named(name);
    }

    @Override
    public Stack stack(String name) {
        Stack stack = find(name);
        if (stack == null) {
            throw CloudFormationError.noStack(name);
        }
        return stack;
    }

    @Override
    public Stack settling(String name) {
        StackRun run = runs.get(stack(name).id());
        if (run != null) {
            run.settle();
        }
        return stack(name);
    }

    @Override
    public List<Stack> stacks() {
        return store.stacks();
    }

    @Override
    public List<StackResource> resources(String name) {
        return RemoveWalk.shown(store.resources(stack(name).id()));
    }

    @Override
    public List<StackEvent> events(String name, long before, int limit) {
        return store.events(stack(name).id(), before, limit);
    }

    @Override
    public ChangeSet createChangeSet(
            StackRequest request,
            String changeSet,
            boolean creates,
            String description,
            OnFailure onFailure,
            String accessKeyId) {
        synchronized (admission) {
            return changeSets.create(request, changeSet, creates, description, onFailure, accessKeyId);
        }
    }

    @Override
    public ChangeSet changeSet(String name, String changeSet) {
        return changeSets.get(name, changeSet);
    }

    @Override
    public List<ChangeSet> changeSets(String name) {
        return store.changeSets(stack(name).id());
    }

    @Override
    public void execute(String name, String changeSet, String token, boolean disableRollback, String accessKeyId) {
        synchronized (admission) {
            changeSets.execute(name, changeSet, token, disableRollback, accessKeyId);
        }
    }

    @Override
    public void deleteChangeSet(String name, String changeSet) {
        synchronized (admission) {
            changeSets.delete(name, changeSet);
        }
    }

    @Override
    public TemplateSummary summary(StackRequest request, String accessKeyId) {
        boolean own = request.body() == null && request.url() == null;
        Stack stack = own ? stack(request.name()) : null;
        return preparation.summary(
                stack != null ? stack.settings().body() : preparation.body(request, null, accessKeyId));
    }

    @Override
    public Map<String, StackStore.Export> exports() {
        return store.exports();
    }

    @Override
    public List<String> importers(String export) {
        List<String> importers = store.importers(export).stream()
                .map(store::byId)
                .filter(stack -> stack != null && stack.isLive())
                .map(Stack::name)
                .toList();
        if (importers.isEmpty()) {
            throw CloudFormationError.VALIDATION.because("Export '" + export + "' is not imported by any stack.");
        }
        return importers;
    }

    @Override
    public void setPolicy(String name, String policy) {
        change(name, stack -> stack.kept(stack.isProtected(), stack.isRollbackDisabled(), policy));
    }

    @Override
    public Stack protect(String name, boolean isProtected) {
        return change(name, stack -> stack.kept(isProtected, stack.isRollbackDisabled(), stack.policy()));
    }

    private Stack change(String name, java.util.function.UnaryOperator<Stack> how) {
        synchronized (admission) {
            Stack stack = stack(name);
            if (stack.status().isBusy()) {
                throw CloudFormationError.VALIDATION.because(
                        "Stack:" + stack.id() + " is in " + stack.status() + " state and can not be changed.");
            }
            Stack changed = how.apply(stack);
            store.save(StackStore.Unit.of(changed));
            return changed;
        }
    }

    @Override
    public void signal(String name, String logicalId, String uniqueId, boolean success) {
        responses.signal(stack(name).id(), logicalId, uniqueId, success);
    }

    @Override
    public boolean respond(String path, String json) {
        return responses.take(path, json);
    }

    @Override
    public List<String> types() {
        return parts.types().keySet().stream().sorted().toList();
    }
}
