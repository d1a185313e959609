package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FakeFirecracker} with {@link FakeInit} inside as a process of its own, for a whole server: as
 * {@code firecracker} or {@code jailer}, which a real one execs into.
 */
public final class FakeFirecrackerProgram {

    private FakeFirecrackerProgram() {}

    /** The first argument is the program's name, the rest are its own. */
    public static void main(String[] arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        if (command.contains("--version")) {
            String name = command.getFirst().equals("jailer") ? "Jailer" : "Firecracker";
            System.out.println(name + " v" + FakeFirecracker.VERSION);
            return;
        }
        if (command.contains("--snapshot-version")) {
            System.out.println("v" + FakeParts.SNAPSHOT_VERSION);
            return;
        }
        FakeFirecracker firecracker = new FakeFirecracker();
        firecracker.guest(new FakeInit());
        VmmLauncher.VmmProcess process =
                firecracker.start(command, Path.of("").toAbsolutePath(), Path.of("/proc/self/fd/2"));
        System.exit(process.exit().get());
    }

    /** Writes executable {@code firecracker} and {@code jailer} into {@code folder}; they use this JVM's class path. */
    public static void install(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        for (String name : List.of("firecracker", "jailer")) {
            Path script = folder.resolve(name);
            Files.writeString(
                    script,
                    "#!/bin/sh\nexec '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m"
                            + " --enable-native-access=ALL-UNNAMED -cp '" + System.getProperty("java.class.path") + "' "
                            + FakeFirecrackerProgram.class.getName() + " " + name + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
