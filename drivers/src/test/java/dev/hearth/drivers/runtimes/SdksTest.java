package dev.hearth.drivers.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.drivers.runtimes.Interpreter.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SdksTest {

    private static final String CLIENT = "node_modules/@aws-sdk/client-s3/index.js";

    @TempDir
    private Path cache;

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void install(String text) throws IOException {
        Sdks.in(cache).installNodejs(List.of(), (command, folder) -> {
            assertThat(command).startsWith("npm", "install").contains("@aws-sdk/client-dynamodb");
            write(folder.resolve(CLIENT), text);
        });
    }

    private Path shown() throws IOException {
        Path runtimes = cache.resolve("namespace/runtime");
        Files.createDirectories(runtimes.resolve("nodejs"));
        Files.createDirectories(runtimes.resolve("python"));
        Sdks.in(cache).show(runtimes);
        return runtimes.resolve("nodejs").resolve(CLIENT);
    }

    @Test
    void nothingIsShownWhereNothingIsInstalled() throws IOException {
        assertThat(shown().getParent().getParent().getParent()).doesNotExist();
        assertThat(Sdks.in(cache).installed(Family.NODEJS)).isEmpty();
    }

    @Test
    void whatIsInstalledAgainOrRemovedIsSoAtTheNextStart() throws IOException {
        install("one");
        assertThat(shown()).hasContent("one");
        assertThat(Sdks.in(cache).installed(Family.NODEJS)).containsExactly("@aws-sdk/client-s3");

        install("two");
        assertThat(shown()).hasContent("two");

        assertThat(Sdks.in(cache).remove(Family.NODEJS)).isTrue();
        assertThat(shown()).doesNotExist();
    }

    @Test
    void aFailureLeavesWhatWasThere() throws IOException {
        install("one");
        assertThatThrownBy(() -> Sdks.in(cache).installNodejs(List.of("x"), (command, folder) -> {
                    write(folder.resolve(CLIENT), "half");
                    throw new IOException("no network");
                }))
                .hasMessage("no network");
        assertThat(shown()).hasContent("one");
        assertThat(cache.resolve("sdk/nodejs.new")).doesNotExist();
    }

    @Test
    void aPythonWithoutPipIsSaid() {
        assertThatThrownBy(() -> Sdks.in(cache).installPython(List.of(Path.of("/bin/false")), List.of(), (c, f) -> {}))
                .hasMessageContaining("python3-pip");
    }
}
