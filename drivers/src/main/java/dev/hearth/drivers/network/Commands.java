package dev.hearth.drivers.network;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The system's {@code ip} and {@code nft}, with argument lists and scripts on their input, never a shell. Takes them
 * from the system's own folders only, whatever the search path says, because they run as root.
 */
final class Commands {

    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"), Path.of("/bin"));
    /** How long one command may take; they take milliseconds. */
    private static final int WAIT_SECONDS = 10;
    /** Bytes of output that are read; a host with more routes than that is beyond what can be planned here. */
    private static final int MAX_OUTPUT = 8 << 20;

    private Commands() {}

    static Optional<Path> find(String name) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What the command writes. */
    static String output(String name, String... arguments) throws IOException {
        return run(name, List.of(arguments), "");
    }

    /** Runs the command with {@code input}; the failure's message is what it complained about. */
    static String run(String name, List<String> arguments, String input) throws IOException {
        Path program = find(name)
                .orElseThrow(() -> new IOException("the command " + name + " is missing: install the package "
                        + (name.equals("ip") ? "iproute2" : "nftables")));
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(Path.of("/").toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            // it ended without reading; its status tells why
        }
        return result(process, name + " " + String.join(" ", arguments));
    }

    private static String result(Process process, String line) throws IOException {
        // A command that hangs holds its output open, so that the wait must not be on the output.
        process.onExit().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).whenComplete((_, late) -> {
            if (late instanceof TimeoutException) {
                process.destroyForcibly();
            }
        });
        String output = new String(process.getInputStream().readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(
                        line + " failed: " + (output.isBlank() ? "exit status " + status : output.strip()));
            }
            return output;
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + line + " ran", interrupted);
        }
    }
}
