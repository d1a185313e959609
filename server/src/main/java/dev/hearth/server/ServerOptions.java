package dev.hearth.server;

import dev.hearth.core.AwsScope;
import dev.hearth.drivers.firecracker.ConfigureBy;
import dev.hearth.drivers.firecracker.RateLimits;
import dev.hearth.services.leasing.ClusterHost;
import dev.hearth.services.worker.SnapshotUse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a server is to run.
 *
 * @param port TCP port on the loopback address, 0 for a free one
 * @param data its data folder; made when missing
 * @param sandbox the name of a driver, or {@code auto}
 * @param functionNetwork what functions can reach
 * @param scope the account and region it answers for
 * @param accountConcurrency how many invocations may run at a time, all functions together
 * @param otlp base URL of the OTLP receiver that gets traces; empty for none
 * @param firecracker which Firecracker, and how it is told
 * @param guestRange the range of addresses for guests that reach out; empty to choose a free one
 * @param store the address of a PostgreSQL database, with its password; empty for a file in the data folder
 * @param objects the address of another S3 that takes the bytes of objects; empty for the data folder
 * @param tables the address of another endpoint that has the tables of DynamoDB; empty for the store
 * @param snapshots what starts from snapshots, where the sandbox can take some
 * @param cluster how this host belongs to others
 */
public record ServerOptions(
        int port,
        Path data,
        String sandbox,
        FunctionNetwork functionNetwork,
        AwsScope scope,
        int accountConcurrency,
        String otlp,
        Firecracker firecracker,
        String guestRange,
        String store,
        String objects,
        String tables,
        Snapshots snapshots,
        Cluster cluster) {

    /**
     * The choice of Firecracker.
     *
     * @param binary path of {@code firecracker}; empty for the one in {@code PATH}
     * @param jailer path of {@code jailer}; empty for the one in {@code PATH}, {@code none} to do without its walls
     * @param configureBy how microVMs are described to it
     * @param limits of every microVM's devices
     */
    public record Firecracker(String binary, String jailer, ConfigureBy configureBy, RateLimits limits) {

        static final Firecracker FOUND = new Firecracker("", "", ConfigureBy.API, RateLimits.NONE);
    }

    /**
     * How this host belongs to others.
     *
     * @param join the address of the first host, which this one joins; empty for none
     * @param token the right to join
     * @param door where this host, as the first, listens for others: an address, and a port or 0 for a free one
     * @param roles what this host does for its cluster; none for what it did before, or all
     * @param certificateLife how long certificates last that are made here
     */
    public record Cluster(
            String join, String token, String door, Set<ClusterHost.Role> roles, Duration certificateLife) {

        static final Cluster ALONE = new Cluster("", "", "127.0.0.1:0", Set.of(), Duration.ofDays(30));
    }

    /** Lambda's default quota. */
    public static final int DEFAULT_CONCURRENCY = 1_000;

    /** More than one process could ever run at a time. */
    static final int MAX_CONCURRENCY = 100_000;

    /** The ecosystem's wrappers already use it. */
    public static final int DEFAULT_PORT = 4566;

    /** The name that lets the server choose the driver. */
    public static final String AUTO = "auto";

    private static final AwsScope DEFAULT_SCOPE = new AwsScope("000000000000", "us-east-1");
    /** The highest port number. */
    static final int MAX_PORT = 65_535;

    /** What a function can reach beside its Runtime API. */
    public enum FunctionNetwork {
        /** Hearth's own endpoint and nothing else. */
        ENDPOINT,
        /** Hearth's own endpoint and public addresses, where the sandbox can do it. */
        INTERNET,
        /** The host's network, by explicit choice. */
        HOST
    }

    /** Which functions start from snapshots. */
    public enum Snapshots {
        /** As {@link #PUBLISHED} where functions reach nothing but Hearth, else as {@link #SNAPSTART}. */
        DEFAULT,
        /** Published versions of Python and Node.js, and what asks for SnapStart. */
        PUBLISHED,
        /** Published versions that ask for SnapStart. */
        SNAPSTART,
        /** None. */
        OFF
    }

    /** The choice of snapshots as the worker has it. */
    SnapshotUse snapshotUse() {
        return switch (snapshots) {
            case DEFAULT -> functionNetwork == FunctionNetwork.ENDPOINT ? SnapshotUse.PUBLISHED : SnapshotUse.SNAPSTART;
            case PUBLISHED -> SnapshotUse.PUBLISHED;
            case SNAPSTART -> SnapshotUse.SNAPSTART;
            case OFF -> SnapshotUse.OFF;
        };
    }

    public ServerOptions {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port is a number from 0 to " + MAX_PORT + ", not " + port);
        }
        if (accountConcurrency < 1 || accountConcurrency > MAX_CONCURRENCY) {
            throw new IllegalArgumentException("the account's concurrency is a number from 1 to " + MAX_CONCURRENCY
                    + ", not " + accountConcurrency);
        }
    }

    /** The defaults on a data folder of the caller's and a free port: what tests and benchmarks want. */
    public static ServerOptions on(Path data) {
        return new ServerOptions(
                0,
                data,
                AUTO,
                FunctionNetwork.ENDPOINT,
                DEFAULT_SCOPE,
                DEFAULT_CONCURRENCY,
                "",
                Firecracker.FOUND,
                "",
                "",
                "",
                "",
                Snapshots.DEFAULT,
                Cluster.ALONE);
    }

    public ServerOptions withPort(int newPort) {
        return changed(draft -> draft.port = newPort);
    }

    public ServerOptions withSandbox(String newSandbox) {
        return changed(draft -> draft.sandbox = newSandbox);
    }

    public ServerOptions withFunctionNetwork(FunctionNetwork newNetwork) {
        return changed(draft -> draft.functionNetwork = newNetwork);
    }

    public ServerOptions withAccountConcurrency(int newConcurrency) {
        return changed(draft -> draft.accountConcurrency = newConcurrency);
    }

    public ServerOptions withOtlp(String newOtlp) {
        return changed(draft -> draft.otlp = newOtlp);
    }

    public ServerOptions withFirecracker(Firecracker newFirecracker) {
        return changed(draft -> draft.firecracker = newFirecracker);
    }

    public ServerOptions withGuestRange(String newRange) {
        return changed(draft -> draft.guestRange = newRange);
    }

    public ServerOptions withSnapshots(Snapshots newSnapshots) {
        return changed(draft -> draft.snapshots = newSnapshots);
    }

    public ServerOptions withStore(String newStore) {
        return changed(draft -> draft.store = newStore);
    }

    /** @param newObjects {@code s3://bucket/prefix?endpoint=URL&region=REGION} */
    public ServerOptions withObjects(String newObjects) {
        return changed(draft -> draft.objects = newObjects);
    }

    /** @param newTables {@code URL?region=REGION} */
    public ServerOptions withTables(String newTables) {
        return changed(draft -> draft.tables = newTables);
    }

    public ServerOptions withCluster(Cluster newCluster) {
        return changed(draft -> draft.cluster = newCluster);
    }

    private ServerOptions changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** The members on their way from one value to the next. */
    private static final class Draft {

        private int port;
        private final Path data;
        private String sandbox;
        private FunctionNetwork functionNetwork;
        private final AwsScope scope;
        private int accountConcurrency;
        private String otlp;
        private Firecracker firecracker;
        private String guestRange;
        private String store;
        private String objects;
        private String tables;
        private Snapshots snapshots;
        private Cluster cluster;

        Draft(ServerOptions from) {
            this.port = from.port;
            this.data = from.data;
            this.sandbox = from.sandbox;
            this.functionNetwork = from.functionNetwork;
            this.scope = from.scope;
            this.accountConcurrency = from.accountConcurrency;
            this.otlp = from.otlp;
            this.firecracker = from.firecracker;
            this.guestRange = from.guestRange;
            this.store = from.store;
            this.objects = from.objects;
            this.tables = from.tables;
            this.snapshots = from.snapshots;
            this.cluster = from.cluster;
        }

        ServerOptions options() {
            return new ServerOptions(
                    port,
                    data,
                    sandbox,
                    functionNetwork,
                    scope,
                    accountConcurrency,
                    otlp,
                    firecracker,
                    guestRange,
                    store,
                    objects,
                    tables,
                    snapshots,
                    cluster);
        }
    }
}
