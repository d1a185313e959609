package dev.hearth.drivers.namespace;

import dev.hearth.drivers.cgroups.SandboxCgroup;
import dev.hearth.drivers.linux.IoBuffer;
import dev.hearth.drivers.linux.Linux;
import dev.hearth.drivers.linux.LinuxException;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running sandbox: its output, its end and its memory.
 *
 * <pre>
 * state    event                   does                                                    next
 * running  output readable         reads and delivers                                      running
 * running  drain, kill             reads and delivers; kills the init                      running
 * running  freeze, thaw, stop      by cgroup; by a word to the init                        running
 * running  the init says something tells the listener or who waits, or keeps it for the end running
 * running  everything inside gone  on a task: delivers the rest, frees, tells ended        ended
 * ended    anything                nothing                                                 ended
 * </pre>
 */
final class NamespaceSandbox implements Sandbox {

    private static final Logger LOG = LoggerFactory.getLogger(NamespaceSandbox.class);
    private static final CompletionStage<Void> DRAINED = CompletableFuture.completedStage(null);
    /** What the pipe can hold (64 KiB unless somebody inside enlarged it to its limit, 1 MiB) is read, not more. */
    private static final int MAX_DRAIN_READS = 16;

    private final String id;
    private final List<String> extensions;
    private final Launch launch;
    private final SandboxListener listener;
    private final SandboxCgroup cgroup;
    private final ReentrantLock lock = new ReentrantLock();
    private final InitWords words;
    private boolean ended;
    private boolean ending;
    private boolean frozen;
    private long peakAtEnd;
    private long outputKey;
    private long processKey;
    private long controlKey;

    NamespaceSandbox(SandboxSpec spec, Launch launch, SandboxListener listener, SandboxCgroup cgroup) {
        this.id = spec.id();
        this.extensions = spec.extensions();
        this.words = new InitWords(launch.control(), listener);
        this.launch = launch;
        this.listener = listener;
        this.cgroup = cgroup;
    }

    /** Starts to listen for output and for the end; {@code atEnd} runs once, on the poller's thread. */
    void watch(Poller poller, Runnable atEnd) throws LinuxException {
        lock.lock();
        try {
            outputKey = poller.watch(launch.output(), Poller.READABLE, _ -> outputReady(poller));
            controlKey = poller.watch(launch.control(), Poller.READABLE, _ -> controlReady(poller));
            processKey = poller.watch(launch.process(), Poller.READABLE, _ -> {
                poller.forget(launch.process(), processKey());
                atEnd.run();
            });
        } finally {
            lock.unlock();
        }
    }

    private long processKey() {
        lock.lock();
        try {
            return processKey;
        } finally {
            lock.unlock();
        }
    }

    private void outputReady(Poller poller) {
        lock.lock();
        try {
            if (!ended && readOutput(1) == 0) {
                poller.forget(launch.output(), outputKey); // every writer closed it, although something may still run
            }
        } finally {
            lock.unlock();
        }
    }

    private void controlReady(Poller poller) {
        lock.lock();
        try {
            if (!ended && !words.hear()) {
                poller.forget(launch.control(), controlKey);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Reads at most {@code reads} times; returns the last result: bytes, 0 at the end, or a negative error number. */
    private int readOutput(int reads) {
        IoBuffer buffer = IoBuffer.take();
        try {
            int got = 1;
            for (int i = 0; i < reads && got > 0; i++) {
                got = Linux.read(launch.output(), buffer);
                if (got > 0) {
                    listener.output(buffer.first(got).asReadOnlyBuffer());
                }
            }
            return got;
        } finally {
            buffer.giveBack();
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void kill() {
        lock.lock();
        try {
            if (!ended) {
                ending = true;
                Linux.kill(launch.process());
                if (frozen && cgroup.freezer().orElseThrow().mustThawToDie()) {
                    thawNow();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void freeze() {
        lock.lock();
        try {
            if (!ended && !ending && !frozen && cgroup.freezer().isPresent()) {
                frozen = cgroup.freezer().get().freeze(Linux.processId(launch.process()));
            }
        } catch (IOException failed) {
            LOG.warn("sandbox {} cannot be frozen", id, failed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void thaw() {
        lock.lock();
        try {
            if (!ended && frozen) {
                thawNow();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What cannot go on is of no use to anybody. */
    private void thawNow() {
        try {
            cgroup.freezer().orElseThrow().thaw();
            frozen = false;
        } catch (IOException failed) {
            LOG.error("sandbox {} cannot be thawed", id, failed);
            Linux.kill(launch.process());
        }
    }

    @Override
    public void stop(Set<String> awaited) {
        lock.lock();
        try {
            if (!ended && !ending) {
                ending = true;
                words.stop(extensions, awaited);
                if (frozen) {
                    thawNow();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<InsideSocket> connect(int port) {
        lock.lock();
        try {
            return ended ? InitWords.tooLate() : words.connect(port);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> drainOutput() {
        lock.lock();
        try {
            if (!ended) {
                readOutput(MAX_DRAIN_READS);
            }
        } finally {
            lock.unlock();
        }
        return DRAINED;
    }

    @Override
    public void initialized() {
        lock.lock();
        try {
            if (!ended) {
                cgroup.endInit();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long peakMemoryBytes() {
        lock.lock();
        try {
            return ended ? peakAtEnd : cgroup.peakBytes();
        } finally {
            lock.unlock();
        }
    }

    /** Delivers the rest; from here on no descriptor is used any more. Everything inside is gone already. */
    SandboxEnd finish(Poller poller) {
        lock.lock();
        try {
            while (readOutput(MAX_DRAIN_READS) > 0) {
                // nobody writes any more, so this ends
            }
            ended = true;
            peakAtEnd = cgroup.peakBytes();
            poller.forget(launch.output(), outputKey);
            poller.forget(launch.control(), controlKey);
            return words.last(cgroup.outOfMemory());
        } finally {
            lock.unlock();
        }
    }
}
