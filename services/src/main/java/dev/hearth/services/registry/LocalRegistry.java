package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around {@link FunctionDecisions}: all functions in memory, every change committed to the store first.
 *
 * <p>Reads take no lock. Changes take one lock, for the decision and the commit; packages are unpacked outside it, pinned so
 * that nobody collects them meanwhile.
 */
final class LocalRegistry implements Registry {

    /** How long code outlives its last function: an invocation may still be running it. */
    static final Duration CODE_GRACE =
            Duration.ofSeconds(RegistryLimits.TIMEOUT_SECONDS).plusMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(LocalRegistry.class);

    private final Ports ports;
    private final FunctionDecisions decisions;
    private final RegistryStore store;
    private final CodeStore code;
    private final Listener listener;
    private final ConcurrentSkipListMap<String, Entry> functions = new ConcurrentSkipListMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final Map<String, Integer> pins = new HashMap<>();

    /** A function, and its invocation's view of it, made once. */
    private record Entry(FunctionRecord function, FunctionVersion version) {}

    LocalRegistry(Ports ports, FunctionDecisions decisions, RegistryStore store, CodeStore code, Listener listener) {
        this.ports = ports;
        this.decisions = decisions;
        this.store = store;
        this.code = code;
        this.listener = listener;
    }

    /** Fills the memory from the store, collects what a killed process left behind, and goes on where it stopped. */
    void load() {
        store.load().forEach(function -> remember(decisions.reloaded(function)));
        code.digests().forEach(this::collect);
        List<FunctionRecord> unsettled = functions.values().stream()
                .map(Entry::function)
                .filter(FunctionDecisions::unsettled)
                .toList();
        unsettled.forEach(this::settleSoon);
    }

    @Override
    public FunctionVersion resolve(String function, @Nullable String qualifier) {
        Entry entry = qualifier == null ? functions.get(function) : null;
        if (entry == null) {
            entry = entry("lambda:InvokeFunction", function, qualifier);
        }
        return switch (entry.function.state()) {
            case FunctionState.Active _ -> entry.version;
            case FunctionState.Pending _ -> throw FunctionDecisions.notNow("Pending");
            case FunctionState.Failed _ -> throw FunctionDecisions.notNow("Failed");
        };
    }

    @Override
    public FunctionRecord get(String action, String function, @Nullable String qualifier) {
        return entry(action, function, qualifier).function;
    }

    private Entry entry(String action, String function, @Nullable String qualifier) {
        FunctionReference reference = FunctionReference.existing(decisions.scope(), action, function, qualifier);
        String wanted = reference.qualifier();
        Entry entry = functions.get(reference.name());
        if (entry == null || wanted != null && !wanted.equals(FunctionRecord.LATEST)) {
            throw decisions.notFound(reference.name(), wanted);
        }
        return entry;
    }

    @Override
    public FunctionPage list(@Nullable String marker, @Nullable Integer maxItems) {
        new Constraints().range("maxItems", maxItems, 1, Markers.MAX_ITEMS).verify();
        int size = Math.min(maxItems == null ? RegistryLimits.PAGE_SIZE : maxItems, RegistryLimits.PAGE_SIZE);
        List<FunctionRecord> page = new ArrayList<>();
        for (Entry entry : functions
                .tailMap(marker == null ? "" : Markers.name(marker), false)
                .values()) {
            if (page.size() == size) {
                return new FunctionPage(page, Markers.after(page.getLast().name()));
            }
            page.add(entry.function);
        }
        return new FunctionPage(page, null);
    }

    @Override
    public FunctionRecord create(CreateFunction wish) {
        FunctionDecisions.Draft draft = decisions.draft(wish);
        requireAbsent(draft.name());
        FunctionRecord created = withCode(draft.zip(), stored -> {
            requireAbsent(draft.name());
            return decisions.created(draft, stored, stamp());
        });
        settleSoon(created);
        return created;
    }

    private void requireAbsent(String name) {
        if (functions.containsKey(name)) {
            throw new Fault(Fault.Kind.ALREADY_EXISTS, "Function already exist: " + name).asException();
        }
    }

    @Override
    public FunctionRecord updateCode(UpdateCode wish) {
        FunctionRecord old = unqualified("lambda:UpdateFunctionCode", wish.function());
        decisions.admitCode(old, wish);
        byte[] zip = FunctionDecisions.zip(wish.zip());
        if (wish.dryRun()) {
            CodePackage.read(zip).verify();
            StoredCode would = new StoredCode(CodePackage.digest(zip), zip.length);
            return decisions.codeUpdated(old, wish, would, stamp());
        }
        FunctionRecord updated =
                withCode(zip, stored -> decisions.codeUpdated(current(old.name()), wish, stored, stamp()));
        afterUpdate(updated, old.code().digest());
        return updated;
    }

    @Override
    public FunctionRecord updateConfiguration(UpdateConfiguration wish) {
        FunctionRecord old = unqualified("lambda:UpdateFunctionConfiguration", wish.function());
        FunctionRecord updated =
                writing(() -> commit(decisions.configurationUpdated(current(old.name()), wish, stamp())));
        afterUpdate(updated, updated.code().digest());
        return updated;
    }

    private void afterUpdate(FunctionRecord updated, String oldDigest) {
        listener.changed(arn(updated.name()));
        settleSoon(updated);
        if (!oldDigest.equals(updated.code().digest())) {
            collectLater(oldDigest);
        }
    }

    @Override
    public void delete(String function, @Nullable String qualifier) {
        FunctionReference reference =
                FunctionReference.existing(decisions.scope(), "lambda:DeleteFunction", function, qualifier);
        if (FunctionRecord.LATEST.equals(reference.qualifier())) {
            throw FunctionDecisions.refused("$LATEST version cannot be deleted without deleting the function.");
        }
        FunctionRecord deleted = writing(() -> {
            Entry entry = entry("lambda:DeleteFunction", function, qualifier);
            store.delete(reference.name());
            functions.remove(reference.name());
            return entry.function;
        });
        listener.changed(arn(deleted.name()));
        collectLater(deleted.code().digest());
    }

    @Override
    public void tag(String function, Map<String, String> tags) {
        writing(() -> commit(decisions.tagged(taggable("lambda:TagResource", function), tags)));
    }

    @Override
    public void untag(String function, List<String> keys) {
        writing(() -> commit(decisions.untagged(taggable("lambda:UntagResource", function), keys)));
    }

    private FunctionRecord taggable(String action, String function) {
        if (FunctionReference.existing(decisions.scope(), action, function, null)
                        .qualifier()
                != null) {
            throw FunctionDecisions.refused("Tags on function aliases and versions are not supported. Please specify"
                    + " either a function ARN.");
        }
        return entry(action, function, null).function;
    }

    @Override
    public Usage usage() {
        List<Entry> all = List.copyOf(functions.values());
        return new Usage(
                all.size(),
                all.stream().mapToLong(e -> e.function.code().size()).sum());
    }

    @Override
    public String arn(String name) {
        return decisions.arn(name);
    }

    private FunctionRecord unqualified(String action, String function) {
        return entry(action, function, null).function;
    }

    private FunctionRecord current(String name) {
        Entry entry = functions.get(name);
        if (entry == null) {
            throw decisions.notFound(name, null);
        }
        return entry.function;
    }

    /** Keeps a package, decides with it under the lock, commits; the package is collected again when that is refused. */
    private FunctionRecord withCode(byte[] zip, Function<StoredCode, FunctionRecord> decision) {
        String digest = CodePackage.digest(zip);
        writing(() -> pins.merge(digest, 1, Integer::sum));
        boolean committed = false;
        try {
            FunctionDecisions.checkStorage(usage(), zip.length);
            StoredCode stored = code.put(zip);
            FunctionRecord result = writing(() -> commit(decision.apply(stored)));
            committed = true;
            return result;
        } finally {
            writing(() -> pins.computeIfPresent(digest, (_, count) -> count == 1 ? null : count - 1));
            if (!committed) {
                collect(digest);
            }
        }
    }

    private FunctionRecord commit(FunctionRecord function) {
        store.put(function);
        remember(function);
        return function;
    }

    private void remember(FunctionRecord function) {
        functions.put(function.name(), new Entry(function, version(function)));
    }

    private void settleSoon(FunctionRecord function) {
        ports.tasks().start("settle-" + function.name(), () -> {
            try {
                settle(function);
            } catch (RuntimeException e) {
                LOG.error("{} stays {}: its new state could not be stored", function.name(), function.state(), e);
            }
        });
    }

    /** Finds out whether the code is ready, and tells it by the function's state unless it changed meanwhile. */
    private void settle(FunctionRecord function) {
        String problem = "";
        try {
            code.prepare(function.code().digest());
        } catch (FaultException e) {
            problem = e.fault().message();
        }
        String result = problem;
        writing(() -> {
            Entry entry = functions.get(function.name());
            if (entry != null
                    && entry.function.deployment().equals(function.deployment())
                    && FunctionDecisions.unsettled(entry.function)) {
                commit(decisions.settled(
                        entry.function, result, ports.randomness().uuid().toString()));
            }
            return function;
        });
    }

    private void collectLater(String digest) {
        ports.timers()
                .after(
                        CODE_GRACE,
                        () -> ports.tasks().start("collect-" + digest, () -> {
                            try {
                                collect(digest);
                            } catch (RuntimeException e) {
                                LOG.warn("The package {} could not be removed; the next start tries again", digest, e);
                            }
                        }));
    }

    /** Removes a package that no function refers to and no change is about to. */
    private void collect(String digest) {
        writing(() -> {
            boolean used = pins.containsKey(digest)
                    || functions.values().stream()
                            .anyMatch(e -> e.function.code().digest().equals(digest));
            if (!used) {
                code.remove(digest);
            }
            return used;
        });
    }

    private FunctionDecisions.Stamp stamp() {
        return new FunctionDecisions.Stamp(
                ports.time().instant(),
                ports.randomness().uuid().toString(),
                ports.randomness().uuid().toString());
    }

    private <T extends @Nullable Object> T writing(Supplier<T> change) {
        writing.lock();
        try {
            return change.get();
        } finally {
            writing.unlock();
        }
    }

    private FunctionVersion version(FunctionRecord function) {
        Configuration configuration = function.configuration();
        return new FunctionVersion(
                arn(function.name()),
                function.name(),
                FunctionRecord.LATEST,
                function.deployment(),
                configuration.runtime(),
                configuration.handler(),
                Duration.ofSeconds(configuration.timeoutSeconds()),
                configuration.memoryMb(),
                configuration.ephemeralStorageMb(),
                configuration.environment(),
                function.code().digest(),
                configuration.logging().group());
    }
}
