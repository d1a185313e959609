package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hearths on this machine that are one cluster over a PostgreSQL of the benchmark's own. */
final class ClusterHosts implements AutoCloseable {

    /** Stands for PostgreSQL where a host's number is asked. */
    static final int STORE = -1;

    private static final String PAUSED = "STOP";

    private static final int PORT = 4566;
    private static final String ON_RIGHT_TIME = "0";

    private final String launcher;
    private final Path folder;
    private final @Nullable ClusterNet net;
    private final PostgresProcess postgres;
    private final List<HearthProcess> hosts = new CopyOnWriteArrayList<>();
    private final List<HearthProcess.Where> places;
    private final List<String> roles;
    private @Nullable Signer known;

    private ClusterHosts(
            String launcher,
            Path folder,
            @Nullable ClusterNet net,
            PostgresProcess postgres,
            int count,
            List<String> roles) {
        this.launcher = launcher;
        this.roles = roles;
        this.folder = folder;
        this.net = net;
        this.postgres = postgres;
        this.places = IntStream.range(0, count).mapToObj(this::place).toList();
    }

    private void begin() {
        HearthProcess first = HearthProcess.start(
                places.getFirst(), launcher, data(0), options(0, "--store", postgres.create("cluster")));
        hosts.add(first);
        known = first.signer();
        String token = command("cluster", "token", "--data", data(0).toString());
        String join = net == null ? "127.0.0.1:0" : net.address(1);
        for (int i = 1; i < places.size(); i++) {
            hosts.add(HearthProcess.startAgain(
                    places.get(i), launcher, data(i), keys(), options(i, "--join", join, "--token", token)));
        }
    }

    private Signer keys() {
        return Objects.requireNonNull(known, "none has started");
    }

    /** Starts {@code count} hosts; what is in {@code folder} goes with the benchmark's. */
    static ClusterHosts start(String launcher, Path folder, int count) {
        return start(launcher, folder, null, count, List.of());
    }

    /** Starts a host for each of {@code roles}, as {@code --roles} has them; the first decides. */
    static ClusterHosts start(String launcher, Path folder, List<String> roles) {
        return start(launcher, folder, null, roles.size(), roles);
    }

    /** The same, each on a machine of its own where this one can have such. */
    static ClusterHosts startApart(String launcher, Path folder, int count) {
        Optional<String> whyNot = ClusterNet.whyNot();
        if (whyNot.isPresent()) {
            System.err.println("bench cluster-kills: no links are cut: " + whyNot.get());
            return start(launcher, folder, count);
        }
        ClusterNet net = ClusterNet.of(count);
        try {
            return start(launcher, folder, net, count, List.of());
        } catch (RuntimeException e) {
            net.close();
            throw e;
        }
    }

    private static ClusterHosts start(
            String launcher, Path folder, @Nullable ClusterNet net, int count, List<String> roles) {
        PostgresProcess postgres = PostgresProcess.start(folder.resolve("postgres"), net);
        ClusterHosts cluster = new ClusterHosts(launcher, folder, net, postgres, count, roles);
        try {
            cluster.begin();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private HearthProcess.Where place(int host) {
        Map<String, String> clock =
                Map.of("HEARTH_CLOCK_WRONG_BY_FILE", clock(host).toString());
        wrong(host, ON_RIGHT_TIME);
        return net == null
                ? new HearthProcess.Where(List.of(), clock, 0, 0)
                : new HearthProcess.Where(net.at(host + 1), clock, PORT, net.relay(host + 1, "127.0.0.1", PORT));
    }

    private String[] options(int host, String... more) {
        List<String> all = new ArrayList<>(List.of("--function-network", "host"));
        if (net != null) {
            all.addAll(List.of("--cluster-address", net.address(host + 1)));
        }
        if (!roles.isEmpty()) {
            all.addAll(List.of("--roles", roles.get(host)));
        }
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Path clock(int host) {
        return folder.resolve("clock" + host);
    }

    private void wrong(int host, String millis) {
        try {
            Path next = Files.writeString(folder.resolve("clock.next"), millis);
            Files.move(next, clock(host), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BenchException("cannot set a clock", e);
        }
    }

    /** Puts a host's wall clock wrong by so much; 0 is right. */
    void skew(int host, long millis) {
        wrong(host, Long.toString(millis));
    }

    /** Lets functions on every host reach a port of the benchmark's. */
    void lend(int port) {
        for (int host = 0; net != null && host < places.size(); host++) {
            net.lend(host + 1, port);
        }
    }

    boolean canCut() {
        return net != null;
    }

    /** Cuts a host's links to other hosts, or to the store ({@link #STORE}). */
    void cut(int host, List<Integer> others) {
        if (net != null) {
            net.cut(
                    host + 1,
                    others.stream()
                            .map(each -> each == STORE ? ClusterNet.STORE : each + 1)
                            .toList());
        }
    }

    void mend(int host) {
        if (net != null) {
            net.mend(host + 1);
        }
    }

    private Path data(int host) {
        return folder.resolve("host" + host);
    }

    private String command(String... words) {
        List<String> command =
                Stream.concat(Stream.of(launcher), Stream.of(words)).toList();
        try (Child child = Child.start(command, Map.of())) {
            return child.result();
        }
    }

    int count() {
        return hosts.size();
    }

    HearthProcess host(int host) {
        return hosts.get(host);
    }

    /** Where a host says whether it decides. */
    Path statusSocket(int host) {
        return data(host).resolve("cluster.sock");
    }

    /** {@code kill -9}. */
    void kill(int host) {
        hosts.get(host).kill();
    }

    /** Starts a host that was killed, on another port. */
    void again(int host) {
        hosts.set(host, HearthProcess.startAgain(places.get(host), launcher, data(host), keys(), options(host)));
    }

    /** A host, or the {@link #STORE}, stands still: to the others as if its power or its network had failed. */
    void freeze(int host, boolean still) {
        String signal = still ? PAUSED : "CONT";
        if (host == STORE) {
            postgres.signal(signal);
        } else {
            hosts.get(host).signal(signal);
        }
    }

    /** All together: each takes its time. */
    @Override
    public void close() {
        List<Thread> closing = hosts.stream()
                .map(host -> Thread.ofVirtual().start(() -> close(host)))
                .toList();
        try {
            for (Thread each : closing) {
                each.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeStore();
        }
    }

    private static void close(HearthProcess host) {
        try {
            if (host.lives()) {
                // One that stands still would not hear that it shall end.
                host.signal("CONT");
            }
        } catch (BenchException gone) {
            System.err.println("hearth bench: " + gone.getMessage());
        } finally {
            host.close();
        }
    }

    private void closeStore() {
        try {
            postgres.close();
        } finally {
            if (net != null) {
                net.close();
            }
        }
    }
}
