package dev.hearth.drivers.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots on disk: found by all they depend on, kept while used, bounded when not. */
class SnapshotStoreTest {

    private static final long ROOM_FOR_TWO = 5_000;

    @TempDir
    Path folder;

    private final List<Path> removed = new ArrayList<>();

    private static Map<String, String> parts() {
        return new HashMap<>(Map.of(
                SnapshotKey.FORMAT, "firecracker 10.0.0",
                SnapshotKey.PROCESSOR, "model=1",
                SnapshotKey.HOST_KERNEL, "6.18",
                SnapshotKey.GUEST_KERNEL, "k",
                SnapshotKey.IMAGE, "i",
                SnapshotKey.CODE, "c",
                SnapshotKey.SPEC, "s"));
    }

    private static SnapshotKey key(String code) {
        Map<String, String> parts = parts();
        parts.put(SnapshotKey.CODE, code);
        return SnapshotKey.of(parts);
    }

    private SnapshotStore open() throws IOException {
        return open(new SnapshotStore.Limits(10, ROOM_FOR_TWO));
    }

    private SnapshotStore open(SnapshotStore.Limits limits) throws IOException {
        return SnapshotStore.open(folder.resolve("snapshots"), limits, removed::add);
    }

    private static void make(SnapshotStore store, SnapshotKey key) throws IOException {
        try (SnapshotStore.Draft draft = store.begin(key).orElseThrow()) {
            Files.write(draft.folder().resolve("memory"), new byte[2_000]);
            draft.commit("r--r--r--");
        }
    }

    @Test
    void everyPartChangesTheKey() {
        String digest = SnapshotKey.of(parts()).digest();
        for (String name : parts().keySet()) {
            Map<String, String> other = parts();
            other.merge(name, "x", String::concat);
            assertThat(SnapshotKey.of(other).digest()).as(name).isNotEqualTo(digest);
            other.remove(name);
            assertThatThrownBy(() -> SnapshotKey.of(other)).hasMessageContaining(name);
        }
        assertThat(digest)
                .matches("[0-9a-f]{64}")
                .isEqualTo(SnapshotKey.of(parts()).digest());
    }

    @Test
    void whatWasMadeIsFoundByItsKeyAlone() throws IOException {
        SnapshotStore store = open();
        make(store, key("a"));

        assertThat(store.find(key("b"))).isEmpty();
        try (SnapshotStore.Lease lease = store.find(key("a")).orElseThrow()) {
            assertThat(lease.folder().resolve("memory")).hasSize(2_000);
            assertThat(Files.getPosixFilePermissions(lease.folder().resolve("memory")))
                    .hasSize(3);
            assertThat(lease.folder().resolve("key")).content().contains("processor: model=1");
            assertThat(store.usage())
                    .satisfies(usage -> assertThat(usage.inUse()).isEqualTo(1));
        }
        assertThat(store.begin(key("a"))).isEmpty();
        assertThat(open().find(key("a"))).isPresent();
    }

    @Test
    void onlyOneMakesIt() throws IOException {
        SnapshotStore store = open();
        try (SnapshotStore.Draft draft = store.begin(key("a")).orElseThrow()) {
            assertThat(draft.folder()).isDirectory();
            assertThat(store.begin(key("a"))).isEmpty();
        }
        assertThat(store.find(key("a"))).isEmpty();
        assertThat(store.begin(key("a"))).isPresent();
    }

    @Test
    void theLongestUnusedGoesAndTheUsedStays() throws IOException {
        SnapshotStore store = open();
        make(store, key("a"));
        SnapshotStore.Lease used = store.find(key("a")).orElseThrow();
        make(store, key("b"));
        make(store, key("c"));

        assertThat(used.folder()).isDirectory();
        assertThat(store.find(key("b"))).isEmpty();
        assertThat(store.find(key("c")).orElseThrow().folder()).isDirectory();
        used.close();
        used.close();
        assertThat(store.usage().bytes()).isLessThanOrEqualTo(ROOM_FOR_TWO);
    }

    @Test
    void thereAreNoMoreThanTheLimitSays() throws IOException {
        SnapshotStore store = open(new SnapshotStore.Limits(2, Long.MAX_VALUE));
        for (String code : List.of("a", "b", "c")) {
            make(store, key(code));
        }
        assertThat(store.holds(key("a"))).isFalse();
        assertThat(store.holds(key("b"))).isTrue();
        assertThat(store.usage().snapshots()).isEqualTo(2);
        assertThat(removed)
                .singleElement()
                .satisfies(gone -> assertThat(gone.getFileName()).hasToString(key("a").digest()));
    }

    @Test
    void whatCannotBeLoadedIsNotHandedOutAgain() throws IOException {
        SnapshotStore store = open();
        make(store, key("a"));
        SnapshotStore.Lease first = store.find(key("a")).orElseThrow();
        SnapshotStore.Lease second = store.find(key("a")).orElseThrow();
        second.condemn();

        assertThat(store.find(key("a"))).isEmpty();
        second.close();
        assertThat(first.folder()).isDirectory();
        first.close();
        assertThat(first.folder()).doesNotExist();
        make(store, key("a"));
        assertThat(store.find(key("a"))).isPresent();
    }

    @Test
    void whatAKilledPredecessorHalfMadeIsRemoved() throws IOException {
        Path snapshots = Files.createDirectories(folder.resolve("snapshots"));
        Path half = Files.createDirectory(snapshots.resolve(key("a").digest() + ".new"));
        Files.write(half.resolve("memory"), new byte[10]);
        Path strange = Files.createDirectory(snapshots.resolve("strange"));

        SnapshotStore store = open();

        assertThat(half).doesNotExist();
        assertThat(strange).doesNotExist();
        assertThat(store.usage().snapshots()).isZero();
    }

    @Test
    void theProcessorIsItsModelMicrocodeAndFeatures() {
        String info = """
                processor\t: 0
                vendor_id\t: GenuineIntel
                cpu family\t: 6
                model\t\t: 143
                microcode\t: 0x2b
                cpu MHz\t\t: 2600.000
                flags\t\t: fpu b a

                processor\t: 1
                microcode\t: 0x99
                """;

        assertThat(HostProcessor.describe(info))
                .isEqualTo("vendor_id=GenuineIntel; cpu-family=6; model=143; microcode=0x2b; flags=a b fpu");
        assertThat(HostProcessor.describe(info.replace("0x2b", "0x2c"))).isNotEqualTo(HostProcessor.describe(info));
        assertThat(HostProcessor.describe(info.replace("2600", "3100"))).isEqualTo(HostProcessor.describe(info));
    }
}
