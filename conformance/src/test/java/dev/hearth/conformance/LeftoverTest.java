package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** After a Hearth ended, nothing of it is left on the machine: idle, busy, or killed and started again. */
class LeftoverTest {

    private static final String SLEEPER = """
            import time
            def handler(event, context):
                time.sleep(event.get("seconds", 0))
                return "slept"
            """;

    @TempDir
    private Path home;

    /** What can be left behind, by name. */
    private record Footprint(Set<String> cgroups, Set<String> mounts, Set<String> loops, Set<String> processes) {}

    @Test
    void aStopWithIdleAndBusyEnvironmentsLeavesNothing() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            ChildHearth hearth = ChildHearth.start(home);
            run(hearth, callers);
            assertThat(footprint().processes()).as("while it runs").isNotEmpty();

            assertThat(hearth.stop()).isZero();
        }
        assertNothingIsLeft();
        assertThat(home.resolve(".hearth/status.sock")).doesNotExist();
        assertThat(home.resolve(".hearth/running")).isEmptyDirectory();
    }

    @Test
    void afterAKillTheNextStartClearsAway() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            ChildHearth hearth = ChildHearth.start(home);
            run(hearth, callers);
            hearth.kill();
        }
        try (ChildHearth again = ChildHearth.start(home)) {
            assertThat(again.stop()).isZero();
        }
        assertNothingIsLeft();
    }

    /** One idle environment, and one in the middle of an invocation. */
    private static void run(ChildHearth hearth, ExecutorService callers) {
        LambdaClient lambda = new Clients(hearth.endpoint(), hearth.keys()).lambda();
        lambda.createFunction(request -> request.functionName("sleeper")
                .runtime("python3.11")
                .handler("app.handler")
                .timeout(60)
                .role(Function.ROLE)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(Zip.of("app.py", SLEEPER)))));
        lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName("sleeper"));
        lambda.invoke(request -> request.functionName("sleeper"));
        callers.submit(() -> {
            try {
                lambda.invoke(request ->
                        request.functionName("sleeper").payload(SdkBytes.fromUtf8String("{\"seconds\":50}")));
            } catch (SdkException stopped) {
                // It was not going to be answered.
            }
        });
    }

    private void assertNothingIsLeft() throws IOException {
        Footprint left = footprint();
        assertThat(left.processes()).as("processes").isEmpty();
        assertThat(left.mounts()).as("mounts").isEmpty();
        assertThat(left.loops()).as("loop devices").isEmpty();
        assertThat(left.cgroups()).as("cgroups").isEmpty();
    }

    /** Everything on this machine that names this test's own home, or belongs to a cgroup of its Hearth. */
    private Footprint footprint() throws IOException {
        String mark = home.toRealPath().toString();
        return new Footprint(cgroups(), lines(Path.of("/proc/self/mountinfo"), mark), loops(mark), processes(mark));
    }

    /** Cgroups named by the driver after its state folder. */
    private Set<String> cgroups() throws IOException {
        String name = Digests.cgroup(home.toRealPath().resolve(".hearth/cache/namespace"));
        Set<String> found = new TreeSet<>();
        try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
            controllers
                    .map(controller -> controller.resolve(name))
                    .filter(Files::exists)
                    .forEach(path -> found.add(path.toString()));
        }
        return found;
    }

    private static Set<String> loops(String mark) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> devices = Files.list(Path.of("/sys/block"))) {
            for (Path device : devices.toList()) {
                Path file = device.resolve("loop/backing_file");
                if (Files.exists(file)) {
                    found.addAll(lines(file, mark));
                }
            }
        }
        return found;
    }

    private static Set<String> processes(String mark) throws IOException {
        Set<String> found = new TreeSet<>();
        List<Path> processes;
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            processes = new ArrayList<>(
                    all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                            .toList());
        }
        processes.remove(Path.of("/proc/" + ProcessHandle.current().pid()));
        for (Path process : processes) {
            if (mentions(process.resolve("cmdline"), mark)
                    || mentions(process.resolve("mountinfo"), mark)
                    || mentions(
                            process.resolve("cgroup"),
                            "/" + Digests.cgroup(Path.of(mark, ".hearth/cache/namespace")))) {
                found.add(process.toString());
            }
        }
        return found;
    }

    private static boolean mentions(Path file, String mark) {
        try {
            return Files.readString(file).contains(mark);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private static Set<String> lines(Path file, String mark) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
            if (line.contains(mark)) {
                found.add(line);
            }
        }
        return found;
    }
}
