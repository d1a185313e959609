package dev.hearth.cluster;

import dev.hearth.core.InvocationTimes;
import dev.hearth.core.Ports;
import dev.hearth.services.worker.Invocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This host's worker, at the service of the host at the other end of a channel, from the moment in which that one says
 * that it decides and is believed. When the channel breaks, the loan ends.
 */
final class HostedWorker implements Channel.Listener, Upstream {

    private static final Logger LOG = LoggerFactory.getLogger(HostedWorker.class);

    /** Hears of whoever decides. */
    interface Follower {

        /** Whether {@code hosted}'s other end is the one to follow; called for its first word, then {@link #heard}. */
        boolean follows(HostedWorker hosted, Message.Rule rule);

        /** It still decides. Answers what it is promised for that; empty when this host decides itself by now. */
        Optional<Message.Promise> heard(Message.Rule rule);

        /** It ends of its own will. */
        void resigned();

        /** This host belongs to the cluster no more. */
        void removed();

        /** A certificate came. */
        void certified(ByteBuffer certificate);

        /** The channel is broken. */
        void lost(HostedWorker hosted);
    }

    private final Lending lending;
    private final RemoteParts parts;
    private final Follower follower;
    private final Channel channel;
    private final Fetches fetches;
    private final EndpointChannel endpoint;
    private final Ports ports;
    private final Map<Long, SentChunks> streams = new ConcurrentHashMap<>();
    private final AtomicLong asked = new AtomicLong();
    private final Map<Long, CompletableFuture<String>> asks = new ConcurrentHashMap<>();
    private final AtomicBoolean reporting = new AtomicBoolean();
    private volatile @Nullable Loan loan;
    private volatile int protocol;
    private volatile boolean broken;

    HostedWorker(Connection connection, Lending lending, RemoteParts parts, Follower follower, Ports ports) {
        this.lending = lending;
        this.parts = parts;
        this.follower = follower;
        this.ports = ports;
        this.channel = new Channel(connection, ports, this);
        this.fetches = new Fetches(channel);
        this.endpoint = new EndpointChannel(lending.delegations(), channel, ports);
    }

    /** Serves the channel until it breaks. */
    void run(Message.Hello hello) {
        channel.send(hello);
        channel.run();
    }

    private void rule(Message.Rule rule) {
        if (loan == null) {
            if (!follower.follows(this, rule)) {
                channel.close();
                return;
            }
            if (rule.protocol() != Message.PROTOCOL) {
                LOG.info("the host that decides is of another version: protocol {}", rule.protocol());
            }
            protocol = rule.protocol();
            Loan lent = lending.lend();
            lent.listener(environmentId -> channel.send(new Message.Gone(environmentId)));
            if (rule.protocol() >= Message.DELEGATION) {
                endpoint.begin(lent);
            }
            loan = lent;
            parts.through(this);
            report();
            lent.leftovers().forEach(each -> each.over().thenRun(() -> oneIsOver(lent)));
        }
        Loan lent = loan;
        if (rule.heard() != Message.NEVER && lent != null) {
            lending.delegations().heard(rule.heard(), lent);
        }
        lending.drain(rule.draining());
        follower.heard(rule).ifPresentOrElse(channel::send, channel::close);
    }

    private void report() {
        Loan lent = loan;
        if (!broken && lent != null) {
            reportOnce(lent);
            ports.timers().after(ClusterLimits.BEAT, () -> ports.tasks().start("cluster-report", this::report));
        }
    }

    private void reportOnce(Loan lent) {
        List<Message.Remain> remains = lent.leftovers().stream()
                .map(each -> new Message.Remain(each.environmentId(), each.functionArn()))
                .toList();
        channel.send(new Message.Report(lent.host(), remains));
    }

    /** Many that end at once are told at once. */
    private void oneIsOver(Loan lent) {
        if (reporting.compareAndSet(false, true)) {
            ports.timers()
                    .after(
                            ClusterLimits.OVER,
                            () -> ports.tasks().start("cluster-report", () -> {
                                reporting.set(false);
                                reportOnce(lent);
                            }));
        }
    }

    @Override
    public void heard(Message message) {
        Loan lent = loan;
        switch (message) {
            case Message.Rule rule -> rule(rule);
            case Message.Resign() -> {
                follower.resigned();
                channel.close();
            }
            case Message.Removed() -> {
                follower.removed();
                channel.close();
            }
            case Message.Start(long exchange, var spec)
            when lent != null ->
                lent.start(spec).thenAccept(start -> channel.send(new Message.Started(exchange, start)));
            case Message.Invoke invoke when lent != null -> invoke(invoke, lent);
            case Message.Taken(long exchange, int count) -> {
                SentChunks stream = streams.get(exchange);
                if (stream != null) {
                    stream.taken(count);
                }
            }
            case Message.Destroy(String environmentId) when lent != null -> lent.destroy(environmentId);
            case Message.Part(long exchange, ByteBuffer bytes) -> fetches.part(exchange, bytes);
            case Message.Whole(long exchange, String digest) -> fetches.whole(exchange, digest);
            case Message.Missing(long exchange) -> fetches.missing(exchange);
            case Message.FetchFile(long exchange, String name) -> send(name, exchange);
            case Message.Answer(long exchange, String text) -> {
                CompletableFuture<String> asked = asks.remove(exchange);
                if (asked != null) {
                    asked.complete(text);
                }
            }
            case Message.Question(long exchange) ->
                ports.tasks()
                        .start(
                                "cluster-question",
                                () -> channel.send(new Message.Reply(
                                        exchange, parts.hostFiles().facts())));
            case Message.Certified(ByteBuffer certificate) -> follower.certified(certificate);
            case Message.Keep(long exchange, String digest) ->
                ports.tasks().start("cluster-keep", () -> keep(exchange, digest));
            case Message.Fetch(long exchange, String digest) ->
                ports.tasks()
                        .start("cluster-package", () -> SentPackages.send(parts.store(), digest, exchange, channel));
            case Message.ForMember told when lent != null -> endpoint.heard(told, lent);
            case Message.Unknown _ -> {}
            case Message.Beat _,
                    Message.Start _,
                    Message.Invoke _,
                    Message.Destroy _,
                    Message.Hello _,
                    Message.Report _,
                    Message.Started _,
                    Message.Begins _,
                    Message.Chunk _,
                    Message.Result _,
                    Message.Gone _,
                    Message.Promise _,
                    Message.Kept _,
                    Message.Ask _,
                    Message.Reply _,
                    Message.Certify _,
                    Message.ByMember _,
                    Message.ForMember _,
                    Message.Log _ -> channel.close();
        }
    }

    private void send(String file, long exchange) {
        ports.tasks().start("cluster-file", () -> SentFiles.send(parts.hostFiles(), file, exchange, channel, ports));
    }

    /** Asks whoever decides. Blocks. */
    String ask(String order) throws IOException {
        long exchange = asked.incrementAndGet();
        CompletableFuture<String> answer = new CompletableFuture<>();
        asks.put(exchange, answer);
        channel.send(new Message.Ask(exchange, order));
        try {
            return answer.get(ClusterLimits.KEEPING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("whoever decides does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            asks.remove(exchange);
        }
    }

    /** Asks for a certificate. */
    void certify(byte[] publicKey) {
        channel.send(new Message.Certify(ByteBuffer.wrap(publicKey)));
    }

    private void keep(long exchange, String digest) {
        boolean kept;
        try {
            parts.keep(digest);
            kept = true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("the package {} could not be kept: {}", digest, e.toString());
            kept = false;
        }
        channel.send(new Message.Kept(exchange, kept));
    }

    private void invoke(Message.Invoke invoke, Loan lent) {
        long exchange = invoke.exchange();
        SentChunks chunks = invoke.streaming() ? new SentChunks(exchange, channel) : null;
        if (chunks != null) {
            streams.put(exchange, chunks);
        }
        Invocation invocation = new Invocation(
                invoke.requestId(),
                invoke.payload(),
                invoke.invokedFunctionArn(),
                invoke.clientContext(),
                invoke.traceHeader(),
                invoke.tail(),
                chunks,
                invoke.tenantId(),
                new InvocationTimes());
        lent.invoke(invoke.environmentId(), invocation).thenAccept(result -> {
            streams.remove(exchange);
            channel.send(new Message.Result(exchange, result));
        });
    }

    @Override
    public void log(Line line) {
        channel.awaitRoom(ClusterLimits.LOG_BYTES);
        channel.send(new Message.Log(line.group(), line.stream(), line.millis(), ByteBuffer.wrap(line.utf8())));
    }

    @Override
    public byte[] fetch(String digest) throws IOException {
        return fetches.fetch(digest);
    }

    @Override
    public void file(String name, Path target, long mostBytes) throws IOException {
        if (protocol < Message.FILES) {
            throw new NoSuchFileException(name);
        }
        fetches.file(name, target, mostBytes);
    }

    @Override
    public void broken() {
        broken = true;
        follower.lost(this);
        parts.without(this);
        fetches.broken();
        endpoint.broken();
        asks.values().forEach(answer -> answer.completeExceptionally(new IOException("whoever decided is lost")));
        streams.values().forEach(SentChunks::abandon);
        Loan lent = loan;
        if (lent != null) {
            lent.close();
        }
    }

    void close() {
        channel.close();
    }
}
