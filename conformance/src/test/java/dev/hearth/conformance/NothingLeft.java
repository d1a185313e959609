package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each class of tests: nothing is left of the processes of Hearth that it started, on the host or among its
 * temporary files.
 *
 * <p>The empty cgroups of a Hearth that was killed wait for its next start; where a class ends with a kill there is
 * none, so they are removed here.
 */
public final class NothingLeft implements AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    /** By a Hearth's home: the folder of its temporary files. */
    private static final Map<Path, Path> HOMES = new ConcurrentHashMap<>();

    /** Watches what becomes of a Hearth with this home; its temporary files must be in the folder that is returned. */
    static Path watch(Path home) throws IOException {
        Path real = home.toRealPath();
        Path known = HOMES.get(real);
        if (known != null) {
            return known;
        }
        Path made = Files.createTempDirectory("hearth-conformance-tmp-");
        HOMES.put(real, made);
        return made;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Map<Path, Path> homes = Map.copyOf(HOMES);
        homes.keySet().forEach(HOMES::remove);
        homes.forEach((home, temporary) -> {
            // What is walked through may go meanwhile.
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .untilAsserted(() -> {
                        for (Path cgroup : Footprint.cgroups(home)) {
                            removeEmpty(cgroup);
                        }
                        assertThat(Footprint.of(home))
                                .as(context.getDisplayName())
                                .isEqualTo(Footprint.NOTHING);
                        assertThat(temporary).as(context.getDisplayName()).isEmptyDirectory();
                    });
            Hearth.remove(temporary);
        });
    }

    /** The kernel refuses it for a cgroup that has processes. */
    private static void removeEmpty(Path cgroup) throws IOException {
        try (Stream<Path> inside = Files.walk(cgroup)) {
            inside.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .map(Path::toFile)
                    .forEach(File::delete);
        }
    }
}
