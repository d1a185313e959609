package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each class of tests: nothing is left of the processes of Hearth that it started.
 *
 * <p>The empty cgroups of a Hearth that was killed wait for its next start; where a class ends with a kill there is
 * none, so they are removed here.
 */
public final class NothingLeft implements AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<Path> HOMES = ConcurrentHashMap.newKeySet();

    /** Watches what becomes of a Hearth with this home. */
    static void watch(Path home) throws IOException {
        HOMES.add(home.toRealPath());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<Path> homes = new ArrayList<>(HOMES);
        homes.forEach(HOMES::remove);
        for (Path home : homes) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                for (Path cgroup : Footprint.cgroups(home)) {
                    removeEmpty(cgroup);
                }
                assertThat(Footprint.of(home)).as(context.getDisplayName()).isEqualTo(Footprint.NOTHING);
            });
        }
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
