package dev.hearth.services.worker;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.services.worker.EnvironmentDecisions.Decision;
import dev.hearth.services.worker.EnvironmentDecisions.Facts;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution environment: takes events from any thread, one after the other, and performs what
 * {@link EnvironmentDecisions} says. Whoever brings an event while another is being performed leaves it to that
 * thread, so that actions happen in the order of their decisions and no lock is held while they do.
 */
final class Environment implements RuntimeApiListener {

    private static final Logger LOG = LoggerFactory.getLogger(Environment.class);

    private final String id;
    private final EnvironmentSpec spec;
    private final EnvironmentHost host;
    private final EventLoop loop;
    private final Facts facts;
    private final EnvironmentLog log;
    private final InvocationLog invocationLog;
    private final DeadlineTimer timer;
    private final StartTimes startTimes = new StartTimes();
    private final CompletableFuture<EnvironmentStart> started = new CompletableFuture<>();
    private final String logStream;
    private final Object lock = new Object();
    private final ArrayDeque<EnvironmentEvent> mailbox = new ArrayDeque<>(4);
    private boolean performing;
    private volatile EnvironmentState state = new EnvironmentState.NeedsInit();

    private final Object making = new Object();
    private @Nullable Sandbox sandbox;
    private @Nullable RuntimeApiServer server;
    private volatile int generation;
    private boolean killed;
    private boolean initialized;

    /** This and the next: read and written by whoever performs actions, one thread at a time. */
    private long peakBytes;

    private long peakAskedNanos;

    Environment(String id, EnvironmentSpec spec, EnvironmentHost host) {
        this.id = id;
        this.spec = spec;
        this.host = host;
        this.loop = host.loop();
        this.facts = new Facts(id, spec.timeout());
        Ports ports = host.ports();
        this.logStream = LogText.stream(
                ports.time().instant(), spec.version(), ports.randomness().hex(32));
        this.log = new EnvironmentLog(host.logs(), spec.logGroup(), logStream, ports.time());
        this.invocationLog = new InvocationLog(log, spec, ports.time());
        this.timer = new DeadlineTimer(ports.timers(), ports.time(), () -> post(new EnvironmentEvent.Tick()));
    }

    /** Starts the init phase. */
    CompletionStage<EnvironmentStart> start() {
        Decision first = InitDecisions.begin(host.ports().time().nanos());
        synchronized (lock) {
            state = first.state();
            performing = true;
        }
        timer.atMost(first.state().deadline());
        perform(first.actions());
        drainMailbox();
        return started;
    }

    CompletionStage<InvocationResult> invoke(Invocation invocation) {
        CompletableFuture<InvocationResult> caller = new CompletableFuture<>();
        post(new EnvironmentEvent.Invoke(invocation, caller));
        return caller;
    }

    void destroy() {
        post(new EnvironmentEvent.Destroy());
    }

    EnvironmentReport report() {
        return new EnvironmentReport(id, spec.functionArn(), spec.version(), state.label(), spec.memoryMb());
    }

    private void post(EnvironmentEvent event) {
        synchronized (lock) {
            mailbox.add(event);
            if (performing) {
                return;
            }
            performing = true;
        }
        drainMailbox();
    }

    private void drainMailbox() {
        while (true) {
            List<EnvironmentAction> actions;
            synchronized (lock) {
                EnvironmentEvent event = mailbox.poll();
                if (event == null) {
                    performing = false;
                    return;
                }
                Decision decision = EnvironmentDecisions.decide(
                        facts, state, event, host.ports().time().nanos());
                state = decision.state();
                actions = decision.actions();
            }
            timer.atMost(state.deadline());
            perform(actions);
        }
    }

    private void perform(List<EnvironmentAction> actions) {
        for (int i = 0; i < actions.size(); i++) {
            try {
                perform(actions.get(i));
            } catch (RuntimeException | Error bug) {
                LOG.error("environment {} could not perform {}", id, actions.get(i), bug);
            }
        }
    }

    private void perform(EnvironmentAction action) {
        switch (action) {
            case EnvironmentAction.OpenLog a -> invocationLog.open(a.run());
            case EnvironmentAction.Deliver a -> deliver(a.next(), a.run());
            case EnvironmentAction.Answer a -> answer(a);
            case EnvironmentAction.Stream a -> a.exchange().stream(a.sink(), spec.version(), a.contentType());
            case EnvironmentAction.Accept a -> a.exchange().accept();
            case EnvironmentAction.Drain _ -> drain();
            case EnvironmentAction.CloseLog a -> invocationLog.close(a.run(), a.outcome(), peakMemory(a.run()));
            case EnvironmentAction.StartSandbox _ -> startSandbox();
            case EnvironmentAction.Report a -> reportStarted(a.start());
            case EnvironmentAction.ReportRefused a -> started.complete(new EnvironmentStart.Refused(a.fault()));
            case EnvironmentAction.InitDone a -> initDone(a.counted());
            case EnvironmentAction.InitReport a -> invocationLog.initReport(a.phase(), a.status());
            case EnvironmentAction.Refuse a -> a.exchange().refuse(a.error());
            case EnvironmentAction.Drop a -> a.exchange().close();
            case EnvironmentAction.AnswerUndelivered a ->
                a.run().caller().complete(new InvocationResult.NotDelivered());
            case EnvironmentAction.Freeze _ -> freeze();
            case EnvironmentAction.Thaw _ -> thaw();
            case EnvironmentAction.Kill _ -> kill();
            case EnvironmentAction.Gone _ -> host.gone(id);
            case EnvironmentAction.Forget _ -> host.forget(id);
        }
    }

    /** What the runtime wrote in its init is in the log before anything of the first invocation. */
    private void reportStarted(EnvironmentStart.Started start) {
        Sandbox current = sandbox();
        if (current == null) {
            started.complete(start);
        } else {
            current.drainOutput().whenComplete((_, _) -> started.complete(start));
        }
    }

    private void deliver(Exchange next, Run run) {
        startTimes.delivered(run, host.ports().time().nanos());
        next.deliver(Exchange.Delivery.of(run, host.ports().time()));
    }

    private void answer(EnvironmentAction.Answer a) {
        startTimes.answered(a.run(), host.ports().time().nanos());
        byte[] tail = a.run().invocation().tail() ? log.tail() : InvocationLog.NO_TAIL;
        a.run()
                .caller()
                .complete(new InvocationResult.Answered(
                        a.outcome().payload(), a.outcome().functionError(), a.reusable(), tail));
    }

    private void drain() {
        Sandbox current = sandbox();
        if (current == null) {
            post(new EnvironmentEvent.Drained());
            return;
        }
        current.drainOutput().whenComplete((_, _) -> post(new EnvironmentEvent.Drained()));
    }

    /** The peak can only grow, and asking costs system calls: a short invocation lives with an answer of just now. */
    private long peakMemory(Run run) {
        long now = host.ports().time().nanos();
        if (peakBytes > 0
                && now - run.startNanos() < Limits.MEMORY_WORTH_ASKING.toNanos()
                && now - peakAskedNanos < Limits.MEMORY_AGE.toNanos()) {
            return peakBytes;
        }
        Sandbox current = sandbox();
        peakAskedNanos = now;
        peakBytes = current == null ? 0 : current.peakMemoryBytes();
        return peakBytes;
    }

    private @Nullable Sandbox sandbox() {
        synchronized (making) {
            return sandbox;
        }
    }

    private void startSandbox() {
        int number;
        synchronized (making) {
            sandbox = null;
            killed = false;
            initialized = false;
            number = generation + 1;
            generation = number;
        }
        startTimes.begun(host.ports().time().nanos());
        invocationLog.initStarted(number == 1);
        host.ports().tasks().start("start-" + id, () -> makeSandbox(number));
    }

    /** On a task: finds the code, makes the sandbox, and kills it at once when that was wished in the meantime. */
    private void makeSandbox(int current) {
        try {
            SandboxMaker.Made made =
                    host.maker().make(spec, id + "-" + current, logStream, log, new Generation(current));
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
            startTimes.made(host.ports().time().nanos());
            post(new EnvironmentEvent.SandboxMade());
        } catch (SandboxMaker.InvalidEntrypoint e) {
            closeServer();
            post(new EnvironmentEvent.EntrypointInvalid(e.getMessage()));
        } catch (SandboxMaker.Refusal e) {
            closeServer();
            post(new EnvironmentEvent.SandboxRefused(e.fault()));
        } catch (RuntimeException e) {
            LOG.error("environment {} could not be started", id, e);
            closeServer();
            post(new EnvironmentEvent.SandboxRefused(
                    new Fault(Fault.Kind.INTERNAL, "The execution environment could not be started.")));
        }
    }

    /** A runtime can be ready before the driver has returned its sandbox; then {@link #makeSandbox} tells it. */
    private void initDone(boolean counted) {
        startTimes.ready(host.ports().time().nanos());
        invocationLog.initDone(counted);
        Sandbox current;
        synchronized (making) {
            initialized = true;
            current = sandbox;
        }
        if (current != null) {
            current.initialized();
        }
    }

    private void kill() {
        Sandbox current;
        synchronized (making) {
            killed = true;
            current = sandbox;
        }
        if (current != null) {
            current.kill();
        }
    }

    private void freeze() {
        Sandbox current = sandbox();
        if (current != null) {
            current.drainOutput();
            current.freeze();
        }
    }

    private void thaw() {
        Sandbox current = sandbox();
        if (current != null) {
            current.thaw();
        }
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

    /** Takes an event of the runtime's; one that floods its environment with requests loses its connections. */
    private void postFor(Exchange exchange, EnvironmentEvent event) {
        boolean full;
        synchronized (lock) {
            full = mailbox.size() >= Limits.MAILBOX_EVENTS;
        }
        if (full) {
            exchange.close();
        } else {
            post(event);
        }
    }

    @Override
    public void next(Exchange exchange) {
        postFor(exchange, new EnvironmentEvent.Next(exchange));
    }

    @Override
    public void streams(Exchange exchange, String requestId, String contentType) {
        postFor(exchange, new EnvironmentEvent.StreamEvent.Streams(exchange, requestId, contentType));
    }

    @Override
    public void truncated(Exchange exchange, String requestId) {
        postFor(exchange, new EnvironmentEvent.StreamEvent.Truncated(exchange, requestId));
    }

    @Override
    public void responded(Exchange exchange, String requestId, ByteBuffer payload) {
        postFor(exchange, new EnvironmentEvent.Responded(exchange, requestId, payload));
    }

    @Override
    public void erred(Exchange exchange, String requestId, String errorType, ByteBuffer payload) {
        postFor(exchange, new EnvironmentEvent.Erred(exchange, requestId, errorType, payload));
    }

    @Override
    public void oversized(Exchange exchange, String requestId, long size) {
        postFor(exchange, new EnvironmentEvent.Oversized(exchange, requestId, size));
    }

    @Override
    public void initErred(Exchange exchange, String errorType, ByteBuffer payload) {
        postFor(exchange, new EnvironmentEvent.InitErred(exchange, errorType, payload));
    }

    @Override
    public void disconnected(Exchange exchange) {
        postFor(exchange, new EnvironmentEvent.Disconnected(exchange));
    }

    /** What the driver tells of one of this environment's sandboxes. */
    private final class Generation implements SandboxListener {

        private final int number;

        Generation(int number) {
            this.number = number;
        }

        @Override
        public void serveRuntimeApi(RuntimeApiSocket socket) {
            RuntimeApiServer opened = RuntimeApiServer.open(socket, loop, Environment.this);
            synchronized (making) {
                server = opened;
            }
        }

        @Override
        public void output(ByteBuffer bytes) {
            log.output(bytes);
        }

        @Override
        public void ended(SandboxEnd end) {
            closeServer();
            if (number == generation) {
                post(new EnvironmentEvent.SandboxEnded(end));
            }
        }
    }
}
