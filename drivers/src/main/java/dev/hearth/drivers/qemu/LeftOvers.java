package dev.hearth.drivers.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a killed predecessor left: processes that work in the driver's folder, and the folders of its machines. */
final class LeftOvers {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);

    private LeftOvers() {}

    /** Ends every process whose command line names a file in {@code machines}, then removes the folder's contents. */
    static void remove(Path machines) throws IOException {
        if (!Files.isDirectory(machines)) {
            return;
        }
        String mark = machines + "/";
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            if (process.pid() != ProcessHandle.current().pid() && names(process, mark)) {
                LOG.info("ending process {} that an earlier Hearth left", process.pid());
                process.destroyForcibly();
            }
        }
        try (Stream<Path> folders = Files.list(machines)) {
            for (Path folder : folders.toList()) {
                removeTree(folder);
            }
        }
    }

    private static boolean names(ProcessHandle process, String mark) {
        Optional<String[]> arguments = process.info().arguments();
        String command = process.info().command().orElse("");
        boolean ours = command.contains("qemu-system-") || command.endsWith("/hearth-guard");
        return ours && arguments.stream().flatMap(Stream::of).anyMatch(word -> word.contains(mark));
    }

    static void removeTree(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            LOG.warn("cannot remove {}", folder, failed);
        }
    }
}
