package dev.hearth.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.core.Ports;
import dev.hearth.drivers.firecracker.RealPorts;
import dev.hearth.drivers.image.Drives;
import dev.hearth.drivers.image.Kernels;
import dev.hearth.drivers.qemu.QemuDriver;
import dev.hearth.drivers.qemu.QemuOptions;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a function in a real guest under QEMU reaches, tried from inside against the world of {@link World}. Needs QEMU
 * and, in {@code HEARTH_IMAGES}, a data folder with a kernel and an image.
 */
@Tag("slow")
class QemuNetworkTest {

    /** How often is looked for what is made beside, at most. */
    private static final int LOOKS = 6_000;

    private static final String IMAGES = System.getenv().getOrDefault("HEARTH_IMAGES", "");
    /** The host's side of the first link. */
    private static final String LINK = "10.211.0.5";
    /** The same of the link that another guest has. */
    private static final String OTHER_GUEST = "10.211.0.6";

    private static final List<String> TARGETS = List.of(
            World.PUBLIC,
            World.PUBLIC6,
            World.NEIGHBOUR6,
            World.PRIVATE,
            World.PRIVATE6,
            World.METADATA,
            World.METADATA6,
            World.HOST,
            World.HOST6,
            LINK,
            OTHER_GUEST);

    @TempDir
    private Path folder;

    private World world;
    private GuestNetworks networks;
    private QemuDriver driver;

    @BeforeEach
    void makeWorld() throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "qemu-system-x86_64"))),
                "needs the package qemu-system-x86");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "needs gcc");
        assumeFalse(IMAGES.isEmpty(), "HEARTH_IMAGES names no data folder with an image and a kernel");
        world = World.make("q");
        networks = networks();
        driver = driver(networks);
        Files.createDirectory(folder.resolve("task"));
        Path source = folder.resolve("tries.c");
        try (var resource = QemuNetworkTest.class.getResourceAsStream("tries.c")) {
            Files.copy(resource, source);
        }
        Process gcc = new ProcessBuilder(
                        "/usr/bin/gcc", "-static", "-w", "-o", folder + "/task/bootstrap", source.toString())
                .inheritIO()
                .start();
        assertThat(gcc.waitFor()).isZero();
        Files.writeString(folder.resolve("task/targets"), String.join(" ", TARGETS));
    }

    private GuestNetworks networks() {
        return new HostGuestNetworks(
                new NetworkOptions(folder.resolve("network"), "10.211.0.0/16"), RealPorts.ports(), World::snapshot);
    }

    private QemuDriver driver(GuestNetworks its) {
        Ports ports = RealPorts.ports();
        return QemuDriver.create(
                QemuOptions.ofThisProcess(folder.resolve("q")),
                Kernels.forGuests(Path.of(IMAGES)),
                Drives.in(folder.resolve("drives"), Drives.DEFAULT_LIMIT_BYTES, ports.time()),
                its,
                ports);
    }

    @AfterEach
    void endWorld() throws IOException {
        if (world == null) {
            return;
        }
        world.onHost(() -> {
            driver.close();
            return true;
        });
        try {
            assertThat(mine()).as("namespaces that are left").isEmpty();
            assertThat(world.onHost(() -> Commands.output("nft", "list", "ruleset") + Commands.output("ip", "link")))
                    .doesNotContain("hearth_", "hv");
        } finally {
            world.close();
        }
    }

    private List<String> mine() {
        String prefix = Instances.of(folder.resolve("network")).namespacePrefix();
        return Netns.names().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    private String tried(SandboxSpec.Network network) throws Exception {
        Heard heard = new Heard();
        SandboxSpec spec = new SandboxSpec(
                "guest-" + ProcessHandle.current().pid(),
                "provided.al2023",
                folder.resolve("task"),
                List.of(),
                Map.of("PATH", "/usr/bin:/bin"),
                128,
                512,
                network);
        world.onHost(() -> driver.start(spec, heard));
        return heard.all();
    }

    private static List<String> expected(List<String> reached) {
        return TARGETS.stream()
                .map(target -> target + (reached.contains(target) ? " reached" : " not"))
                .toList();
    }

    @Test
    void theInternetIsPublicAddressesOnly() throws Exception {
        GuestLink other = world.onHost(() -> networks.attach(
                new GuestNetworks.Request("other", Reach.INTERNET, GuestNetworks.Device.VETH, OptionalInt.empty())));
        world.serve(other.namespace());
        assertThat(other.addresses().ipv4().address()).isEqualTo(OTHER_GUEST);

        List<String> said = tried(new SandboxSpec.Network.Internet(1)).lines().toList();

        assertThat(said.subList(0, TARGETS.size()))
                .containsExactlyElementsOf(expected(List.of(World.PUBLIC, World.PUBLIC6)));
        assertThat(said).contains("nameserver " + World.RESOLVER);
    }

    @Test
    void theHostsNetworkIsEverythingButMetadataAndGuests() throws Exception {
        assertThat(tried(new SandboxSpec.Network.Host()).lines().limit(TARGETS.size()))
                .containsExactlyElementsOf(expected(List.of(
                        World.PUBLIC,
                        World.PUBLIC6,
                        World.NEIGHBOUR6,
                        World.PRIVATE,
                        World.PRIVATE6,
                        World.HOST,
                        World.HOST6,
                        LINK)));
    }

    /** What a killed predecessor left is found by the first start, also of a function that goes nowhere. */
    @Test
    void withoutPermissionNothingIsReachedAndWhatWasLeftIsCleared() throws Exception {
        GuestNetworks killed = networks();
        GuestLink left = world.onHost(() -> killed.attach(
                new GuestNetworks.Request("left", Reach.INTERNET, GuestNetworks.Device.TAP, OptionalInt.of(65534))));
        GuestNetworks.Nowhere empty = killed.nowhere();
        for (int look = 0; look < LOOKS && mine().size() != EmptyNamespaces.SPARE + 2; look++) {
            LockSupport.parkNanos(10_000_000); // until no more are made ahead, and the last one found no place
        }
        assertThat(mine()).hasSize(EmptyNamespaces.SPARE + 2).contains(left.namespace());
        assertThat(empty.namespaceFile()).exists();

        assertThat(tried(new SandboxSpec.Network.EndpointOnly(1)).lines().limit(TARGETS.size()))
                .containsExactlyElementsOf(expected(List.of()));
        assertThat(mine()).isEmpty();
    }
}
