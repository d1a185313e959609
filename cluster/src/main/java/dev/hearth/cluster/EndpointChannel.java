package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.services.worker.ServedInvocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What this host's endpoint and whoever decides say to each other of what is lent, over one channel. */
final class EndpointChannel implements Delegations.Asking {

    private record Asked(long nanos, CompletableFuture<Void> answer) {}

    private final Delegations delegations;
    private final Channel channel;
    private final Ports ports;
    private final Map<String, Asked> asked = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > ClusterLimits.WANTS;
        }
    };
    private final Map<Long, CompletableFuture<Void>> open = new LinkedHashMap<>();
    private long exchanges;

    EndpointChannel(Delegations delegations, Channel channel, Ports ports) {
        this.delegations = delegations;
        this.channel = channel;
        this.ports = ports;
    }

    /** The loan of this channel begins: what it lends on comes back over it. */
    void begin(Loan loan) {
        loan.returns((id, reusable) -> channel.send(new Message.Returned(id, reusable)));
        delegations.asks(this);
    }

    void heard(Message.ForMember message, Loan loan) {
        switch (message) {
            case Message.Lend(String id, String function, String qualifier) ->
                delegations.delegate(id, function, qualifier, loan);
            case Message.Recall(long exchange, String functionArn) -> {
                delegations.recall(functionArn);
                channel.send(new Message.Recalled(exchange));
            }
            case Message.Wanted(long exchange) -> {
                CompletableFuture<Void> answer;
                synchronized (this) {
                    answer = open.remove(exchange);
                }
                if (answer != null) {
                    answer.complete(null);
                }
            }
        }
    }

    @Override
    public void want(String function, String qualifier) {
        long now = ports.time().nanos();
        CompletableFuture<Void> answer;
        synchronized (this) {
            String key = function + " " + qualifier;
            Asked before = asked.get(key);
            if (before != null && now - before.nanos < ClusterLimits.WANT.toNanos()) {
                answer = before.answer;
            } else {
                answer = new CompletableFuture<>();
                asked.put(key, new Asked(now, answer));
                open.put(++exchanges, answer);
                channel.send(new Message.Want(exchanges, function, qualifier));
            }
        }
        await(answer);
    }

    private static void await(CompletableFuture<Void> answer) {
        try {
            answer.get(ClusterLimits.WANTED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Who wanted it goes to whoever decides.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void served(List<ServedInvocation> invocations) {
        channel.send(new Message.Served(invocations));
    }

    void broken() {
        delegations.asksNo(this);
        List<CompletableFuture<Void>> answers;
        synchronized (this) {
            answers = List.copyOf(open.values());
            open.clear();
        }
        answers.forEach(answer -> answer.complete(null));
    }
}
