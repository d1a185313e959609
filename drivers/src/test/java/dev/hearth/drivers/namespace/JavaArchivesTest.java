package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Ports;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.drivers.runtimes.HostJdks;
import dev.hearth.drivers.runtimes.HostPlaces;
import dev.hearth.drivers.runtimes.Interpreter;
import dev.hearth.drivers.runtimes.RuntimeDecisions;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class JavaArchivesTest {

    static List<Interpreter> installed() {
        return HostJdks.in(HostPlaces.ofThisProcess())
                .filter(java -> java.version() >= 13)
                .toList();
    }

    /** The tests run on one that is new enough. */
    @Test
    void thereIsAJava() {
        assertThat(installed()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("installed")
    void isMadeOnceAndThenUsed(Interpreter java, @TempDir Path folder) throws Exception {
        Ports real = Functions.ports();
        Ports atOnce = new Ports(
                real.time(),
                (delay, work) -> {
                    if (delay.compareTo(Duration.ofSeconds(10)) < 0) {
                        work.run();
                    }
                    return () -> {};
                },
                real.tasks(),
                real.randomness());
        Host host = Host.prepare(new NamespaceOptions(folder, new HostPlaces(List.of(), folder)), real);
        BlockingQueue<SandboxEnd> ends = new LinkedBlockingQueue<>();
        try {
            JavaArchives archives = new JavaArchives(
                    atOnce,
                    (spec, listener, command) ->
                            new SandboxStart(host, spec, new Telling(listener, ends), command).perform());
            assertThat(archives.forStart(java, host.guest())).isEmpty();
            assertThat(ends.poll(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new SandboxEnd(0, 0, false));

            Optional<String> archive = archives.forStart(java, host.guest());
            assertThat(archive).isPresent();
            assertThat(loaded(java, host, archive)).contains("AWSLambda source: shared objects file (top)");
            assertThat(loaded(java, host, Optional.empty())).doesNotContain("(top)");
        } finally {
            host.close();
        }
    }

    /** What a function's JVM says of the classes that it loads. */
    private static String loaded(Interpreter java, Host host, Optional<String> archive) throws Exception {
        SandboxSpec spec = Functions.spec(
                java.identifier(),
                host.guest().runtimes().resolve("java-training"),
                256,
                512,
                new SandboxSpec.Network.EndpointOnly(1),
                Map.of(
                        "_HANDLER", "Training",
                        "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9003",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"));
        BootstrapCommand plain = RuntimeDecisions.command(java, host.guest(), archive, spec);
        List<String> arguments = new ArrayList<>(plain.arguments());
        arguments.add(0, "-Xlog:class+load");
        Recorder recorder = new Recorder();
        new SandboxStart(
                        host,
                        spec,
                        recorder,
                        new BootstrapCommand(plain.entries(), arguments, plain.runtime(), plain.lang()))
                .perform();
        assertThat(recorder.awaitEnd()).isEqualTo(new SandboxEnd(0, 0, false));
        return recorder.output();
    }
}
