package dev.hearth.drivers.gvisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What runsc is told, and what of a predecessor is recognized. */
class GvisorDecisionsTest {

    private static JsonNode bundle(Optional<Path> namespace) {
        Bundle bundle = new Bundle(
                Path.of("/state/root"),
                List.of(
                        new Bundle.Bind(Path.of("/code \"of\" somebody"), "/var/task", false),
                        new Bundle.Bind(Path.of("/cell/tmp"), "/tmp", true)),
                namespace);
        return JsonMapper.shared().readTree(bundle.json());
    }

    @Test
    void everythingButWhatIsWritableIsShownReadOnly() {
        JsonNode json = bundle(Optional.empty());

        assertThat(json.path("root").path("readonly").asBoolean()).isTrue();
        assertThat(json.path("mounts").findValuesAsString("destination")).containsExactly("/proc", "/var/task", "/tmp");
        assertThat(json.path("mounts").get(1).path("source").stringValue()).isEqualTo("/code \"of\" somebody");
        assertThat(json.path("mounts").get(1).path("options").toString()).contains("\"ro\"", "nosuid", "nodev");
        assertThat(json.path("mounts").get(2).path("options").toString()).contains("\"rw\"", "nosuid", "nodev");
    }

    @Test
    void theFirstProcessHasOnlyThePrivilegesToBecomeTheFunctionsUser() {
        JsonNode process = bundle(Optional.empty()).path("process");

        assertThat(process.path("noNewPrivileges").asBoolean()).isTrue();
        assertThat(process.path("env").size()).isZero();
        assertThat(process.path("capabilities").path("bounding").toString())
                .doesNotContain("SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "DAC_OVERRIDE");
    }

    @Test
    void aCellHasANetworkNamespaceOfItsOwnOrTheOneMadeForIt() {
        JsonNode alone = bundle(Optional.empty()).path("linux").path("namespaces");
        JsonNode linked = bundle(Optional.of(Path.of("/run/netns/hearth-1")))
                .path("linux")
                .path("namespaces");

        assertThat(alone.toString()).contains("{\"type\":\"network\"}");
        assertThat(linked.findValuesAsString("path")).containsExactly("/run/netns/hearth-1");
    }

    @Test
    void onlyMountsBelowTheCellsAreLeftOversAndTheDeepestComeFirst() {
        String mounts = """
                22 1 8:1 / / rw - ext4 /dev/sda1 rw
                90 22 7:0 / /state/cells/a/tmp rw - ext4 /dev/loop0 rw
                91 22 0:5 / /state/cells/a/tmp/deep\\040one rw - tmpfs tmpfs rw
                92 22 0:6 / /state/cells rw - tmpfs tmpfs rw
                93 22 0:7 / /state/cells-of-another/b rw - tmpfs tmpfs rw
                broken line
                """;

        assertThat(LeftOvers.mountsBelow(Path.of("/state/cells"), mounts))
                .containsExactly("/state/cells/a/tmp/deep one", "/state/cells/a/tmp");
    }

    @Test
    void removingAFolderNeverFollowsALink(@TempDir Path folder) throws Exception {
        Path kept = Files.createDirectories(folder.resolve("kept"));
        Files.writeString(kept.resolve("file"), "stays");
        Path cell = Files.createDirectories(folder.resolve("cell"));
        Files.createSymbolicLink(cell.resolve("link"), kept);

        LeftOvers.removeTree(cell);

        assertThat(cell).doesNotExist();
        assertThat(kept.resolve("file")).exists();
    }

    @Test
    void aLayersFolderThatWouldChangeTheMountsOptionsIsRefused() {
        assertThatThrownBy(() -> Mounts.merged(List.of(Path.of("/a"), Path.of("/b,upperdir=/etc")), Path.of("/at")))
                .hasMessageContaining("upperdir");
    }
}
