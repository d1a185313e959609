package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A project whose libraries a rival runs with; fetched when a benchmark needs them. */
final class MavenProject {

    private MavenProject() {}

    /**
     * The class path of a project of this checkout.
     *
     * @param pom the project's file, from {@code root}
     * @param scratch a file to write on the way
     */
    static String classPath(Path root, String pom, Path scratch) throws IOException {
        try (Child maven = Child.start(
                List.of(
                        root.resolve("mvnw").toString(),
                        "-q",
                        "-B",
                        "-f",
                        root.resolve(pom).toString(),
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=" + scratch),
                Map.of("JAVA_HOME", System.getProperty("java.home")))) {
            maven.result();
            return Files.readString(scratch).strip();
        }
    }
}
