package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.drivers.runtimes.HostPlaces;
import dev.hearth.drivers.runtimes.HostRuntimes;
import dev.hearth.drivers.runtimes.Interpreter;
import dev.hearth.drivers.runtimes.JdkRelease;
import dev.hearth.drivers.runtimes.RuntimeDecisions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostJdksTest {

    private static void install(Path home, String release) {
        Functions.file(home.resolve("bin"), "java", "", "rwxr-xr-x");
        Functions.file(home.resolve("lib/server"), "libjvm.so", "", "rw-r--r--");
        Functions.file(home, "release", release, "rw-r--r--");
    }

    private static String release(String version) {
        return "JAVA_VERSION=\"" + version + "\"\nLIBC=\"gnu\"\nMODULES=\"java.base java.se java.sql\"\n";
    }

    private static HostRuntimes runtimes(Path home, List<Path> searchPath) {
        return new HostRuntimes(new HostPlaces(searchPath, home));
    }

    @Test
    void findsJavaInTheSearchPathAndWhereVersionManagersKeepIt(@TempDir Path home) {
        Path jdks = home.resolve(".jdks");
        install(jdks.resolve("custom-98"), release("98.0.1"));
        install(home.resolve(".sdkman/candidates/java/97.0.3-tem"), release("97.0.3"));
        install(home.resolve("own"), release("96"));
        HostRuntimes runtimes = runtimes(home, List.of(home.resolve("own/bin")));
        assertThat(runtimes.choice("java98").orElseThrow().where()).isEqualTo(jdks + "/custom-98/bin/java");
        assertThat(runtimes.choice("java97").orElseThrow().substituted()).isFalse();
        assertThat(runtimes.choice("java95").orElseThrow().actual()).isEqualTo("java96");
        assertThat(runtimes.choice("java99")).isEmpty();
    }

    @Test
    void showsTheInstallationAsTheLanguageFolder(@TempDir Path home) {
        install(home.resolve(".jdks/a"), release("98"));
        Interpreter java =
                runtimes(home, List.of()).interpreter("java98.al2023").orElseThrow();
        assertThat(java.inside()).isEqualTo("/var/lang/bin/java");
        assertThat(java.prefix()).isEqualTo(Optional.of(home.resolve(".jdks/a")));
        assertThat(RuntimeDecisions.actual("java98.al2023", java)).isEqualTo("java98.al2023");
        assertThat(RuntimeDecisions.actual("java8.al2", java)).isEqualTo("java98");
    }

    @Test
    void passesByWhatIsNoWholeJava(@TempDir Path home) {
        install(home.resolve(".jdks/cut"), "JAVA_VERSION=\"99\"\nMODULES=\"java.base\"\n");
        Functions.file(home.resolve(".jdks/empty/bin"), "java", "", "rwxr-xr-x");
        install(home.resolve(".jdks/strange"), "no version");
        assertThat(runtimes(home, List.of()).choice("java98")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'JAVA_VERSION=\"1.8.0_402\"', 8, false, false",
        "'JAVA_VERSION=\"11.0.2\"', 11, false, true",
        "'IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25\"\nLIBC=\"musl\"', 25, true, true",
        "'JAVA_VERSION=\"21.0.1\"\nMODULES=\"java.base java.sql\"', 21, false, false"
    })
    void readsTheReleaseFile(String text, int version, boolean musl, boolean usable) {
        JdkRelease release = JdkRelease.parse(text).orElseThrow();
        assertThat(release.version()).isEqualTo(version);
        assertThat(release.musl()).isEqualTo(musl);
        assertThat(release.usable()).isEqualTo(usable);
    }
}
