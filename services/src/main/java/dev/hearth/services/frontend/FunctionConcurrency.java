package dev.hearth.services.frontend;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.registry.Registry;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell of {@link Concurrency}: counting decides, the store keeps, one change at a time. */
final class FunctionConcurrency implements Concurrency {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionConcurrency.class);

    private final Registry registry;
    private final Counting counting;
    private final ConcurrencyStore store;
    private final Consumer<String> limited;
    private final ProvisionedConcurrency provisioned;
    private final ReentrantLock changing = new ReentrantLock();

    FunctionConcurrency(
            Registry registry,
            Counting counting,
            Assignment assignment,
            ConcurrencyStore store,
            Consumer<String> limited,
            Ports ports) {
        this.limited = limited;
        this.registry = registry;
        this.counting = counting;
        this.store = store;
        this.provisioned = new ProvisionedConcurrency(registry, counting, assignment, store, ports, this::changing);
    }

    void load() {
        for (ConcurrencyStore.Reserved reserved : store.reserved()) {
            if (exists(reserved.function())) {
                restore(
                        reserved.function(),
                        () -> counting.putFunctionConcurrency(registry.arn(reserved.function()), reserved.units()));
            } else {
                store.forget(reserved.function());
            }
        }
        provisioned.load();
    }

    private boolean exists(String function) {
        try {
            registry.get("lambda:GetFunctionConcurrency", function, null);
            return true;
        } catch (FaultException e) {
            return false;
        }
    }

    /** What fitted into the account before may not fit into a smaller one: the function then runs without it. */
    static void restore(String function, Runnable apply) {
        try {
            apply.run();
        } catch (FaultException e) {
            LOG.warn("{} runs without its configured concurrency: {}", function, e.getMessage());
        }
    }

    @Override
    public Account account() {
        CountingUsage usage = counting.usage();
        return new Account(usage.concurrentExecutions(), usage.unreservedConcurrentExecutions());
    }

    @Override
    public int putReserved(String function, @Nullable Integer units) {
        String name = name("lambda:PutFunctionConcurrency", function);
        if (units == null) {
            throw ProvisionedConcurrency.missing("reservedConcurrentExecutions");
        }
        changing(() -> {
            String arn = registry.arn(name);
            OptionalInt before = counting.usage(arn).reserved();
            counting.putFunctionConcurrency(arn, units);
            orUndo(() -> store.put(new ConcurrencyStore.Reserved(name, units)), () -> {
                if (before.isPresent()) {
                    counting.putFunctionConcurrency(arn, before.getAsInt());
                } else {
                    counting.deleteFunctionConcurrency(arn);
                }
            });
        });
        limited.accept(registry.arn(name));
        return units;
    }

    @Override
    public OptionalInt reserved(String action, String function) {
        return counting.usage(registry.arn(name(action, function))).reserved();
    }

    @Override
    public void deleteReserved(String function) {
        String name = name("lambda:DeleteFunctionConcurrency", function);
        changing(() -> {
            store.deleteReserved(name);
            counting.deleteFunctionConcurrency(registry.arn(name));
        });
    }

    @Override
    public Provisioned putProvisioned(String function, @Nullable String qualifier, @Nullable Integer environments) {
        Provisioned put = provisioned.put(function, qualifier, environments);
        limited.accept(registry.arn(name("lambda:PutProvisionedConcurrencyConfig", function)));
        return put;
    }

    @Override
    public Provisioned provisioned(String function, @Nullable String qualifier) {
        return provisioned.get(function, qualifier);
    }

    @Override
    public Page listProvisioned(String function, @Nullable String marker, @Nullable Integer maxItems) {
        return provisioned.list(function, marker, maxItems);
    }

    @Override
    public void deleteProvisioned(String function, @Nullable String qualifier) {
        provisioned.delete(function, qualifier);
    }

    @Override
    public void repointed(String functionArn) {
        provisioned.refresh(functionArn.substring(functionArn.lastIndexOf(':') + 1));
    }

    @Override
    public void forget(String functionArn) {
        changing(() -> {
            counting.forget(functionArn);
            String name = functionArn.substring(functionArn.lastIndexOf(':') + 1);
            store.forget(name);
            provisioned.forget(name);
        });
    }

    private String name(String action, String function) {
        return registry.get(action, function, null).name();
    }

    private void changing(Runnable change) {
        changing.lock();
        try {
            change.run();
        } finally {
            changing.unlock();
        }
    }

    static void orUndo(Runnable step, Runnable undo) {
        boolean done = false;
        try {
            step.run();
            done = true;
        } finally {
            if (!done) {
                undo.run();
            }
        }
    }
}
