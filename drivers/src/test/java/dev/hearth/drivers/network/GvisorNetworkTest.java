package dev.hearth.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.core.Ports;
import dev.hearth.drivers.firecracker.RealPorts;
import dev.hearth.drivers.gvisor.GvisorDriver;
import dev.hearth.drivers.gvisor.GvisorOptions;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a function in a gVisor cell reaches, tried from inside against the world of {@link World}. */
@Tag("slow")
class GvisorNetworkTest {

    private static final String TRIES = """
            #!/usr/bin/python3
            import socket, sys
            patience = 30
            for target in sys.argv[1:] or open("/var/task/targets").read().split():
                try:
                    socket.create_connection((target, 7000), patience).close()
                    print(target, "reached", flush=True)
                except OSError as refused:
                    print(target, "not", flush=True)
                patience = 1
            print("servers", open("/etc/resolv.conf").read().strip())
            """;

    @TempDir
    private Path folder;

    private World world;
    private GvisorDriver driver;

    @BeforeEach
    void makeWorld() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/runsc")), "needs the package runsc");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs python3");
        world = World.make("g");
        Ports ports = RealPorts.ports();
        GuestNetworks networks = new HostGuestNetworks(
                new NetworkOptions(folder.resolve("network"), "10.211.0.0/16"), ports, World::snapshot);
        driver = GvisorDriver.create(GvisorOptions.ofThisProcess(folder.resolve("gvisor")), networks, ports);
    }

    @AfterEach
    void endWorld() throws IOException {
        if (world != null) {
            world.onHost(() -> {
                driver.close();
                return true;
            });
            world.close();
        }
    }

    private String tried(SandboxSpec.Network network) throws Exception {
        Path task = Files.createDirectory(folder.resolve("task"));
        Path bootstrap = Files.writeString(task.resolve("bootstrap"), TRIES);
        Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                task.resolve("targets"),
                String.join(" ", List.of(World.PUBLIC, World.PRIVATE, World.METADATA, World.HOST, "10.211.0.5")));
        Heard heard = new Heard();
        SandboxSpec spec = new SandboxSpec(
                "cell-" + ProcessHandle.current().pid(),
                "provided.al2023",
                task,
                List.of(),
                Map.of("PATH", "/usr/bin:/bin"),
                256,
                16,
                network);
        world.onHost(() -> driver.start(spec, heard));
        return heard.all();
    }

    @Test
    void theInternetIsPublicAddressesOnly() throws Exception {
        assertThat(tried(new SandboxSpec.Network.Internet(1)).lines())
                .containsExactly(
                        World.PUBLIC + " reached",
                        World.PRIVATE + " not",
                        World.METADATA + " not",
                        World.HOST + " not",
                        "10.211.0.5 not",
                        "servers nameserver " + World.RESOLVER);
    }

    @Test
    void withoutPermissionNothingIsReached() throws Exception {
        assertThat(tried(new SandboxSpec.Network.EndpointOnly(1))).doesNotContain("reached");
    }
}
