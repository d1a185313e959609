package dev.hearth.drivers.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.drivers.microvm.GuestDrives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrivesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualPorts time = new VirtualPorts(START, 1);

    @TempDir
    private Path folder;

    @BeforeEach
    void needsThePacker() {
        assumeThat(Tool.MKSQUASHFS.find())
                .as("mksquashfs is missing: apt-get install squashfs-tools")
                .isPresent();
    }

    @Test
    void theSameContentsAreOneDrive() throws IOException {
        Drives drives = drives(1 << 30);
        Path first = code("first", "print(1)");
        Path second = code("second", "print(1)");
        Path other = code("other", "print(2)");

        try (GuestDrives.Lease one = drives.of(List.of(first));
                GuestDrives.Lease two = drives.of(List.of(second));
                GuestDrives.Lease three = drives.of(List.of(other))) {
            assertThat(one.file()).isEqualTo(two.file()).isReadable();
            assertThat(three.digest()).isNotEqualTo(one.digest());
            assertThat(drives.usage().inUse()).isEqualTo(2);
        }
        assertThat(drives.usage().drives()).isEqualTo(2);
        assertThat(drives.usage().inUse()).isZero();
    }

    @Test
    void layersAreMergedLaterOnesOnTop() throws IOException {
        Path below = code("below", "old");
        Files.writeString(below.resolve("kept"), "k");
        Path above = code("above", "new");

        assertThat(FileTreeTest.listing(HostFolder.merge(List.of(below, above))))
                .anyMatch(line -> line.endsWith("app.py new"))
                .anyMatch(line -> line.endsWith("kept k"));
    }

    @Test
    void whatWasNotUsedForLongestGoesAndWhatIsInUseStays() throws IOException {
        Drives drives = drives(2 * 4096);
        GuestDrives.Lease held = drives.of(List.of(code("a", "held")));
        time.advance(Duration.ofSeconds(1));
        drives.of(List.of(code("b", "older"))).close();
        time.advance(Duration.ofSeconds(1));
        drives.of(List.of(code("c", "newer"))).close();

        assertThat(drives.usage().drives()).isEqualTo(2);
        assertThat(drives.usage().evicted()).isEqualTo(1);
        assertThat(held.file()).exists();
        held.close();
        held.close();
        assertThat(drives.usage().inUse()).isZero();
    }

    @Test
    void aDriveOutlivesARestartAndAnUnfinishedOneDoesNot() throws IOException {
        drives(1 << 30).of(List.of(code("a", "x"))).close();
        Path unfinished = folder.resolve("drives/" + "0".repeat(64) + ".squashfs.new");
        Files.writeString(unfinished, "half");

        Drives again = drives(1 << 30);
        again.of(List.of(folder.resolve("a"))).close();
        assertThat(again.usage().drives()).isEqualTo(1);
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeReadLeavesNothingBehind() throws IOException {
        Drives drives = drives(1 << 30);
        Path absent = folder.resolve("absent");

        assertThat(catchThrowable(() -> drives.of(List.of(absent)))).isInstanceOf(IOException.class);
        try (Stream<Path> files =
                Files.exists(folder.resolve("drives")) ? Files.list(folder.resolve("drives")) : Stream.of()) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void evictionTakesTheOldestUnusedUntilTheRestFits() {
        List<DriveDecisions.Kept> all = List.of(
                new DriveDecisions.Kept("busy", 60, START, true),
                new DriveDecisions.Kept("new", 30, START.plusSeconds(9), false),
                new DriveDecisions.Kept("old", 30, START.plusSeconds(1), false));

        assertThat(DriveDecisions.evict(all, 120)).isEmpty();
        assertThat(DriveDecisions.evict(all, 100)).containsExactly("old");
        assertThat(DriveDecisions.evict(all, 0)).containsExactly("old", "new");
    }

    private Drives drives(long limit) {
        return Drives.in(folder.resolve("drives"), limit, time);
    }

    private Path code(String name, String text) throws IOException {
        Path code = Files.createDirectories(folder.resolve(name));
        Files.writeString(code.resolve("app.py"), text);
        return code;
    }
}
