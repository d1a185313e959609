package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.drivers.linux.Linux;
import dev.hearth.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tries each wall from inside a real sandbox, as the user that runs the tests and, when that is root, as an ordinary
 * user.
 */
class EscapeTest {

    /** At least so many attempts are made; guards against a probe that ends early. */
    private static final int ATTEMPTS = 250;

    @TempDir
    static Path folder;

    private static Path task;
    private static ServerSocket service;
    private static Sockets.Nameless hidden;

    @BeforeAll
    static void prepare() throws Exception {
        Shared.openToAll(folder);
        task = folder.resolve("task");
        Files.createDirectory(task);
        Path secret = Files.writeString(folder.resolve("secret"), "of the host");
        compile(task.resolve("bootstrap"));
        Files.createSymbolicLink(task.resolve("link-to-secret"), secret);
        Files.createSymbolicLink(task.resolve("link-to-shadow"), Path.of("/etc/shadow"));
        Files.createSymbolicLink(task.resolve("link-up"), Path.of("../../../../../../../../../etc/shadow"));
        Functions.script(folder.resolve("other"), "exit 0");
        service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        hidden = Sockets.listenAbstract();
        Shared.openToAll(folder);
    }

    @AfterAll
    static void close() throws IOException {
        for (String link : List.of("link-to-secret", "link-to-shadow", "link-up")) {
            Files.delete(task.resolve(link));
        }
        service.close();
        Linux.close(hidden.descriptor());
    }

    private static void compile(Path binary) throws Exception {
        Path source = folder.resolve("escape.c");
        try (InputStream text = EscapeTest.class.getResourceAsStream("escape.c")) {
            Files.write(source, text.readAllBytes());
        }
        Process compiler = new ProcessBuilder(
                        "cc", "-std=gnu11", "-O1", "-static", "-o", binary.toString(), source.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as(said).isZero();
    }

    private static Map<String, String> environment() {
        return Map.of(
                "SECRET", folder.resolve("secret").toString(),
                "OTHER", folder.resolve("other").toString(),
                "HOST_PORT", Integer.toString(service.getLocalPort()),
                "HOST_ABSTRACT", hidden.name());
    }

    @Test
    void everyWallIsShut() throws SandboxException {
        assertShut(Shared.run(folder.resolve("state"), task, environment()));
    }

    @Test
    void everyWallIsShutForAnOrdinaryUser() throws Exception {
        Process process = Shared.asOrdinaryUser(folder, List.of(task.toString()), environment());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertShut(output);
    }

    private static void assertShut(String output) {
        List<String> lines = output.lines().toList();
        assertThat(lines).filteredOn(line -> !line.startsWith("shut ")).containsExactly("done");
        assertThat(lines).hasSizeGreaterThan(ATTEMPTS);
    }
}
