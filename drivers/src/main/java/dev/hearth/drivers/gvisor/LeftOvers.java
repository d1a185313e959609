package dev.hearth.drivers.gvisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a killed predecessor left in the driver's folder: mounts, and the folders of its cells. */
final class LeftOvers {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);
    private static final int MOUNT_POINT = 4;

    private LeftOvers() {}

    /** Its processes are gone: the cgroups were cleared before. */
    static void remove(Path cells) throws IOException {
        for (String mount : mountsBelow(cells, Files.readString(Path.of("/proc/self/mountinfo")))) {
            LOG.info("unmounting {}, which an earlier Hearth left", mount);
            Mounts.unmount(Path.of(mount));
        }
        removeTree(cells);
    }

    /** The deepest first. */
    static List<String> mountsBelow(Path folder, String mountInfo) {
        return mountInfo
                .lines()
                .map(line -> line.split(" "))
                .filter(words -> words.length > MOUNT_POINT)
                .map(words -> words[MOUNT_POINT].replace("\\040", " "))
                .filter(point ->
                        Path.of(point).startsWith(folder) && !Path.of(point).equals(folder))
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** Never goes through a link, and never into a mount that is still there. */
    static void removeTree(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            LOG.warn("cannot remove {}", folder, failed);
        }
    }
}
