package dev.hearth.cluster;

import dev.hearth.services.worker.Delegate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The endpoint of another host, over its channel. */
final class RemoteDelegate implements Delegate {

    private final Channel channel;
    private final AtomicLong exchanges = new AtomicLong();
    private final Map<Long, CompletableFuture<Boolean>> recalls = new ConcurrentHashMap<>();
    private volatile @Nullable Listener listener;

    RemoteDelegate(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void listener(Listener told) {
        listener = told;
    }

    @Override
    public void lend(String environmentId, String function, String qualifier) {
        channel.send(new Message.Lend(environmentId, function, qualifier));
    }

    @Override
    public CompletionStage<Boolean> recall(String functionArn) {
        long exchange = exchanges.incrementAndGet();
        CompletableFuture<Boolean> recalled = new CompletableFuture<>();
        recalls.put(exchange, recalled);
        channel.send(new Message.Recall(exchange, functionArn));
        if (channel.isBroken()) {
            broken();
        }
        return recalled;
    }

    void heard(Message.ByMember message) {
        Listener told = listener;
        switch (message) {
            case Message.Want(long exchange, String function, String qualifier) -> {
                if (told != null) {
                    told.wanted(function, qualifier);
                }
                channel.send(new Message.Wanted(exchange));
            }
            case Message.Returned(String environmentId, boolean reusable) -> {
                if (told != null) {
                    told.returned(environmentId, reusable);
                }
            }
            case Message.Recalled(long exchange) -> {
                CompletableFuture<Boolean> recalled = recalls.remove(exchange);
                if (recalled != null) {
                    recalled.complete(true);
                }
            }
            case Message.Served(var invocations) -> {
                if (told != null) {
                    invocations.forEach(told::served);
                }
            }
        }
    }

    /** Nothing is heard any more. */
    void broken() {
        recalls.keySet().forEach(exchange -> {
            CompletableFuture<Boolean> recalled = recalls.remove(exchange);
            if (recalled != null) {
                recalled.complete(false);
            }
        });
    }
}
