package dev.hearth.aws;

import dev.hearth.aws.sts.StsApi;
import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamStore;
import dev.hearth.neighbours.iam.KeyRing;
import dev.hearth.neighbours.iam.Sessions;
import dev.hearth.neighbours.iam.Signer;
import dev.hearth.neighbours.seal.Seal;
import dev.hearth.services.frontend.Frontend;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A running edge with {@link ToyApis} behind it, for tests and for trying real clients by hand. */
final class ToyEdge implements AutoCloseable {

    private static final long LOOK_NANOS = 1_000_000;

    static final String KEY = "AKIDEXAMPLE";
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    static final String SESSION_KEY = "ASIAEXAMPLE";
    static final String TOKEN = "a/session+token==";
    static final AwsScope SCOPE = new AwsScope("000000000000", "us-east-1");

    static final AccessKeys KEYS = (id, token) -> switch (id) {
        case KEY -> token == null ? signer() : null;
        case SESSION_KEY -> TOKEN.equals(token) ? signer() : null;
        default -> null;
    };

    private final Vertx vertx = Vertx.vertx();
    private final EdgeParts parts;
    private final AwsEdge edge;
    private final int port;

    private ToyEdge(EdgeOptions options, Frontend frontend, int port, @Nullable StreamApi streamed) {
        this.parts = EdgeParts.of(
                options,
                KEYS,
                DecisionPoint.knownIdentities(),
                List.of(ToyApis.LAMBDA, ToyApis.LOGS, sts()),
                frontend,
                TestPorts.real(1),
                SCOPE,
                List.of(PlainRoute.local("/_hearth/health", () -> "{\"status\":\"running\"}")),
                UrlDirectory.NONE,
                () -> {
                    throw new IllegalStateException("no API Gateway here");
                },
                streamed);
        this.edge = new EdgeServer(vertx, parts);
        this.port = edge.listen("127.0.0.1", port)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static AwsApi sts() {
        Sessions sessions = Sessions.create(
                new byte[32], TestPorts.real(1).time(), TestPorts.real(1).randomness());
        Seal seal = Seal.create(() -> new byte[32], TestPorts.real(1).randomness());
        KeyRing ring = KeyRing.create(Map.of(), IamStore.inMemory(), seal, sessions, SCOPE.account());
        Iam iam = Iam.create(IamStore.inMemory(), ring, TestPorts.real(1), SCOPE);
        return StsApi.create(() -> iam, ring, sessions, DecisionPoint.knownIdentities());
    }

    private static Signer signer() {
        return new Signer(SECRET, Caller.root(SCOPE.account()), Long.MAX_VALUE);
    }

    static ToyEdge start() {
        return start(EdgeOptions.of(2, 256L * 1024 * 1024), ToyApis.ECHO);
    }

    static ToyEdge start(EdgeOptions options, Frontend frontend) {
        return new ToyEdge(options, frontend, 0, null);
    }

    /** With an API whose bodies are streams. */
    static ToyEdge start(StreamApi streamed) {
        return new ToyEdge(EdgeOptions.of(1, 256L * 1024 * 1024), ToyApis.ECHO, 0, streamed);
    }

    EdgeParts parts() {
        return parts;
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Waits until nothing of any request is kept. */
    void awaitQuiet() {
        awaitKept(0);
    }

    /** Waits until so many bytes of requests are kept. */
    void awaitKept(long bytes) {
        await(() -> parts.bufferedBytes().get() == bytes, () -> parts.bufferedBytes() + " bytes are still kept");
    }

    /** Waits until no more than so many connections are counted. */
    void awaitConnections(int most) {
        await(() -> parts.connections().get() <= most, () -> parts.connections() + " connections are still counted");
    }

    /** Waits for a number of slabs in use. */
    void awaitSlabs(IntPredicate lent) {
        await(() -> lent.test(parts.slabs().lent()), () -> parts.slabs().lent() + " slabs are in use");
    }

    private static void await(BooleanSupplier condition, Supplier<String> what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(what.get());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        edge.close().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    /** Serves until it is killed, on the port that is asked for: {@code ToyEdge 4599}. */
    public static void main(String[] arguments) throws InterruptedException {
        ToyEdge toy = new ToyEdge(
                EdgeOptions.of(2, 256L * 1024 * 1024),
                ToyApis.ECHO,
                arguments.length == 0 ? 4599 : Integer.parseInt(arguments[0]),
                null);
        System.out.println("export AWS_ENDPOINT_URL=" + toy.url() + " AWS_ACCESS_KEY_ID=" + KEY
                + " AWS_SECRET_ACCESS_KEY=" + SECRET + " AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1");
        Thread.currentThread().join();
    }
}
