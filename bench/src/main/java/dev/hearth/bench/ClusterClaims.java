package dev.hearth.bench;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Asks every host again and again whether it decides, and knows when two did. */
final class ClusterClaims implements AutoCloseable {

    private static final int POLL_MILLIS = 100;
    private static final double SECOND = 1e9;
    private static final String DECIDES = "{\"role\":\"first\"";

    /**
     * An answer: at some moment between question and answer, by {@code System.nanoTime()}, it was so.
     *
     * @param decides false also where nobody answers
     */
    record Claim(int host, long asked, long answered, boolean decides) {}

    private final List<ConcurrentLinkedDeque<Claim>> claims = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private ClusterClaims() {}

    static ClusterClaims watch(ClusterHosts cluster) {
        ClusterClaims watch = new ClusterClaims();
        for (int i = 0; i < cluster.count(); i++) {
            int host = i;
            Path socket = cluster.statusSocket(i);
            watch.claims.add(new ConcurrentLinkedDeque<>());
            watch.threads.add(Thread.ofVirtual().start(() -> watch.ask(host, socket)));
        }
        return watch;
    }

    private void ask(int host, Path socket) {
        try {
            while (true) {
                long asked = System.nanoTime();
                boolean decides = decides(socket);
                claims.get(host).add(new Claim(host, asked, System.nanoTime(), decides));
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean decides(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            byte[] begin = Channels.newInputStream(channel).readNBytes(DECIDES.length());
            return DECIDES.equals(new String(begin, StandardCharsets.UTF_8));
        } catch (IOException dead) {
            return false;
        }
    }

    /** The hosts whose last answer, to a question after {@code since}, was that they decide. */
    List<Integer> deciding(long since) {
        return claims.stream()
                .map(ConcurrentLinkedDeque::peekLast)
                .filter(last -> last != null && last.decides() && last.asked() - since > 0)
                .map(Claim::host)
                .toList();
    }

    /** What was answered so far, without what was asked before {@code since}, which is forgotten. */
    List<Claim> since(long since) {
        List<Claim> found = new ArrayList<>();
        for (ConcurrentLinkedDeque<Claim> each : claims) {
            each.removeIf(old -> old.answered() - since < 0);
            found.addAll(each);
        }
        return found;
    }

    /**
     * For how long two certainly decided at once: one said so, then another, then the first again. Zero when that was
     * never seen; at least a millisecond otherwise.
     */
    static double overlapSeconds(List<Claim> claims) {
        List<Claim> sorted =
                claims.stream().sorted(Comparator.comparingLong(Claim::asked)).toList();
        double longest = 0;
        for (Claim one : sorted) {
            Claim next = sorted.stream()
                    .filter(each -> each.host() == one.host() && each.asked() >= one.answered())
                    .findFirst()
                    .orElse(null);
            if (!one.decides() || next == null || !next.decides()) {
                continue;
            }
            for (Claim other : sorted) {
                if (other.host() != one.host()
                        && other.decides()
                        && other.asked() > one.answered()
                        && other.answered() < next.asked()) {
                    longest = Math.max(longest, until(sorted, one, other));
                }
            }
        }
        return longest;
    }

    /** From the other's claim to the last one of an unbroken row of the first's. */
    private static double until(List<Claim> sorted, Claim one, Claim other) {
        long last = other.answered();
        for (Claim each : sorted) {
            if (each.host() == one.host() && each.asked() >= other.answered()) {
                if (!each.decides()) {
                    break;
                }
                last = each.answered();
            }
        }
        return Math.max(1e-3, (last - other.answered()) / SECOND);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
