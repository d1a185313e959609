package dev.hearth.drivers.microvm;

import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The sandboxes of one driver that started or are about to. */
public final class Running {

    /** How long {@link #endAll} waits for the last one. */
    private static final int WAIT_SECONDS = 90;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Watched, @Nullable Sandbox> living = new HashMap<>();
    private boolean ending;

    /** Makes a sandbox that reports to a listener of ours. */
    public interface Maker<S extends Sandbox> {
        S make(SandboxListener listener) throws IOException, SandboxException;
    }

    public <S extends Sandbox> S start(SandboxListener listener, Maker<S> maker) throws IOException, SandboxException {
        Watched watched = new Watched(listener);
        admit(watched);
        boolean made = false;
        try {
            S sandbox = maker.make(watched);
            made = true;
            keep(watched, sandbox);
            return sandbox;
        } finally {
            if (!made) {
                forget(watched);
            }
        }
    }

    private void admit(Watched watched) throws IOException {
        lock.lock();
        try {
            if (ending) {
                throw new IOException("the driver is closed");
            }
            living.put(watched, null);
        } finally {
            lock.unlock();
        }
    }

    private void keep(Watched watched, Sandbox sandbox) {
        lock.lock();
        try {
            if (living.containsKey(watched)) {
                living.put(watched, sandbox);
            }
            if (ending) {
                sandbox.kill();
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(Watched watched) {
        lock.lock();
        try {
            living.remove(watched);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Kills them all and waits until each was told to its listener. */
    public void endAll() {
        lock.lock();
        try {
            ending = true;
            for (Sandbox sandbox : List.copyOf(
                    living.values().stream().filter(each -> each != null).toList())) {
                sandbox.kill();
            }
            long left = TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
            while (!living.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (!living.isEmpty()) {
                LoggerFactory.getLogger(Running.class).warn("{} machines did not end", living.size());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Hears of the end as well. */
    private final class Watched implements SandboxListener {

        private final SandboxListener told;

        private Watched(SandboxListener told) {
            this.told = told;
        }

        @Override
        public void serveRuntimeApi(RuntimeApiSocket socket) {
            told.serveRuntimeApi(socket);
        }

        @Override
        public void output(ByteBuffer bytes) {
            told.output(bytes);
        }

        @Override
        public void extensionEnded(String name, SandboxEnd end) {
            told.extensionEnded(name, end);
        }

        @Override
        public void ended(SandboxEnd end) {
            try {
                told.ended(end);
            } finally {
                forget(this);
            }
        }
    }
}
