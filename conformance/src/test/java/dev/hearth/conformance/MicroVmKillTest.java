package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests that woke from a snapshot, with a network of their own, as a user of the AWS CLI sees them; and a host
 * without a trace of them after their Hearth was killed in the middle of an invocation and started again. Needs root,
 * QEMU, {@code ip}, {@code nft} and, in {@code HEARTH_IMAGES}, a data folder with a kernel and an image of Python.
 */
@Tag("slow")
class MicroVmKillTest {

    private static final String IMAGES = System.getenv().getOrDefault("HEARTH_IMAGES", "");
    private static final String[] UP = {"--sandbox", "qemu", "--function-network", "internet"};
    /** The gateway's hardware address is in the guest's table only when packets went there and back. */
    private static final String SOURCE = """
            import socket, struct, time, uuid
            born = str(uuid.uuid4())
            def gateway():
                rows = [line.split() for line in open("/proc/net/route").readlines()[1:]]
                return [socket.inet_ntoa(struct.pack("<I", int(row[2], 16))) for row in rows if row[1] == "00000000"][0]
            def handler(event, context):
                address = gateway()
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"?", (address, 9))
                for _ in range(1000):
                    known = [row.split() for row in open("/proc/net/arp") if row.startswith(address + " ")]
                    if known and known[0][2] == "0x2":
                        break
                    time.sleep(0.02)
                time.sleep(event["seconds"])
                return "%s reached %s %s" % (born, address, bool(known) and known[0][2] == "0x2")
            """;

    @TempDir
    private Path home;

    private AwsCli cli;

    private void needAll() {
        assumeTrue(System.getProperty("user.name").equals("root"), "taps need root");
        for (String program : List.of("qemu-system-x86_64", "ip", "nft")) {
            assumeTrue(
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
                    program + " is not installed");
        }
        assumeTrue(!IMAGES.isEmpty(), "HEARTH_IMAGES names no data folder with an image and a kernel");
        Optional<AwsCli> found =
                AwsCli.installed(new CommandLine(home)).stream().findFirst();
        assumeTrue(found.isPresent(), "no AWS CLI is installed");
        cli = found.orElseThrow();
    }

    @Test
    void aKillInTheMiddleLeavesNothingAfterTheNextStart() throws Exception {
        needAll();
        Path data = Files.createDirectory(home.resolve(".hearth"));
        for (String folder : List.of("images", "kernels")) {
            Files.createSymbolicLink(data.resolve(folder), Path.of(IMAGES, folder));
        }
        Files.write(home.resolve("f.zip"), Zip.of("app.py", SOURCE));
        try (ChildHearth hearth = ChildHearth.start(home, UP);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> said = invokedTwice();
            assertThat(said).hasSize(2).allMatch(line -> line.matches("\"[0-9a-f-]{36} reached 10[0-9.]+ True\""));
            assertThat(said.get(0)).as("from one snapshot").isEqualTo(said.get(1));
            assertThat(footprint()).as("while they run").hasSizeGreaterThanOrEqualTo(6);
            callers.submit(
                    () -> bash("aws lambda invoke --function-name f --qualifier 1 --payload fileb://long out3.json"));
            await("a busy guest").atMost(Duration.ofSeconds(120)).until(hearth::busy);
            hearth.kill();
        }
        assertThat(footprint()).as("what a killed one leaves").isNotEmpty();
        try (ChildHearth again = ChildHearth.start(home, UP)) {
            await("a clean host")
                    .atMost(Duration.ofSeconds(180))
                    .until(() -> footprint().isEmpty());
            assertThat(again.stop()).isZero();
        }
        assertThat(footprint()).isEmpty();
    }

    /** Two at the same time, of one version: two guests that woke from its snapshot. */
    private List<String> invokedTwice() {
        CommandLine.Result result = bash("""
                printf '{"seconds":5}' > short
                printf '{"seconds":60}' > long
                aws lambda create-function --function-name f --runtime python3.11 --handler app.handler --timeout 90 \\
                    --role arn:aws:iam::000000000000:role/any --zip-file fileb://f.zip \\
                    --snap-start ApplyOn=PublishedVersions > created
                aws lambda publish-version --function-name f > published
                aws lambda wait published-version-active --function-name f --qualifier 1
                aws lambda invoke --function-name f --qualifier 1 --payload fileb://short out1.json > one &
                aws lambda invoke --function-name f --qualifier 1 --payload fileb://short out2.json > other
                wait
                cat out1.json; echo; cat out2.json; echo
                """);
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        return result.out().lines().toList();
    }

    private CommandLine.Result bash(String script) {
        return new CommandLine(home).bash(cli.shellFunction() + "eval \"$(./hearth env)\"\n" + script);
    }

    /** What there is of this Hearth's guests: processes, machines' folders, namespaces, links and rules. */
    private List<String> footprint() throws IOException {
        Path state = home.toRealPath().resolve(".hearth/cache");
        List<String> found = new ArrayList<>();
        String machines = state.resolve("qemu/vm") + "/";
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(machines))
                .forEach(process -> found.add("process " + process.pid()));
        found.addAll(names(state.resolve("qemu/vm")));
        found.addAll(Footprint.networks(home.toRealPath()));
        return found;
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(Path::toString).toList();
        }
    }
}
