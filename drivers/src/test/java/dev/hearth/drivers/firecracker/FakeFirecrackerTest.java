package dev.hearth.drivers.firecracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake keeps to Firecracker's states, words and exits, so that what passes against it means something. */
class FakeFirecrackerTest {

    private static final String BOOT = "{\"kernel_image_path\":\"vmlinux\"}";

    @TempDir
    Path folder;

    private final FakeFirecracker firecracker = new FakeFirecracker();
    private final ApiDescription description = ApiDescription.read();

    @AfterEach
    void endAll() {
        firecracker.living().forEach(FakeVmm::kill);
    }

    private VmmLauncher.VmmProcess bare(String... more) throws IOException {
        Files.writeString(folder.resolve("vmlinux"), "kernel");
        Files.writeString(folder.resolve("rootfs"), "root");
        List<String> command =
                new java.util.ArrayList<>(List.of("/opt/firecracker", "--id", "vm", "--api-sock", "api"));
        command.addAll(List.of(more));
        return firecracker.start(command, folder, folder.resolve("output"));
    }

    /** Sends a request as text; gives {@code status body}, held against Firecracker's description. */
    private String send(String method, String path, String body) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("api")))) {
            String text = method + " " + path + " HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            HttpText.Message answer = new HttpText(channel).read();
            int status = Integer.parseInt(answer.firstLine().split(" ")[1]);
            if (description.operation(method, path) != null) {
                assertThat(description.judgeAnswer(
                                method, path, status, answer.body().isEmpty() ? null : Json.object(answer.body())))
                        .as(answer.body())
                        .isEmpty();
            }
            return (status + " " + answer.body()).strip();
        }
    }

    private void run() throws IOException {
        assertThat(send("PUT", "/boot-source", BOOT)).isEqualTo("204");
        assertThat(send("PUT", "/actions", "{\"action_type\":\"InstanceStart\"}"))
                .isEqualTo("204");
    }

    private int exit(VmmLauncher.VmmProcess process) throws Exception {
        return process.exit().get(60, TimeUnit.SECONDS);
    }

    @Test
    void itTellsWhatItIs() throws IOException {
        bare();

        assertThat(send("GET", "/", "")).startsWith("200").contains("\"state\":\"Not started\"", "\"id\":\"vm\"");
        assertThat(send("GET", "/version", "")).contains("1.16.1");
        assertThat(send("GET", "/machine-config", "")).contains("\"vcpu_count\":1", "\"mem_size_mib\":128");
        assertThat(send("GET", "/vm/config", "")).startsWith("200");
    }

    @Test
    void whatBelongsAfterTheStartIsRefusedBefore() throws IOException {
        bare();

        for (String body : List.of("FlushMetrics", "SendCtrlAltDel")) {
            assertThat(send("PUT", "/actions", "{\"action_type\":\"" + body + "\"}"))
                    .contains(FakeFault.PRE_BOOT);
        }
        assertThat(send("PATCH", "/vm", "{\"state\":\"Paused\"}")).contains(FakeFault.PRE_BOOT);
        assertThat(send("PATCH", "/drives/a", "{\"drive_id\":\"a\"}")).contains(FakeFault.PRE_BOOT);
        assertThat(send("PUT", "/snapshot/create", "{\"snapshot_path\":\"s\",\"mem_file_path\":\"m\"}"))
                .contains(FakeFault.PRE_BOOT);
        assertThat(send("PUT", "/actions", "{\"action_type\":\"InstanceStart\"}"))
                .contains("Cannot start microvm without kernel configuration");
    }

    @Test
    void whatBelongsBeforeTheStartIsRefusedAfter() throws IOException {
        bare();
        run();

        assertThat(send("GET", "/", "")).contains("Running");
        assertThat(send("PUT", "/boot-source", BOOT)).contains(FakeFault.POST_BOOT);
        assertThat(send("PUT", "/machine-config", "{\"vcpu_count\":1,\"mem_size_mib\":128}"))
                .contains(FakeFault.POST_BOOT);
        assertThat(send("PUT", "/vsock", "{\"guest_cid\":3,\"uds_path\":\"v\"}"))
                .contains(FakeFault.POST_BOOT);
        assertThat(send("PUT", "/logger", "{}")).contains(FakeFault.POST_BOOT);
        assertThat(send("PUT", "/entropy", "{}")).contains(FakeFault.POST_BOOT);
        assertThat(send("PUT", "/actions", "{\"action_type\":\"InstanceStart\"}"))
                .contains(FakeFault.POST_BOOT);
        assertThat(send(
                        "PUT",
                        "/drives/a",
                        "{\"drive_id\":\"a\",\"is_root_device\":false,\"path_on_host\":\"rootfs\"}"))
                .contains(FakeFault.NO_PCI);
    }

    @Test
    void badRequestsHaveTheRealParsersWords() throws IOException {
        bare();

        assertThat(send("PUT", "/vsock", "{\"guest_cid\":3}")).contains("missing field `uds_path`");
        assertThat(send("PUT", "/vsock", "{\"guest_cid\":3,\"uds_path\":\"v\",\"x\":1}"))
                .contains("unknown field `x`");
        assertThat(send("PUT", "/vsock", "no json")).contains("deserializing the json body");
        assertThat(send("PUT", "/vsock", "")).contains("Empty PUT request.");
        assertThat(send("PUT", "/vsocks", "{}")).contains("Invalid request method and/or path: PUT vsocks.");
        assertThat(send("PUT", "/drives/a-b", "{\"drive_id\":\"a-b\",\"is_root_device\":true}"))
                .contains("alphanumeric characters and underscores");
        assertThat(send("PUT", "/drives/a", "{\"drive_id\":\"b\",\"is_root_device\":true}"))
                .contains("does not match");
        assertThat(send("PUT", "/actions", "{\"action_type\":\"Explode\"}")).contains("unknown variant `Explode`");
        assertThat(send("PUT", "/machine-config", "{\"vcpu_count\":33,\"mem_size_mib\":128}"))
                .contains("vCPUs");
        assertThat(send("PUT", "/machine-config", "{\"vcpu_count\":3,\"mem_size_mib\":128,\"smt\":true}"))
                .contains("even number if SMT");
        assertThat(send("PUT", "/boot-source", "{\"kernel_image_path\":\"absent\"}"))
                .contains(FakeFault.NO_FILE);
        assertThat(send("PUT", "/drives/a", "{\"drive_id\":\"a\",\"is_root_device\":true,\"path_on_host\":\"absent\"}"))
                .contains("backing file");
        assertThat(send("PUT", "/metrics", "{\"metrics_path\":\"m\"}")).isEqualTo("204");
        assertThat(send("PUT", "/metrics", "{\"metrics_path\":\"m\"}")).contains("Reinitialization");
        assertThat(send("GET", "/vm/config", "{}")).contains("GET request cannot have a body.");
    }

    @Test
    void aSnapshotNeedsAPausedMachineAndLoadsOnAFreshProcess() throws Exception {
        VmmLauncher.VmmProcess first = bare();
        run();
        String create = "{\"snapshot_path\":\"s\",\"mem_file_path\":\"m\"}";
        assertThat(send("PUT", "/snapshot/create", create)).contains("save/restore unavailable while running");
        assertThat(send("PATCH", "/vm", "{\"state\":\"Paused\"}")).isEqualTo("204");
        assertThat(send("PATCH", "/vm", "{\"state\":\"Paused\"}")).isEqualTo("204");
        assertThat(send("PUT", "/snapshot/create", create)).isEqualTo("204");
        assertThat(Files.size(folder.resolve("m"))).isEqualTo(128L << 20);
        first.kill();
        assertThat(exit(first)).isEqualTo(137);
        Files.delete(folder.resolve("api"));

        String load = "{\"snapshot_path\":\"s\",\"mem_backend\":{\"backend_type\":\"File\",\"backend_path\":\"m\"}}";
        VmmLauncher.VmmProcess second = bare();
        assertThat(send("PUT", "/snapshot/load", "{\"snapshot_path\":\"s\"}")).contains("missing field: either");
        assertThat(send("PUT", "/snapshot/load", load)).isEqualTo("204");
        assertThat(send("GET", "/", "")).contains("Paused");
        assertThat(send("PATCH", "/vm", "{\"state\":\"Resumed\"}")).isEqualTo("204");
        assertThat(send("GET", "/", "")).contains("Running");
        second.kill();
    }

    @Test
    void aLoadAfterConfigurationIsRefusedAndAFailedOneEndsTheProcess() throws Exception {
        VmmLauncher.VmmProcess process = bare();
        String load = "{\"snapshot_path\":\"s\",\"mem_backend\":{\"backend_type\":\"File\",\"backend_path\":\"m\"}}";
        send("PUT", "/boot-source", BOOT);
        assertThat(send("PUT", "/snapshot/load", load)).contains("not allowed after configuring");
        assertThat(process.isAlive()).isTrue();
        process.kill();
        Files.delete(folder.resolve("api"));

        VmmLauncher.VmmProcess fresh = bare();
        assertThat(send("PUT", "/snapshot/load", load)).contains("Failed to restore from snapshot");
        assertThat(exit(fresh)).isEqualTo(1);
    }

    @Test
    void theCommandLineIsChecked() throws Exception {
        assertThat(exit(bare("--unknown"))).isEqualTo(153);
        assertThat(folder.resolve("output")).content().contains("wasn't expected");
        bare();
        assertThat(exit(bare())).isEqualTo(1);
        assertThat(folder.resolve("output")).content().contains("Check that it is not already used");
    }

    @Test
    void theJailerWantsItsArguments() throws Exception {
        VmmLauncher.VmmProcess process =
                firecracker.start(List.of("/opt/jailer", "--id", "vm"), folder, folder.resolve("output"));

        assertThat(exit(process)).isEqualTo(1);
        assertThat(folder.resolve("output")).content().contains("required, but not found");
    }

    @Test
    void aConfigurationFileStartsTheMachine() throws Exception {
        Files.writeString(folder.resolve("config"), "{\"boot-source\":" + BOOT + ",\"drives\":[]}");
        bare("--config-file", "config");
        assertThat(send("GET", "/", "")).contains("Running");
        firecracker.living().forEach(FakeVmm::kill);
        Files.delete(folder.resolve("api"));

        Files.writeString(folder.resolve("config"), "{\"boot-source\":" + BOOT + "}");
        assertThat(exit(bare("--config-file", "config"))).isEqualTo(1);
        assertThat(folder.resolve("output")).content().contains("missing field `drives`");
    }

    @Test
    void ctrlAltDelEndsItWithSuccess() throws Exception {
        VmmLauncher.VmmProcess process = bare();
        run();
        assertThat(send("PUT", "/actions", "{\"action_type\":\"SendCtrlAltDel\"}"))
                .isEqualTo("204");
        assertThat(exit(process)).isZero();
    }

    @Test
    void vsockCarriesBothWays() throws Exception {
        try (ServerSocketChannel host = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            host.bind(UnixDomainSocketAddress.of(folder.resolve("v_9001")));
            CompletableFuture<String> refused = new CompletableFuture<>();
            firecracker.guest(inside -> {
                try (SocketChannel out = inside.connect(9001)) {
                    out.write(ByteBuffer.wrap("from inside".getBytes(StandardCharsets.UTF_8)));
                }
                try {
                    inside.connect(9002);
                } catch (IOException nobody) {
                    refused.complete("refused");
                }
                inside.awaitEnd();
            });
            bare();
            send("PUT", "/vsock", "{\"guest_cid\":3,\"uds_path\":\"v\"}");
            run();
            assertThat(read(host.accept())).isEqualTo("from inside");
            assertThat(refused.get(60, TimeUnit.SECONDS)).isEqualTo("refused");
        }
        FakeVmm vmm = firecracker.living().iterator().next();
        vmm.vsock().guestListens(52, connection -> {
            try (connection) {
                connection.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
            } catch (IOException broken) {
                throw new java.io.UncheckedIOException(broken);
            }
        });
        assertThat(shakeHands("CONNECT 52\n")).matches("OK \\d+\nhello");
        assertThat(shakeHands("CONNECT 53\n")).as("nobody listens inside").isEmpty();
        assertThat(shakeHands("nonsense\n")).isEmpty();
    }

    private String shakeHands(String words) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("v")));
        channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8)));
        return read(channel);
    }

    private static String read(SocketChannel channel) throws IOException {
        try (channel) {
            ByteBuffer all = ByteBuffer.allocate(1024);
            while (channel.read(all) > 0) {
                // to the end
            }
            return StandardCharsets.UTF_8.decode(all.flip()).toString();
        }
    }
}
