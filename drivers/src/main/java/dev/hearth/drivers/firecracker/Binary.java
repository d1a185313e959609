package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Firecracker or jailer binary, asked what it is.
 *
 * @param major of its version
 */
record Binary(Path path, int major, int minor, int patch) {

    /** The first whose API has all that Hearth sends. */
    private static final int LEAST_MAJOR = 1;

    private static final int LEAST_MINOR = 16;
    private static final int ANSWER_SECONDS = 5;
    private static final int MAX_ANSWER = 4096;
    /** {@code Firecracker v1.16.1}, {@code Jailer v1.16.1}. */
    private static final Pattern VERSION = Pattern.compile("v(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

    static Binary ask(Path path) throws IOException {
        String answer = run(path, "--version");
        Matcher version = VERSION.matcher(answer);
        if (!version.find()) {
            throw new IOException(path + " --version says '" + answer.strip() + "', which is no version");
        }
        return new Binary(
                path,
                Integer.parseInt(version.group(1)),
                Integer.parseInt(version.group(2)),
                Integer.parseInt(version.group(3)));
    }

    /** The version of the snapshots that it makes and loads. */
    String snapshotVersion() throws IOException {
        String answer = run(path, "--snapshot-version");
        Matcher version = VERSION.matcher(answer);
        if (!version.find()) {
            throw new IOException(path + " --snapshot-version says '" + answer.strip() + "'");
        }
        return version.group().substring(1);
    }

    boolean newEnough() {
        return major > LEAST_MAJOR || major == LEAST_MAJOR && minor >= LEAST_MINOR;
    }

    boolean sameVersion(Binary other) {
        return major == other.major && minor == other.minor && patch == other.patch;
    }

    String version() {
        return major + "." + minor + "." + patch;
    }

    static String leastVersion() {
        return LEAST_MAJOR + "." + LEAST_MINOR;
    }

    private static String run(Path program, String argument) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), argument)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        Process process = builder.start();
        try (var out = process.getInputStream()) {
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(program + " " + argument + " does not answer");
            }
            return new String(out.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Copies it to {@code target}: from then on an upgrade of the original does not change what runs, and the name of
     * the copy is short.
     */
    void copyTo(Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.copy(path.toRealPath(), fresh, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
