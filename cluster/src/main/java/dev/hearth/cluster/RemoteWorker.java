package dev.hearth.cluster;

import dev.hearth.core.Fault;
import dev.hearth.core.Ports;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.worker.Delegate;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.Leftover;
import dev.hearth.services.worker.Worker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker of another host, over its channel. When the channel breaks, everything that was asked of it is over:
 * starts are refused, invocations that may have begun are answered with an error, and whoever lent it takes it back.
 */
final class RemoteWorker implements Worker, Channel.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteWorker.class);

    private static final Fault LOST = new Fault(Fault.Kind.UNAVAILABLE, "The worker host was lost.");

    private record Asked(Invocation invocation, CompletableFuture<InvocationResult> result, StreamedChunks chunks) {}

    private final Channel channel;
    private final Fetches fetches;
    private final RemoteDelegate delegate;
    private final String hostId;
    private final RemoteWorkerParts parts;
    private final Ports ports;
    private final CompletableFuture<RemoteWorker> joined = new CompletableFuture<>();
    private final AtomicLong exchanges = new AtomicLong();
    private final Map<Long, CompletableFuture<EnvironmentStart>> starts = new ConcurrentHashMap<>();
    private final Map<Long, Asked> invocations = new ConcurrentHashMap<>();
    private volatile HostReport report;
    private final Map<Long, CompletableFuture<Boolean>> keeps = new ConcurrentHashMap<>();
    private final Remains remains = new Remains();
    private final Questions questions;
    private volatile String driver = "";
    private volatile int protocol;
    private volatile long promisedUntilNanos;
    private volatile boolean storeAnswers;
    private volatile long said = Message.NEVER;
    private volatile boolean greeted;
    private volatile ClusterHost.State state = ClusterHost.State.MEMBER;
    private volatile boolean broken;
    private volatile Listener listener = _ -> {};

    /** @param hostId the name in the host's certificate; what it says of itself does not count */
    RemoteWorker(Connection connection, String hostId, RemoteWorkerParts parts, Ports ports) {
        this.channel = new Channel(connection, ports, this);
        this.fetches = new Fetches(channel);
        this.delegate = new RemoteDelegate(channel);
        this.hostId = hostId;
        this.report = new HostReport(hostId, 0, false, 0, 0, 0, List.of(), Set.of());
        this.parts = parts;
        this.ports = ports;
        this.questions = new Questions(channel, ports.time());
        this.promisedUntilNanos = ports.time().nanos();
    }

    /** Serves the channel until it breaks. */
    void run() {
        channel.run();
    }

    /** Completes when the host said hello and what it has; exceptionally when it never did. */
    CompletionStage<RemoteWorker> joined() {
        return joined;
    }

    String hostId() {
        return hostId;
    }

    /** Says that this host decides. */
    void tell(Message.Rule rule) {
        channel.send(rule);
    }

    /** Until when the host does not try to decide, by this host's clock. */
    long promisedUntilNanos() {
        return promisedUntilNanos;
    }

    /** Whether the host said a moment ago that the store answered what it asked after that moment. */
    boolean reachedStore(long sinceNanos) {
        long promised = promisedUntilNanos;
        long reached = promised - ClusterLimits.PROMISE.toNanos() - ClusterLimits.ANSWER.toNanos();
        return storeAnswers && promised - ports.time().nanos() > 0 && reached - sinceNanos > 0;
    }

    /** Whether the host takes work from now on. */
    void state(ClusterHost.State next) {
        state = next;
        if (next == ClusterHost.State.REMOVED) {
            // Not at once: it may wait for the answer to its own order.
            ports.timers().after(ClusterLimits.FAREWELL, () -> ports.tasks().start("cluster-farewell", this::sendAway));
        }
    }

    private void sendAway() {
        channel.send(new Message.Removed());
        channel.drain(ClusterLimits.FAREWELL);
        channel.close();
    }

    boolean isDraining() {
        return state == ClusterHost.State.DRAINING;
    }

    /** Says that this host does not decide any more. */
    void resign() {
        channel.send(new Message.Resign());
    }

    /** Waits until what was said is on its way, no longer than {@code most}. */
    void drain(Duration most) {
        channel.drain(most);
    }

    /** Whether the host keeps a package, which it fetches if it must. */
    CompletableFuture<Boolean> keep(String digest) {
        long exchange = exchanges.incrementAndGet();
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        keeps.put(exchange, kept);
        channel.send(new Message.Keep(exchange, digest));
        if (broken) {
            kept.complete(false);
        }
        return kept;
    }

    /** A package that the host has, checked. Blocks. */
    byte[] fetch(String digest) throws IOException {
        return fetches.fetch(digest);
    }

    /** A file that the host has, as {@code target}. Blocks. */
    void file(String name, Path target, long mostBytes) throws IOException {
        if (protocol < Message.FILES) {
            throw new NoSuchFileException(name);
        }
        fetches.file(name, target, mostBytes);
    }

    /** What the host says of itself. */
    CompletableFuture<ClusterDoor.Facts> facts() {
        return questions.ask(protocol);
    }

    @Override
    public @Nullable Delegate delegate() {
        return protocol >= Message.DELEGATION ? delegate : null;
    }

    /** The host's own clock when it last said that it follows; {@link Message#NEVER} when that was not heard. */
    long said() {
        return said;
    }

    /** The sandbox that the host uses. */
    String driver() {
        return driver;
    }

    @Override
    public void listener(Listener newListener) {
        listener = newListener;
    }

    @Override
    public CompletionStage<EnvironmentStart> start(EnvironmentSpec spec) {
        long exchange = exchanges.incrementAndGet();
        CompletableFuture<EnvironmentStart> started = new CompletableFuture<>();
        starts.put(exchange, started);
        channel.send(new Message.Start(exchange, spec));
        if (broken) {
            settleAll();
        }
        return started;
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String environmentId, Invocation invocation) {
        long exchange = exchanges.incrementAndGet();
        StreamedChunks chunks =
                new StreamedChunks(invocation.sink(), count -> channel.send(new Message.Taken(exchange, count)));
        Asked asked = new Asked(invocation, new CompletableFuture<>(), chunks);
        invocations.put(exchange, asked);
        invocation.times().delivered(ports.time().nanos());
        channel.send(new Message.Invoke(
                exchange,
                environmentId,
                invocation.requestId(),
                invocation.payload(),
                invocation.invokedFunctionArn(),
                invocation.clientContext(),
                invocation.traceHeader(),
                invocation.tenantId(),
                invocation.tail(),
                invocation.sink() != null));
        if (broken) {
            settleAll();
        }
        return asked.result;
    }

    @Override
    public void destroy(String environmentId) {
        channel.send(new Message.Destroy(environmentId));
    }

    @Override
    public List<Leftover> leftovers() {
        return remains.leftovers();
    }

    @Override
    public List<EnvironmentReport> report() {
        return report.environments();
    }

    @Override
    public HostReport host() {
        return report;
    }

    @Override
    public void heard(Message message) {
        switch (message) {
            case Message.Hello hello -> greet(hello);
            case Message.Report(HostReport newest, var remaining) -> heard(newest, remaining);
            case Message.Promise(long at, boolean answers, long saidAt) -> {
                said = saidAt;
                storeAnswers &= answers; // First, so that an old answer is never taken for a new one.
                promisedUntilNanos = at + ClusterLimits.PROMISE.toNanos();
                storeAnswers = answers;
            }
            case Message.Ask ask -> ports.tasks().start("cluster-order", () -> answer(ask));
            case Message.Certify(ByteBuffer key) -> certify(key.array());
            case Message.Kept(long exchange, boolean kept) -> kept(exchange, kept);
            case Message.Reply(long exchange, String facts) -> questions.answered(exchange, facts);
            case Message.Part(long exchange, ByteBuffer bytes) -> fetches.part(exchange, bytes);
            case Message.Whole(long exchange, String digest) -> fetches.whole(exchange, digest);
            case Message.Missing(long exchange) -> fetches.missing(exchange);
            case Message.FetchFile(long exchange, String name) ->
                ports.tasks()
                        .start("cluster-file", () -> SentFiles.send(parts.files(), name, exchange, channel, ports));
            case Message.Started(long exchange, EnvironmentStart start) -> {
                CompletableFuture<EnvironmentStart> asked = starts.remove(exchange);
                if (asked != null) {
                    asked.complete(start);
                }
            }
            case Message.Begins(long exchange, String version, String type) -> {
                Asked asked = invocations.get(exchange);
                if (asked != null) {
                    asked.chunks.begins(version, type);
                }
            }
            case Message.Chunk(long exchange, ByteBuffer bytes) -> {
                Asked asked = invocations.get(exchange);
                if (asked != null) {
                    asked.chunks.chunk(bytes);
                }
            }
            case Message.Result(long exchange, InvocationResult result) -> {
                Asked asked = invocations.remove(exchange);
                if (asked != null) {
                    asked.invocation.times().answered(ports.time().nanos());
                    asked.result.complete(result);
                }
            }
            case Message.Gone(String environmentId) -> listener.gone(environmentId);
            case Message.Log(String group, String stream, long millis, ByteBuffer utf8) ->
                parts.logs().open(group, stream).append(millis, utf8.array(), utf8.position(), utf8.remaining());
            case Message.Fetch(long exchange, String digest) ->
                ports.tasks()
                        .start("cluster-package", () -> SentPackages.send(parts.code(), digest, exchange, channel));
            case Message.ByMember said -> delegate.heard(said);
            case Message.Unknown _ -> {}
            case Message.Beat _,
                    Message.Start _,
                    Message.Invoke _,
                    Message.Taken _,
                    Message.Destroy _,
                    Message.Rule _,
                    Message.Resign _,
                    Message.Removed _,
                    Message.Answer _,
                    Message.Question _,
                    Message.Certified _,
                    Message.ForMember _,
                    Message.Keep _ -> channel.close();
        }
    }

    private void kept(long exchange, boolean kept) {
        CompletableFuture<Boolean> asked = keeps.remove(exchange);
        if (asked != null) {
            asked.complete(kept);
        }
    }

    private void answer(Message.Ask ask) {
        channel.send(new Message.Answer(ask.exchange(), parts.orders().apply(ask.order())));
    }

    private void certify(byte[] publicKey) {
        try {
            byte[] made = Pem.encoded(parts.certifier().certify(publicKey, hostId));
            channel.send(new Message.Certified(ByteBuffer.wrap(made)));
        } catch (IOException e) {
            LOG.warn("the host {} gets no certificate: {}", hostId, e.toString());
        }
    }

    private void greet(Message.Hello hello) {
        driver = hello.driver();
        protocol = hello.protocol();
        if (hello.protocol() != Message.PROTOCOL) {
            LOG.info("the host {} is of another version: protocol {}", hostId, hello.protocol());
        }
        greeted = parts.greeting().test(this, hello);
        if (!greeted) {
            state(ClusterHost.State.REMOVED);
        }
    }

    private void heard(HostReport newest, List<Message.Remain> remaining) {
        if (!greeted) {
            channel.close();
            return;
        }
        report = new HostReport(
                report.hostId(),
                newest.sequence(),
                newest.draining() || state != ClusterHost.State.MEMBER,
                newest.memoryMb(),
                newest.cpuMillis(),
                newest.memoryFreeMb(),
                newest.environments(),
                newest.code());
        remains.heard(remaining);
        joined.complete(this);
    }

    @Override
    public void broken() {
        broken = true;
        joined.completeExceptionally(LOST.asException());
        parts.lost().accept(this);
        fetches.broken();
        delegate.broken();
        remains.lost();
        questions.broken();
        keeps.values().forEach(kept -> kept.complete(false));
        settleAll();
    }

    private void settleAll() {
        starts.keySet().forEach(exchange -> {
            CompletableFuture<EnvironmentStart> asked = starts.remove(exchange);
            if (asked != null) {
                asked.complete(new EnvironmentStart.Refused(LOST));
            }
        });
        invocations.keySet().forEach(exchange -> {
            Asked asked = invocations.remove(exchange);
            if (asked != null) {
                asked.result.complete(new InvocationResult.Lost());
            }
        });
    }

    @Override
    public void close() {
        channel.close();
    }
}
