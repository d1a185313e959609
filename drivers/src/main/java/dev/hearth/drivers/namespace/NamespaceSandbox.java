package dev.hearth.drivers.namespace;

import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One running sandbox: its output, its end and its memory.
 *
 * <pre>
 * state    event                   does                                                    next
 * running  output readable         reads and delivers                                      running
 * running  drain, kill             reads and delivers; kills the init                      running
 * running  everything inside gone  on a task: delivers the rest, frees, tells ended        ended
 * ended    anything                nothing                                                 ended
 * </pre>
 */
final class NamespaceSandbox implements Sandbox {

    private static final CompletionStage<Void> DRAINED = CompletableFuture.completedStage(null);
    /** What the pipe can hold (64 KiB unless somebody inside enlarged it to its limit, 1 MiB) is read, not more. */
    private static final int MAX_DRAIN_READS = 16;

    private static final int SIGKILL = 9;

    private final String id;
    private final Launch launch;
    private final SandboxListener listener;
    private final SandboxCgroup cgroup;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;
    private long peakAtEnd;
    private long outputKey;
    private long processKey;

    NamespaceSandbox(String id, Launch launch, SandboxListener listener, SandboxCgroup cgroup) {
        this.id = id;
        this.launch = launch;
        this.listener = listener;
        this.cgroup = cgroup;
    }

    /** Starts to listen for output and for the end; {@code atEnd} runs once, on the poller's thread. */
    void watch(Poller poller, Runnable atEnd) throws LinuxException {
        lock.lock();
        try {
            outputKey = poller.watch(launch.output(), Poller.READABLE, _ -> outputReady(poller));
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
                Linux.kill(launch.process());
            }
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
            return lastWords(cgroup.outOfMemory());
        } finally {
            lock.unlock();
        }
    }

    /** What the init said last; it says nothing when it was killed itself. */
    private SandboxEnd lastWords(boolean outOfMemory) {
        try {
            Sockets.Received words = Sockets.receive(launch.control());
            if (!words.end()) {
                int value = ByteBuffer.wrap(words.bytes(), 1, Integer.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .getInt();
                return words.kind() == 'X'
                        ? new SandboxEnd(SandboxEnd.INVALID_ENTRYPOINT, 0, false)
                        : ended(value, outOfMemory);
            }
        } catch (LinuxException silent) {
            // as if it had been killed
        }
        return new SandboxEnd(-1, SIGKILL, outOfMemory);
    }

    /** Decodes a wait status. */
    private static SandboxEnd ended(int status, boolean outOfMemory) {
        int signal = status & 0x7f;
        return signal == 0
                ? new SandboxEnd((status >> 8) & 0xff, 0, outOfMemory)
                : new SandboxEnd(-1, signal, outOfMemory);
    }
}
