package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.drivers.runtimes.HostPlaces;
import dev.hearth.drivers.runtimes.HostRuntimes;
import dev.hearth.drivers.runtimes.Interpreter;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.SandboxSpec.Network;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What functions need does work inside, with every interpreter of this machine; and what leads out leads there. Java,
 * whose programs must be compiled first, is tried by whole functions in module conformance.
 */
class InsideTest {

    @TempDir
    static Path folder;

    private static HostNamespaceDriver driver;
    private static HostRuntimes runtimes;

    @BeforeAll
    static void create() {
        NamespaceOptions options = NamespaceOptions.ofThisProcess(folder.resolve("state"));
        driver = new HostNamespaceDriver(options, Functions.ports());
        runtimes = new HostRuntimes(options.places());
    }

    @AfterAll
    static void close() {
        driver.close();
    }

    static List<String> installed() {
        HostRuntimes here = new HostRuntimes(HostPlaces.ofThisProcess());
        return here.choices().stream()
                .filter(choice -> !choice.requested().startsWith("provided") && !choice.substituted())
                .map(choice -> choice.requested())
                .filter(runtime -> !runtime.startsWith("java"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("installed")
    void whatFunctionsUseWorks(String runtime, @TempDir Path task) throws IOException {
        Interpreter interpreter = runtimes.interpreter(runtime).orElseThrow();
        String script = interpreter.family() == Interpreter.Family.PYTHON ? "check.py" : "check.mjs";
        String output = run(interpreter, task, script, List.of(), 4566);
        assertThat(output).isEqualTo("version " + interpreter.version() + "\ndone\n");
    }

    @Test
    void hearthsEndpointIsReachedUnderItsPort(@TempDir Path task) throws IOException {
        Optional<Interpreter> python = runtimes.interpreter("python3.8");
        assumeTrue(python.isPresent(), "needs a Python");
        try (ServerSocket endpoint = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serveEcho(endpoint));
            String port = Integer.toString(endpoint.getLocalPort());
            assertThat(run(python.get(), task, "relay.py", List.of(port), endpoint.getLocalPort()))
                    .isEqualTo("True\n");
        }
    }

    @Test
    void anEndpointThatIsNotThereClosesTheConnection(@TempDir Path task) throws IOException {
        Optional<Interpreter> python = runtimes.interpreter("python3.8");
        assumeTrue(python.isPresent(), "needs a Python");
        Functions.file(
                task,
                "knock.py",
                "import socket,sys\nc=socket.create_connection(('127.0.0.1',int(sys.argv[1])),20)\n"
                        + "try: print(c.recv(1))\nexcept ConnectionResetError: print(b'')\n",
                "rw-r--r--");
        // Bound and not listening: nobody serves the port, and nobody else can take it meanwhile.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = silent.getLocalPort();
            assertThat(run(python.get(), task, "knock.py", List.of(Integer.toString(port)), port))
                    .isEqualTo("b''\n");
        }
    }

    @Test
    void theHostsNetworkIsThereByChoiceOnly(@TempDir Path task) throws Exception {
        Functions.script(task, "echo $AWS_LAMBDA_RUNTIME_API; ls /proc/sys/net >/dev/null; cat /proc/self/net/dev");
        Recorder recorder = new Recorder();
        Set<String> stay = devices(Files.readString(Path.of("/proc/net/dev")));
        driver.start(
                Functions.spec("provided.al2", task, 128, 512, new Network.Host(), Map.of("PATH", "/bin")), recorder);
        recorder.awaitEnd();
        assertThat(recorder.output()).matches("(?s)127\\.0\\.0\\.1:[1-9]\\d+\n.*");
        stay.retainAll(devices(Files.readString(Path.of("/proc/net/dev"))));
        assertThat(devices(recorder.output())).containsAll(stay);
    }

    /** The names in what {@code /proc/net/dev} says; devices of others may come and go. */
    private static Set<String> devices(String text) {
        return text.lines()
                .filter(line -> line.contains(":"))
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .collect(Collectors.toSet());
    }

    @Test
    void drainDeliversWhatWasWrittenBefore(@TempDir Path task) throws Exception {
        Functions.script(
                task, "i=0; while [ $i -lt 2000 ]; do echo $i; i=$((i+1)); done; echo full > /tmp/full; sleep 100");
        Recorder recorder = new Recorder();
        Sandbox sandbox = driver.start(Functions.provided(task), recorder);
        while (!recorder.output().contains("1999")) {
            sandbox.drainOutput().toCompletableFuture().join();
        }
        sandbox.kill();
        recorder.awaitEnd();
        sandbox.drainOutput();
        sandbox.kill();
        assertThat(recorder.output().lines()).hasSize(2000);
    }

    @Test
    void layersLieInOrderUnderOpt(@TempDir Path task, @TempDir Path below, @TempDir Path above) throws Exception {
        Functions.script(task, "cat /opt/a /opt/b /opt/c");
        Functions.file(below, "a", "below a\n", "rw-r--r--");
        Functions.file(below, "b", "below b\n", "rw-r--r--");
        Functions.file(above, "b", "above b\n", "rw-r--r--");
        Functions.file(above, "c", "above c\n", "rw-r--r--");
        SandboxSpec plain = Functions.provided(task);
        Recorder recorder = new Recorder();
        driver.start(
                new SandboxSpec(
                        plain.id(),
                        plain.runtime(),
                        task,
                        List.of(below, above),
                        Map.of("PATH", "/bin"),
                        128,
                        512,
                        plain.network()),
                recorder);
        recorder.awaitEnd();
        assertThat(recorder.output()).isEqualTo("below a\nabove b\nabove c\n");
    }

    private static void serveEcho(ServerSocket endpoint) {
        try {
            while (true) {
                Socket connection = endpoint.accept();
                Thread.ofVirtual().start(() -> echo(connection));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void echo(Socket connection) {
        try (connection) {
            connection.getInputStream().transferTo(connection.getOutputStream());
        } catch (IOException broken) {
            // the other side tells
        }
    }

    private static String run(Interpreter interpreter, Path task, String script, List<String> arguments, int port)
            throws IOException {
        try (InputStream text = InsideTest.class.getResourceAsStream(script)) {
            if (text != null) {
                Functions.file(task, script, new String(text.readAllBytes()), "rw-r--r--");
            }
        }
        List<String> all = new java.util.ArrayList<>(arguments);
        all.addFirst("/var/task/" + script);
        BootstrapCommand command =
                new BootstrapCommand(List.of(interpreter.inside()), all, Optional.empty(), interpreter.prefix());
        Recorder recorder = new Recorder();
        SandboxSpec spec = Functions.spec(
                "python3.11", task, 512, 512, new Network.EndpointOnly(port), Map.of("PATH", "/usr/bin:/bin"));
        new SandboxStart(driver.host(), spec, recorder, command).perform();
        recorder.awaitEnd();
        return recorder.output();
    }
}
