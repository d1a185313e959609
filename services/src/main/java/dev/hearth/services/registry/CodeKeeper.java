package dev.hearth.services.registry;

import dev.hearth.core.Ports;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps packages for as long as something refers to them, or is about to. */
final class CodeKeeper {

    /** How long code outlives its last function: an invocation may still be running it. */
    static final Duration CODE_GRACE =
            Duration.ofSeconds(RegistryLimits.TIMEOUT_SECONDS).plusMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(CodeKeeper.class);

    private final Ports ports;
    private final RegistryMemory memory;
    private final CodeStore code;

    /** How many changes that are under way need a package; guarded by the memory's lock. */
    private final Map<String, Integer> pins = new HashMap<>();

    CodeKeeper(Ports ports, RegistryMemory memory, CodeStore code) {
        this.ports = ports;
        this.memory = memory;
        this.code = code;
    }

    CodeStore code() {
        return code;
    }

    /** Keeps a package, changes with it under the lock; the package is collected again when the change is refused. */
    <T> T with(byte[] zip, Function<StoredCode, T> change) {
        String digest = CodePackage.digest(zip);
        memory.writing(() -> pins.merge(digest, 1, Integer::sum));
        boolean committed = false;
        try {
            FunctionDecisions.checkStorage(memory.codeSize(), zip.length);
            StoredCode stored = code.put(zip);
            T result = memory.writing(() -> change.apply(stored));
            committed = true;
            return result;
        } finally {
            memory.writing(() -> pins.computeIfPresent(digest, (_, count) -> count == 1 ? null : count - 1));
            if (!committed) {
                collect(digest);
            }
        }
    }

    /** Collects what nobody refers to any more, once no invocation can be running it. */
    void collectLater(Collection<String> digests) {
        if (!digests.isEmpty()) {
            ports.timers()
                    .after(
                            CODE_GRACE,
                            () -> ports.tasks().start("collect-code", () -> digests.forEach(this::tryCollect)));
        }
    }

    private void tryCollect(String digest) {
        try {
            collect(digest);
        } catch (RuntimeException e) {
            LOG.warn("The package {} could not be removed; the next start tries again", digest, e);
        }
    }

    /** Removes a package that nothing refers to and no change is about to. */
    void collect(String digest) {
        memory.writing(() -> {
            boolean used = pins.containsKey(digest) || memory.digests().anyMatch(digest::equals);
            if (!used) {
                code.remove(digest);
            }
            return used;
        });
    }
}
