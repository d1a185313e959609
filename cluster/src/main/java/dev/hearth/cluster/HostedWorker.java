package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.Worker;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This host's worker, at the service of the host at the other end of a channel. When the channel breaks, the
 * environments that
 * it asked for are destroyed: nobody would ever give them back.
 */
final class HostedWorker implements Channel.Listener {

    private final Worker worker;
    private final RemoteParts parts;
    private final Channel channel;
    private final Ports ports;
    private final Map<Long, SentChunks> streams = new ConcurrentHashMap<>();
    private volatile boolean broken;

    /** @param parts what goes through the channel beside the worker; it learns of the channel here */
    HostedWorker(Connection connection, Worker worker, RemoteParts parts, Ports ports) {
        this.worker = worker;
        this.parts = parts;
        this.ports = ports;
        this.channel = new Channel(connection, ports, this);
    }

    /** Serves the channel until it breaks. */
    void run(String hostId, String driver) {
        channel.send(new Message.Hello(hostId, driver));
        parts.through(channel);
        report();
        channel.run();
    }

    private void report() {
        if (!broken) {
            channel.send(new Message.Report(worker.host()));
            ports.timers().after(ClusterLimits.BEAT, () -> ports.tasks().start("cluster-report", this::report));
        }
    }

    @Override
    public void heard(Message message) {
        switch (message) {
            case Message.Start(long exchange, var spec) ->
                worker.start(spec).thenAccept(start -> channel.send(new Message.Started(exchange, start)));
            case Message.Invoke invoke -> invoke(invoke);
            case Message.Taken(long exchange, int count) -> {
                SentChunks stream = streams.get(exchange);
                if (stream != null) {
                    stream.taken(count);
                }
            }
            case Message.Destroy(String environmentId) -> worker.destroy(environmentId);
            case Message.Part(long exchange, ByteBuffer bytes) -> parts.part(exchange, bytes);
            case Message.Missing(long exchange) -> parts.missing(exchange);
            case Message.Beat _,
                    Message.Hello _,
                    Message.Report _,
                    Message.Started _,
                    Message.Begins _,
                    Message.Chunk _,
                    Message.Result _,
                    Message.Gone _,
                    Message.Log _,
                    Message.Fetch _ -> channel.close();
        }
    }

    private void invoke(Message.Invoke invoke) {
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
                new dev.hearth.core.InvocationTimes());
        worker.invoke(invoke.environmentId(), invocation).thenAccept(result -> {
            streams.remove(exchange);
            channel.send(new Message.Result(exchange, result));
        });
    }

    @Override
    public void broken() {
        broken = true;
        parts.without(channel);
        streams.values().forEach(SentChunks::abandon);
        for (EnvironmentReport environment : worker.report()) {
            worker.destroy(environment.environmentId());
        }
    }

    void close() {
        channel.close();
    }
}
