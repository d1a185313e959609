package dev.hearth.drivers.gvisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The system's {@code mount} and {@code umount}, with argument lists. */
final class Mounts {

    private static final int WAIT_SECONDS = 20;
    private static final int MAX_OUTPUT = 4096;

    private Mounts() {}

    /** A disk image for {@code /tmp}. */
    static void loop(Path image, Path at) throws IOException {
        run("mount", "-t", "ext4", "-o", "loop,nosuid,nodev,noatime", image.toString(), at.toString());
        Files.deleteIfExists(at.resolve("lost+found"));
    }

    /** Layers as one folder, the last on top. */
    static void merged(List<Path> layers, Path at) throws IOException {
        List<String> lower = new ArrayList<>();
        for (Path layer : layers.reversed()) {
            if (layer.toString().matches(".*[:,\\\\].*")) {
                throw new IOException("a layer's folder has a character that cannot be in a mount's options: " + layer);
            }
            lower.add(layer.toString());
        }
        run(
                "mount",
                "-t",
                "overlay",
                "-o",
                "ro,nosuid,nodev,lowerdir=" + String.join(":", lower),
                "overlay",
                at.toString());
    }

    /** Also when it is in use: it goes with its last user. */
    static void unmount(Path at) throws IOException {
        run("umount", "-l", at.toString());
    }

    private static void run(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        for (String folder : List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/")) {
            if (command.isEmpty() && Files.isExecutable(Path.of(folder + name))) {
                command.add(folder + name);
            }
        }
        if (command.isEmpty()) {
            throw new IOException("the command " + name + " is missing: install the package mount");
        }
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(name + " failed: " + output.strip());
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
