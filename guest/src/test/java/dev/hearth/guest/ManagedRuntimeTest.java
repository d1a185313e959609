package dev.hearth.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The files of the managed runtimes. */
class ManagedRuntimeTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void everyFileIsWrittenAndNoneIsForgotten(ManagedRuntime family) throws IOException, URISyntaxException {
        family.copyTo(folder);
        family.copyTo(folder);
        Path source = Path.of(ManagedRuntime.class
                .getResource("runtime/" + family.name().toLowerCase())
                .toURI());
        assertThat(files(folder)).isEqualTo(files(source)).containsExactlyInAnyOrderElementsOf(family.files());
        assertThat(family.files()).contains(family.bootstrap());
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"python3.8,PYTHON", "python3.15,PYTHON", "nodejs20.x,NODEJS", "nodejs24.x,NODEJS"})
    void aRuntimeIdentifierNamesItsFamily(String runtime, ManagedRuntime family) {
        assertThat(ManagedRuntime.of(runtime)).contains(family);
    }

    @Test
    void theRestIsNotManaged() {
        assertThat(ManagedRuntime.of("provided.al2023")).isEmpty();
        assertThat(ManagedRuntime.of("java25")).isEmpty();
    }
}
