package dev.hearth.drivers.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The programs that a machine is started with.
 *
 * @param qemu QEMU for this machine's architecture
 * @param guard keeps it from outliving Hearth
 * @param init first process of a guest
 */
record Programs(Path qemu, Path guard, Path init) {

    private static final int ANSWER_SECONDS = 10;
    private static final int ANSWER_BYTES = 256;

    static Optional<Path> findQemu(List<Path> folders) {
        String name = "qemu-system-" + (System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64");
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The first line that QEMU says of its version. */
    String version() throws IOException {
        return answer(qemu.toString(), "--version").lines().findFirst().orElse("");
    }

    /** The rate of the host's time stamp counter, kHz. */
    long tscKhz() throws IOException {
        return Long.parseLong(answer(guard.toString(), "tsc").strip());
    }

    private static String answer(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String text = new String(process.getInputStream().readNBytes(ANSWER_BYTES), StandardCharsets.UTF_8);
            process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
            return text;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }
}
