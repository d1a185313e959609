package dev.hearth.services.worker;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.services.worker.EnvironmentDecisions.Decision;
import dev.hearth.services.worker.EnvironmentDecisions.Facts;
import dev.hearth.services.worker.LifeDecisions.LifeDecision;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private final Telemetry telemetry;
    private final InvocationLog invocationLog;
    private final ExtensionApi extensionApi;
    private final DeadlineTimer timer;
    private final StartTimes startTimes = new StartTimes();
    private final CompletableFuture<EnvironmentStart> started = new CompletableFuture<>();
    private final String logStream;
    private final Object lock = new Object();
    private final ArrayDeque<LifeEvent> mailbox = new ArrayDeque<>(4);
    private boolean performing;
    private volatile Life life = Life.of(new EnvironmentState.NeedsInit());

    private final EnvironmentSandbox sandbox;

    /** This and the next: read and written by whoever performs actions, one thread at a time. */
    private long peakBytes;

    private long peakAskedNanos;
    private int sandboxes;
    private Timers.Timer retirement;

    Environment(String id, EnvironmentSpec spec, EnvironmentHost host) {
        this.id = id;
        this.spec = spec;
        this.host = host;
        this.loop = host.loop();
        this.facts = new Facts(id, spec.timeout());
        Ports ports = host.ports();
        this.logStream = LogText.stream(
                ports.time().instant(), spec.version(), ports.randomness().hex(32));
        this.telemetry = new Telemetry(ports, new InsidePost(loop, this::connect));
        this.log = new EnvironmentLog(host.logs(), spec.logGroup(), logStream, ports.time(), telemetry::line);
        this.invocationLog = new InvocationLog(log, spec, telemetry, ports.time());
        this.sandbox = new EnvironmentSandbox(
                id, spec, logStream, host, loop, log, this, this::sandboxNews, invocationLog::howStarted);
        this.extensionApi = new ExtensionApi(spec, host.accountId());
        this.retirement = ports.timers().after(Limits.RETIREMENT, this::retire);
        this.timer = new DeadlineTimer(ports.timers(), ports.time(), () -> post(new EnvironmentEvent.Tick()));
    }

    /** Starts the init phase. */
    CompletionStage<EnvironmentStart> start() {
        Decision first = InitDecisions.begin(host.ports().time().nanos());
        synchronized (lock) {
            life = Life.of(first.state());
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

    /** Whether a caller waits for what happens inside. */
    boolean hasWaitingCaller() {
        return life.state().waits();
    }

    List<String> securityGroups() {
        return spec.securityGroups();
    }

    EnvironmentReport report() {
        return new EnvironmentReport(
                id, spec.functionArn(), spec.version(), life.state().label(), spec.memoryMb(), spec.codeDigest());
    }

    /** Its credentials end some time: it ends before them, and never in the middle of an invocation. */
    private void retire() {
        synchronized (lock) {
            EnvironmentState now = life.state();
            boolean free = now instanceof EnvironmentState.Idle idle && idle.queued() == null
                    || now instanceof EnvironmentState.Frozen;
            if (performing || !free) {
                if (!(now instanceof EnvironmentState.Ended)) {
                    retirement = host.ports().timers().after(Limits.RETIREMENT_LOOK, this::retire);
                }
                return;
            }
            mailbox.add(new EnvironmentEvent.Destroy());
            performing = true;
        }
        drainMailbox();
    }

    private void forget() {
        synchronized (lock) {
            retirement.cancel();
        }
        telemetry.reset();
        host.forget(id);
    }

    private void post(LifeEvent event) {
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
                LifeEvent event = mailbox.poll();
                if (event == null) {
                    performing = false;
                    return;
                }
                LifeDecision decision = LifeDecisions.decide(
                        facts, life, event, host.ports().time().nanos());
                life = decision.life();
                actions = decision.actions();
            }
            timer.atMost(life.deadline());
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
            case EnvironmentAction.Freeze _ -> sandbox.freeze();
            case EnvironmentAction.Thaw _ -> sandbox.thaw();
            case EnvironmentAction.SubscribeTelemetry a -> {
                telemetry.subscribe(a.subscription());
                invocationLog.subscribed(a.name(), a.subscription().types());
            }
            case EnvironmentAction.Reply a -> a.exchange().reply(a.reply());
            case EnvironmentAction.Wake a ->
                a.exchange().reply(RoleSessions.awake(spec, host.credentials(), logStream));
            case EnvironmentAction.Registered a -> registered(a);
            case EnvironmentAction.TellInvoke a ->
                a.next()
                        .reply(extensionApi.invoke(
                                a.extensionId(),
                                Exchange.Delivery.of(a.run(), host.ports().time())));
            case EnvironmentAction.TellShutdown a ->
                a.next().reply(extensionApi.shutdown(a.extensionId(), a.reason(), epochMillis(a.deadlineNanos())));
            case EnvironmentAction.Stop a -> sandbox.stop(a.awaited());
            case EnvironmentAction.Kill _ -> sandbox.kill();
            case EnvironmentAction.Gone _ -> host.gone(id);
            case EnvironmentAction.Forget _ -> forget();
        }
    }

    /** What the runtime wrote in its init is in the log before anything of the first invocation. */
    private void reportStarted(EnvironmentStart.Started start) {
        sandbox.drainOutput().whenComplete((_, _) -> started.complete(start));
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
        sandbox.drainOutput().whenComplete((_, _) -> post(new EnvironmentEvent.Drained()));
    }

    /** The peak can only grow, and asking costs system calls: a short invocation lives with an answer of just now. */
    private long peakMemory(Run run) {
        long now = host.ports().time().nanos();
        if (peakBytes > 0
                && now - run.startNanos() < Limits.MEMORY_WORTH_ASKING.toNanos()
                && now - peakAskedNanos < Limits.MEMORY_AGE.toNanos()) {
            return peakBytes;
        }
        peakAskedNanos = now;
        peakBytes = sandbox.peakMemoryBytes();
        return peakBytes;
    }

    private CompletionStage<InsideSocket> connect(int port) {
        return sandbox.connect(port);
    }

    private void registered(EnvironmentAction.Registered a) {
        a.exchange().reply(extensionApi.registered(a.extension().id(), a.accountId()));
        invocationLog.extension(a.extension().name(), a.extension().events());
    }

    private void startSandbox() {
        startTimes.begun(host.ports().time().nanos());
        telemetry.reset();
        invocationLog.initStarted(sandboxes++ == 0);
        sandbox.start();
    }

    private void sandboxNews(LifeEvent event) {
        if (event instanceof EnvironmentEvent.SandboxMade) {
            startTimes.made(host.ports().time().nanos());
            invocationLog.made();
        }
        post(event);
    }

    private void initDone(boolean counted) {
        startTimes.ready(host.ports().time().nanos());
        invocationLog.initDone(counted);
        sandbox.initialized();
    }

    private long epochMillis(long nanos) {
        return host.ports().time().millis() + (nanos - host.ports().time().nanos()) / 1_000_000;
    }

    /** Takes an event of the runtime's; one that floods its environment with requests loses its connections. */
    private void postFor(Exchange exchange, LifeEvent event) {
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
    public void restoreNext(Exchange exchange) {
        postFor(exchange, new RestoreEvent.Waits(exchange, spec.snapStarts()));
    }

    @Override
    public void restoreErred(Exchange exchange, String errorType, ByteBuffer payload) {
        if (spec.snapStarts()) {
            postFor(exchange, new RestoreEvent.Erred(exchange, errorType, payload));
        } else {
            initErred(exchange, errorType, payload);
        }
    }

    @Override
    public void disconnected(Exchange exchange) {
        postFor(exchange, new EnvironmentEvent.Disconnected(exchange));
    }

    @Override
    public void credentials(Exchange exchange, String guard) {
        exchange.reply(RoleSessions.reply(spec, host.credentials(), guard));
    }

    @Override
    public void extension(Exchange exchange, ExtensionRequest request) {
        postFor(exchange, new ExtensionEvent.Asked(exchange, request));
    }

    @Override
    public String newExtensionId() {
        return host.ports().randomness().uuid().toString();
    }
}
