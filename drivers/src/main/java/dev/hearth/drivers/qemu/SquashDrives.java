package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestDrives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Throw-away. */
public final class SquashDrives implements GuestDrives {

    private final Path folder;
    private final Map<List<Path>, Path> made = new HashMap<>();

    public SquashDrives(Path folder) {
        this.folder = folder;
    }

    private record Kept(Path file, String digest) implements Lease {
        @Override
        public void close() {}
    }

    @Override
    public synchronized Lease of(List<Path> folders) throws IOException {
        Path known = made.get(folders);
        if (known == null) {
            Files.createDirectories(folder);
            known = folder.resolve("drive-" + ProcessHandle.current().pid() + "-" + made.size());
            List<String> command = new ArrayList<>(List.of("mksquashfs"));
            folders.forEach(each -> command.add(each.toString()));
            command.addAll(
                    List.of(known.toString(), "-quiet", "-no-progress", "-noappend", "-all-root", "-comp", "lz4"));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.onExit().join().exitValue() != 0) {
                throw new IOException("mksquashfs failed");
            }
            made.put(folders, known);
        }
        return new Kept(known, known.toString());
    }
}
