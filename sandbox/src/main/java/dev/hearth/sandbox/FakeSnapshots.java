package dev.hearth.sandbox;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Snapshots of a {@link FakeSandboxDriver}: no memory is kept, only which are there. What wakes runs the bootstrap from
 * its start and is told so ({@link FakeSandboxDriver.Guest#woken}).
 */
public final class FakeSnapshots implements SandboxSnapshots {

    private record Key(SandboxSpec spec) {

        static Key of(SandboxSpec spec) {
            return new Key(new SandboxSpec(
                    "any",
                    spec.runtime(),
                    spec.taskRoot(),
                    spec.layers(),
                    spec.sharedEnvironment(),
                    spec.memoryMb(),
                    spec.ephemeralStorageMb(),
                    spec.extensions(),
                    spec.network(),
                    spec.image()));
        }
    }

    private final FakeSandboxDriver driver;
    private final Set<Key> taken = ConcurrentHashMap.newKeySet();

    FakeSnapshots(FakeSandboxDriver driver) {
        this.driver = driver;
    }

    /** How many there are. */
    public int count() {
        return taken.size();
    }

    @Override
    public boolean holds(SandboxSpec spec) {
        return taken.contains(Key.of(spec));
    }

    @Override
    public Template startTemplate(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        return new FakeTemplate(driver.launch(spec, listener, false), () -> taken.add(Key.of(spec)));
    }

    @Override
    public Sandbox restore(SandboxSpec spec, SandboxListener listener) throws SandboxException {
        if (!holds(spec)) {
            throw new SandboxException("there is no snapshot");
        }
        return driver.launch(spec, listener, true);
    }

    private record FakeTemplate(FakeSandbox sandbox, Runnable whenTaken) implements Template {

        @Override
        public void take() {
            whenTaken.run();
            sandbox.kill();
        }

        @Override
        public String id() {
            return sandbox.id();
        }

        @Override
        public void kill() {
            sandbox.kill();
        }

        @Override
        public CompletionStage<Void> drainOutput() {
            return sandbox.drainOutput();
        }

        @Override
        public long peakMemoryBytes() {
            return sandbox.peakMemoryBytes();
        }
    }
}
