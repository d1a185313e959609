package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.core.InvocationTimes;
import dev.hearth.services.frontend.InvocationListener;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.worker.ServedInvocation;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counts every invocation as it ends, for {@link MetricsPage}. Needs no metrics library until somebody reads. */
final class InvocationMetrics implements InvocationListener {

    /** Function versions that are told apart; what comes later is measured together as {@link #OTHER}. */
    static final int MAX_VERSIONS = 100;

    /** The name of what is too much to be told apart. */
    static final String OTHER = "other";

    /** What meters are found by. */
    private record Key(String functionArn, String version) {}

    private final ConcurrentMap<Key, FunctionMeters> versions = new ConcurrentHashMap<>();
    private final FunctionMeters others = FunctionMeters.of(OTHER, OTHER);
    private final AtomicLongArray faults = new AtomicLongArray(Fault.Kind.values().length);

    @Override
    public void ended(InvokeCommand command, @Nullable FunctionVersion version, InvokeOutcome outcome, long endNanos) {
        if (command.type() == InvokeCommand.Type.DRY_RUN || outcome instanceof InvokeOutcome.Accepted) {
            return;
        }
        if (outcome instanceof InvokeOutcome.Refused refused) {
            faults.getAndIncrement(refused.fault().kind().ordinal());
        }
        if (version != null) {
            meters(version).ended(command.times(), FunctionMeters.end(outcome), endNanos);
        }
    }

    /** The same of an invocation that another host's endpoint served. */
    void served(ServedInvocation served) {
        long counted = served.queuedNanos();
        long delivered = counted + served.deliveredNanos();
        long answered = delivered + served.ranNanos();
        InvocationTimes times = new InvocationTimes().received(0);
        times.entered(counted);
        times.counted(counted);
        times.delivered(delivered);
        times.answered(answered);
        FunctionMeters.End end = served.failed() ? FunctionMeters.End.FUNCTION_ERROR : FunctionMeters.End.SUCCESS;
        meters(new Key(served.functionArn(), served.version()), served.function())
                .ended(times, end, answered + served.returnedNanos());
    }

    private FunctionMeters meters(FunctionVersion version) {
        return meters(new Key(version.functionArn(), version.version()), version.name());
    }

    private FunctionMeters meters(Key key, String function) {
        FunctionMeters found = versions.get(key);
        if (found != null) {
            return found;
        }
        return versions.size() >= MAX_VERSIONS
                ? others
                : versions.computeIfAbsent(key, _ -> FunctionMeters.of(function, key.version()));
    }

    /** One for each function version that is told apart. */
    Collection<FunctionMeters> versions() {
        return versions.values();
    }

    /** The rest together. */
    FunctionMeters others() {
        return others;
    }

    /** Invocations refused for {@code kind}. */
    long faults(Fault.Kind kind) {
        return faults.get(kind.ordinal());
    }
}
