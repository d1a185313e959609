package dev.hearth.drivers.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/** Runs the helper program that makes a tiny virtual machine, and gives up on it in time. */
final class KvmProbe {

    private static final int MAX_OUTPUT = 4096;

    private KvmProbe() {}

    /**
     * What came of it.
     *
     * @param output what it printed
     * @param late whether it was killed because it took too long
     * @param trouble why it could not even be started; empty when it was
     */
    record Outcome(String output, boolean late, String trouble) {}

    static Outcome run(Path folder) {
        Path output = folder.resolve("kvm-probe.out");
        try {
            Path binary = unpack(folder);
            // A process that hangs in the kernel may keep a pipe open for ever: a file does not wait for it.
            ProcessBuilder builder = new ProcessBuilder(binary.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            Process process = builder.start();
            boolean ended = process.waitFor(HostChecks.KVM_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
                process.waitFor(1, TimeUnit.SECONDS);
            }
            return new Outcome(beginning(output), !ended, "");
        } catch (IOException failed) {
            return new Outcome("", false, String.valueOf(failed.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Outcome("", false, "interrupted");
        }
    }

    private static String beginning(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Path unpack(Path folder) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        String resource = "/dev/hearth/guest/native/" + machine + "/kvm-probe";
        try (InputStream stream = KvmProbe.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException("this build lacks " + resource);
            }
            Files.createDirectories(folder);
            Path binary = folder.resolve("kvm-probe");
            Files.deleteIfExists(binary);
            Files.write(binary, stream.readAllBytes());
            Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
            return binary;
        }
    }
}
