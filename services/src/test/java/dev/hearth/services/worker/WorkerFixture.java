package dev.hearth.services.worker;

import dev.hearth.core.AwsScope;
import dev.hearth.sandbox.FakeSandboxDriver;
import dev.hearth.sandbox.SandboxSpec;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A worker over fake sandboxes, on real threads and sockets. */
public final class WorkerFixture implements AutoCloseable {

    static final String REQUEST_ID = "8f5e1c3a-0b1d-4c52-9a53-0123456789ab";

    public final RealPorts ports;
    public final RecordedLogs logs = new RecordedLogs();
    public final FakeSandboxDriver driver;
    public final Worker worker;
    final List<String> gone = new CopyOnWriteArrayList<>();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    public WorkerFixture(FakeSandboxDriver.Bootstrap bootstrap) {
        this(bootstrap, Path.of("task"), new RealPorts());
    }

    public WorkerFixture(FakeSandboxDriver.Bootstrap bootstrap, Path taskRoot, RealPorts ports) {
        this.ports = ports;
        driver = new FakeSandboxDriver(ports, bootstrap);
        WorkerOptions options = new WorkerOptions(
                new AwsScope("000000000000", "us-east-1"),
                4566,
                new SandboxSpec.Network.EndpointOnly(4566),
                new FixedCredentials(),
                "host",
                HostMeter.of(16_384, 4_000));
        worker = Worker.create(options, driver, _ -> taskRoot, logs, loops, ports.ports());
        worker.listener(gone::add);
    }

    public static EnvironmentSpec spec(Duration timeout) {
        return spec("python3.11", timeout);
    }

    public static EnvironmentSpec spec(String runtime, Duration timeout) {
        return new EnvironmentSpec(
                "arn:aws:lambda:us-east-1:000000000000:function:hello",
                "hello",
                "$LATEST",
                "r1",
                runtime,
                "app.handler",
                timeout,
                128,
                512,
                Map.of("GREETING", "hi"),
                "00",
                "/aws/lambda/hello");
    }

    static Invocation invocation(String requestId, String payload, boolean tail) {
        return new Invocation(
                requestId,
                ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer(),
                "arn:aws:lambda:us-east-1:000000000000:function:hello",
                null,
                null,
                tail);
    }

    EnvironmentStart.Started started(EnvironmentSpec spec) throws Exception {
        return (EnvironmentStart.Started) await(worker.start(spec));
    }

    InvocationResult.Answered invoke(String environmentId, String requestId, String payload) throws Exception {
        return (InvocationResult.Answered) await(worker.invoke(environmentId, invocation(requestId, payload, false)));
    }

    InvocationResult.Answered invokeWithTail(String environmentId, String requestId) throws Exception {
        return (InvocationResult.Answered) await(worker.invoke(environmentId, invocation(requestId, "{}", true)));
    }

    public static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    public static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    @Override
    public void close() {
        worker.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        ports.close();
    }
}
