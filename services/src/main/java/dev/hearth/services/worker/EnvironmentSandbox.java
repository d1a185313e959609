package dev.hearth.services.worker;

import dev.hearth.core.Fault;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One environment's sandbox, or the one that is being made, or none; and the Runtime API that it is served. Only the
 * newest one's news reach the environment. Thread-safe.
 */
final class EnvironmentSandbox {

    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentSandbox.class);
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final String id;
    private final EnvironmentSpec spec;
    private final String logStream;
    private final EnvironmentHost host;
    private final EventLoop loop;
    private final EnvironmentLog log;
    private final RuntimeApiListener requests;
    private final Consumer<LifeEvent> news;
    private final Consumer<Boolean> fromSnapshot;

    private final Object making = new Object();
    private @Nullable Sandbox sandbox;
    private @Nullable RuntimeApiServer server;
    private volatile int generation;
    private boolean killed;
    private boolean initialized;

    EnvironmentSandbox(
            String id,
            EnvironmentSpec spec,
            String logStream,
            EnvironmentHost host,
            EventLoop loop,
            EnvironmentLog log,
            RuntimeApiListener requests,
            Consumer<LifeEvent> news,
            Consumer<Boolean> fromSnapshot) {
        this.id = id;
        this.spec = spec;
        this.logStream = logStream;
        this.host = host;
        this.loop = loop;
        this.log = log;
        this.requests = requests;
        this.news = news;
        this.fromSnapshot = fromSnapshot;
    }

    private @Nullable Sandbox sandbox() {
        synchronized (making) {
            return sandbox;
        }
    }

    /** Begins to make a sandbox; returns how many there were, this one included. */
    int start() {
        int number;
        synchronized (making) {
            sandbox = null;
            killed = false;
            initialized = false;
            number = generation + 1;
            generation = number;
        }
        host.ports().tasks().start("start-" + id, () -> make(number));
        return number;
    }

    /** On a task: finds the code, makes the sandbox, and kills it at once when that was wished in the meantime. */
    private void make(int current) {
        try {
            SandboxMaker.Made made = host.maker()
                    .make(
                            spec,
                            id + "-" + current,
                            logStream,
                            log,
                            new Generation(current),
                            names -> news.accept(new ExtensionEvent.Found(names)),
                            fromSnapshot);
            boolean unwanted;
            boolean ready;
            synchronized (making) {
                sandbox = made.sandbox();
                ready = initialized;
                unwanted = killed || current != generation;
            }
            if (unwanted) {
                made.sandbox().kill();
            } else if (ready) {
                made.sandbox().initialized();
            }
            news.accept(new EnvironmentEvent.SandboxMade(made.restored()));
        } catch (SandboxMaker.InvalidEntrypoint e) {
            closeServer();
            news.accept(new EnvironmentEvent.EntrypointInvalid(e.getMessage()));
        } catch (SandboxMaker.Refusal e) {
            closeServer();
            news.accept(new EnvironmentEvent.SandboxRefused(e.fault()));
        } catch (RuntimeException e) {
            LOG.error("environment {} could not be started", id, e);
            closeServer();
            news.accept(new EnvironmentEvent.SandboxRefused(
                    new Fault(Fault.Kind.INTERNAL, "The execution environment could not be started.")));
        }
    }

    /** A runtime can be ready before the driver has returned its sandbox; then {@link #make} tells it. */
    void initialized() {
        Sandbox current;
        synchronized (making) {
            initialized = true;
            current = sandbox;
        }
        if (current != null) {
            current.initialized();
        }
    }

    void kill() {
        Sandbox current;
        synchronized (making) {
            killed = true;
            current = sandbox;
        }
        if (current != null) {
            current.kill();
        }
    }

    /** Asks for the end; what is not made yet has nobody to ask. */
    void stop(Set<String> awaited) {
        Sandbox current = sandbox();
        if (current == null) {
            kill();
        } else {
            current.stop(awaited);
        }
    }

    void freeze() {
        Sandbox current = sandbox();
        if (current != null) {
            current.drainOutput();
            current.freeze();
        }
    }

    void thaw() {
        Sandbox current = sandbox();
        if (current != null) {
            current.thaw();
        }
    }

    CompletionStage<Void> drainOutput() {
        Sandbox current = sandbox();
        return current == null ? DONE : current.drainOutput();
    }

    long peakMemoryBytes() {
        Sandbox current = sandbox();
        return current == null ? 0 : current.peakMemoryBytes();
    }

    CompletionStage<InsideSocket> connect(int port) {
        Sandbox current = sandbox();
        return current == null
                ? CompletableFuture.failedStage(new SandboxException("there is no sandbox"))
                : current.connect(port);
    }

    private void closeServer() {
        RuntimeApiServer current;
        synchronized (making) {
            current = server;
            server = null;
        }
        if (current != null) {
            current.close();
        }
    }

    /** What the driver tells of one of the sandboxes. */
    private final class Generation implements SandboxListener {

        private final int number;

        Generation(int number) {
            this.number = number;
        }

        @Override
        public void serveRuntimeApi(RuntimeApiSocket socket) {
            closeServer(); // of a first attempt that failed
            RuntimeApiServer opened = RuntimeApiServer.open(socket, loop, requests);
            synchronized (making) {
                server = opened;
            }
        }

        @Override
        public void output(ByteBuffer bytes) {
            log.output(bytes);
        }

        @Override
        public void extensionEnded(String name, SandboxEnd end) {
            if (number == generation) {
                news.accept(new ExtensionEvent.Ended(name, end));
            }
        }

        @Override
        public void ended(SandboxEnd end) {
            closeServer();
            if (number == generation) {
                news.accept(new EnvironmentEvent.SandboxEnded(end));
            }
        }
    }
}
