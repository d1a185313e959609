package dev.hearth.services.frontend;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.hearth.core.AwsScope;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentLimits;
import dev.hearth.services.assignment.ScalingControl;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.placement.PlacementPolicy;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.worker.FixedCredentials;
import dev.hearth.services.worker.HostMeter;
import dev.hearth.services.worker.RealPorts;
import dev.hearth.services.worker.Worker;
import dev.hearth.services.worker.WorkerOptions;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one warm invocation costs from the frontend to a bootstrap and back, without the AWS edge: CPU and allocation
 * of this process. Run by hand: {@code InvokeProfile FOLDER_OF_BOOTSTRAP INVOCATIONS CONCURRENCY}.
 */
final class InvokeProfile {

    private final Frontend frontend;
    private final EventLoopGroup loops;
    private final AtomicInteger left = new AtomicInteger();

    private InvokeProfile(Frontend frontend, EventLoopGroup loops) {
        this.frontend = frontend;
        this.loops = loops;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int concurrency = Integer.parseInt(arguments[2]);
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(Integer.getInteger("loops", 2), EpollIoHandler.newFactory());
        try (RealPorts ports = new RealPorts();
                Worker worker = worker(folder, loops, ports)) {
            Assignment assignment = Assignment.create(
                    AssignmentLimits.DEFAULTS,
                    Placement.create(PlacementPolicy.DEFAULTS, ports.ports()),
                    ScalingControl.none(),
                    ports.ports());
            assignment.join(worker);
            Counting counting = Counting.create(CountingLimits.DEFAULTS, ports.ports());
            FunctionVersion version = version();
            Frontend frontend = new LocalFrontend(
                    (_, _) -> version,
                    counting,
                    assignment,
                    _ -> CompletableFuture.completedFuture(null),
                    ports.ports().time(),
                    InvocationListener.NONE);
            InvokeProfile profile = new InvokeProfile(frontend, loops);
            for (int round = 0; round < Integer.getInteger("rounds", 5); round++) {
                profile.round(count, concurrency);
            }
            System.out.println("environments: " + worker.report().size());
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void round(int count, int concurrency) throws InterruptedException {
        long cpu = processCpu();
        long allocated = allocated();
        long start = System.nanoTime();
        left.set(count);
        CountDownLatch done = new CountDownLatch(concurrency);
        for (int i = 0; i < concurrency; i++) {
            EventLoop loop = loops.next();
            loop.execute(() -> lane(loop, done));
        }
        done.await();
        double micros = (System.nanoTime() - start) / 1000.0;
        System.out.printf(
                "%d invocations at %d: %.1f us wall, %.1f us cpu, %d bytes allocated each%n",
                count,
                concurrency,
                micros / count,
                (processCpu() - cpu) / 1000.0 / count,
                (allocated() - allocated) / count);
    }

    private void lane(EventLoop loop, CountDownLatch done) {
        if (left.decrementAndGet() < 0) {
            done.countDown();
            return;
        }
        InvokeCommand command = new InvokeCommand(
                "8f5e1c3a-0b1d-4c52-9a53-0123456789ab",
                "hello",
                null,
                InvokeCommand.Type.REQUEST_RESPONSE,
                ByteBuffer.wrap("{\"name\":\"you\"}".getBytes(StandardCharsets.UTF_8)),
                null,
                null,
                false);
        frontend.invoke(command).thenAccept(outcome -> {
            if (!(outcome instanceof InvokeOutcome.Answered a)
                    || !a.functionError().isEmpty()) {
                throw new IllegalStateException(outcome.toString());
            }
            loop.execute(() -> lane(loop, done));
        });
    }

    private static long processCpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private static Worker worker(Path folder, EventLoopGroup loops, RealPorts ports) {
        WorkerOptions options = new WorkerOptions(
                new AwsScope("000000000000", "us-east-1"),
                4566,
                new SandboxSpec.Network.EndpointOnly(4566),
                new FixedCredentials(),
                "host",
                HostMeter.of(16_384, 4_000));
        return Worker.create(
                options, new ProcessDriver(folder), _ -> folder, (_, _) -> (_, _, _, _) -> {}, loops, ports.ports());
    }

    private static FunctionVersion version() {
        return new FunctionVersion(
                "arn:aws:lambda:us-east-1:000000000000:function:hello",
                "hello",
                "$LATEST",
                "r1",
                "provided.al2023",
                "bootstrap",
                Duration.ofSeconds(3),
                128,
                512,
                Map.of(),
                "00",
                "/aws/lambda/hello");
    }

    /** A driver that runs the bootstrap as an ordinary process of this machine, without any wall. */
    private record ProcessDriver(Path folder) implements SandboxDriver {

        @Override
        public String name() {
            return "process";
        }

        @Override
        public Verdict probe() {
            return new Verdict(true, "for profiling", List.of());
        }

        @Override
        public Optional<RuntimeChoice> runtime(String identifier) {
            return Optional.of(new RuntimeChoice(identifier, identifier, "host"));
        }

        @Override
        public List<RuntimeChoice> runtimes() {
            return List.of();
        }

        @Override
        public Sandbox start(SandboxSpec spec, SandboxListener listener) throws SandboxException {
            CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
            listener.serveRuntimeApi(new RuntimeApiSocket.Tcp(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), bound::complete));
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(folder.resolve("bootstrap").toString()).inheritIO();
                builder.environment()
                        .put(
                                "AWS_LAMBDA_RUNTIME_API",
                                "127.0.0.1:" + bound.join().getPort());
                Process process = builder.start();
                process.onExit().thenAccept(_ -> listener.ended(new SandboxEnd(-1, 9, false)));
                return new ProcessSandbox(spec.id(), process);
            } catch (IOException e) {
                throw new SandboxException("no process", e);
            }
        }

        @Override
        public void close() {}
    }

    private record ProcessSandbox(String id, Process process) implements Sandbox {

        @Override
        public void kill() {
            process.destroyForcibly();
        }

        @Override
        public CompletionStage<Void> drainOutput() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public long peakMemoryBytes() {
            return 1L << 20;
        }
    }
}
