package dev.hearth.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Hearths on this machine that are one cluster over a PostgreSQL of the benchmark's own. */
final class ClusterHosts implements AutoCloseable {

    private static final String PAUSED = "STOP";

    private final String launcher;
    private final Path folder;
    private final PostgresProcess postgres;
    private final List<HearthProcess> hosts = new CopyOnWriteArrayList<>();
    private final Signer keys;

    private ClusterHosts(String launcher, Path folder, PostgresProcess postgres, int count) {
        this.launcher = launcher;
        this.folder = folder;
        this.postgres = postgres;
        HearthProcess first = HearthProcess.start(
                launcher, data(0), "--function-network", "host", "--store", postgres.create("cluster"));
        hosts.add(first);
        keys = first.signer();
        String token = command("cluster", "token", "--data", data(0).toString());
        for (int i = 1; i < count; i++) {
            hosts.add(HearthProcess.startAgain(
                    launcher, data(i), keys, "--function-network", "host", "--join", "127.0.0.1:0", "--token", token));
        }
    }

    /** Starts {@code count} hosts; what is in {@code folder} goes with the benchmark's. */
    static ClusterHosts start(String launcher, Path folder, int count) {
        PostgresProcess postgres = PostgresProcess.start(folder.resolve("postgres"));
        try {
            return new ClusterHosts(launcher, folder, postgres, count);
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
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

    /** Which hosts say that they decide. */
    List<Integer> deciding() {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            String status = command("cluster", "status", "--json", "--data", data(i).toString());
            if (status.startsWith("{\"role\":\"first\"")) {
                found.add(i);
            }
        }
        return found;
    }

    /** {@code kill -9}. */
    void kill(int host) {
        hosts.get(host).kill();
    }

    /** Starts a host that was killed, on another port. */
    void again(int host) {
        hosts.set(host, HearthProcess.startAgain(launcher, data(host), keys, "--function-network", "host"));
    }

    /** A host stands still: to the others as if its power or its network had failed. */
    void freeze(int host, boolean still) {
        hosts.get(host).signal(still ? PAUSED : "CONT");
    }

    void freezeStore(boolean still) {
        postgres.signal(still ? PAUSED : "CONT");
    }

    @Override
    public void close() {
        hosts.forEach(HearthProcess::close);
        postgres.close();
    }
}
