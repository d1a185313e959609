package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.drivers.runtimes.Interpreter;
import dev.hearth.drivers.runtimes.Interpreter.Family;
import dev.hearth.drivers.runtimes.JavaDecisions;
import dev.hearth.sandbox.SandboxSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaDecisionsTest {

    private static List<String> arguments(int version, int memoryMb, Map<String, String> environment) {
        Path home = Path.of("/jdk");
        Interpreter java = new Interpreter(Family.JAVA, version, home.resolve("bin/java"), Optional.of(home));
        SandboxSpec spec = Functions.spec(
                "java" + version, Path.of("/task"), memoryMb, 512, new SandboxSpec.Network.Host(), environment);
        return JavaDecisions.arguments(
                java, List.of("/var/runtime/lib/a.jar", "/var/runtime/lib/b.jar"), Optional.of("/a.jsa"), spec);
    }

    @Test
    void endsWithTheClientAndTheHandler() {
        assertThat(arguments(25, 512, Map.of("_HANDLER", "app.Main::run")))
                .endsWith(
                        "-classpath",
                        "/var/runtime/lib/a.jar:/var/runtime/lib/b.jar",
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        "app.Main::run");
    }

    /** The pairs from 512 to 3008 MiB were seen in Lambda. */
    @ParameterizedTest
    @CsvSource({"128, 111412", "512, 445645", "1536, 1336935", "3008, 2834432", "10240, 10240000"})
    void givesTheHeapAsLambdaDoes(int memoryMb, long heapKb) {
        assertThat(arguments(21, memoryMb, Map.of())).contains("-XX:MaxHeapSize=" + heapKb + "k");
    }

    @ParameterizedTest
    @CsvSource({
        "11, on-demand, false",
        "17, on-demand, true",
        "21, provisioned-concurrency, true",
        "25, on-demand, true",
        "25, provisioned-concurrency, false"
    })
    void stopsAtTheFirstCompilerWhenLambdaDoes(int version, String start, boolean stops) {
        List<String> arguments = arguments(version, 512, Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", start));
        assertThat(arguments.contains("-XX:TieredStopAtLevel=1")).isEqualTo(stops);
    }

    @ParameterizedTest
    @CsvSource({
        "-Xmx64m, -XX:MaxHeapSize",
        "-XX:MaxRAMPercentage=50, -XX:MaxHeapSize",
        "-XX:+UseZGC, -XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=4, -XX:TieredStopAtLevel=1",
        "-XX:-TieredCompilation, -XX:+TieredCompilation",
        "-Xshare:off, -Xshare:auto",
        "-Xshare:off, -XX:SharedArchiveFile=/a.jsa",
        "-javaagent:/opt/agent.jar, -XX:SharedArchiveFile=/a.jsa",
        "-XX:SharedArchiveFile=/var/task/app.jsa, -Xshare:auto"
    })
    void leavesOutWhatTheFunctionChooses(String chosen, String left) {
        assertThat(arguments(25, 512, Map.of())).anyMatch(argument -> argument.startsWith(left));
        assertThat(arguments(25, 512, Map.of("JAVA_TOOL_OPTIONS", "-Dx=y " + chosen)))
                .noneMatch(argument -> argument.startsWith(left));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-Dx=y", "-Xmx300m -XX:+TieredCompilation -XX:TieredStopAtLevel=4"})
    void usesTheArchive(String chosen) {
        assertThat(arguments(25, 512, Map.of("JAVA_TOOL_OPTIONS", chosen))).contains("-XX:SharedArchiveFile=/a.jsa");
    }

    @Test
    void loadsTheNativePartThatFitsTheSystem() {
        Path home = Path.of("/jdk");
        Interpreter java = new Interpreter(Family.JAVA, 21, home.resolve("bin/java"), Optional.of(home), true);
        assertThat(JavaDecisions.arguments(java, List.of(), Optional.empty(), Functions.provided(Path.of("/task"))))
                .anyMatch(argument -> argument.contains("=/var/runtime/lib/jni/libaws-lambda-jni.linux_musl-"));
        assertThat(arguments(21, 512, Map.of()))
                .anyMatch(argument -> argument.contains("=/var/runtime/lib/jni/libaws-lambda-jni.linux-"));
    }
}
