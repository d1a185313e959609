package dev.hearth.services.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.AwsScope;
import dev.hearth.sandbox.SandboxSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentVariablesTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/r";

    private final WorkerOptions options = new WorkerOptions(
            new AwsScope("000000000000", "eu-west-1"),
            4566,
            new SandboxSpec.Network.EndpointOnly(4566),
            new FixedCredentials(),
            "host",
            HostMeter.of(16_384, 4_000));

    @Test
    void aManagedRuntimeHasWhatLambdaDocuments() {
        assertThat(of("python3.11", Map.of("GREETING", "hi")))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("_HANDLER", "app.handler"),
                        Map.entry("AWS_REGION", "eu-west-1"),
                        Map.entry("AWS_DEFAULT_REGION", "eu-west-1"),
                        Map.entry("AWS_EXECUTION_ENV", "AWS_Lambda_python3.11"),
                        Map.entry("AWS_LAMBDA_FUNCTION_NAME", "hello"),
                        Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
                        Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
                        Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
                        Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/hello"),
                        Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "stream"),
                        Map.entry("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"),
                        Map.entry("AWS_ACCESS_KEY_ID", "AKIA1"),
                        Map.entry("AWS_SECRET_ACCESS_KEY", "secret"),
                        Map.entry("AWS_SESSION_TOKEN", "token of  hello"),
                        Map.entry("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"),
                        Map.entry("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"),
                        Map.entry("LAMBDA_TASK_ROOT", "/var/task"),
                        Map.entry("LAMBDA_RUNTIME_DIR", "/var/runtime"),
                        Map.entry("LANG", "en_US.UTF-8"),
                        Map.entry("TZ", ":UTC"),
                        Map.entry("PATH", "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin"),
                        Map.entry(
                                "LD_LIBRARY_PATH",
                                "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:"
                                        + "/var/task/lib:/opt/lib"),
                        Map.entry("PYTHONPATH", "/var/runtime"),
                        Map.entry("GREETING", "hi")));
    }

    @Test
    void anOsOnlyRuntimeHasNoExecutionEnvAndNodeHasItsPath() {
        assertThat(of("provided.al2023", Map.of())).doesNotContainKeys("AWS_EXECUTION_ENV", "PYTHONPATH", "NODE_PATH");
        assertThat(of("nodejs20.x", Map.of()))
                .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs20.x")
                .containsEntry(
                        "NODE_PATH",
                        "/opt/nodejs/node20/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:"
                                + "/var/runtime:/var/task");
    }

    private Map<String, String> started(EnvironmentSpec.Initialization why, String role) {
        return EnvironmentVariables.of(
                WorkerFixture.spec(Duration.ofSeconds(3)).initialized(why).withRole(role), options, "stream");
    }

    @Test
    void whatAskedForSnapStartFetchesCredentialsAndWhatDidNotIsToldUntilWhenTheyHold() {
        assertThat(started(EnvironmentSpec.Initialization.SNAP_START, ROLE))
                .doesNotContainKeys("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
                .containsEntry("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9001/2021-04-23/credentials")
                .containsEntry(
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                        "guard of " + ROLE + " arn:aws:lambda:us-east-1:000000000000:function:hello");
        assertThat(started(EnvironmentSpec.Initialization.ON_DEMAND_FROM_SNAPSHOT, ROLE))
                .containsEntry("AWS_SESSION_TOKEN", "token of " + ROLE + " hello")
                .containsEntry("AWS_CREDENTIAL_EXPIRATION", "1970-01-02T00:00:00Z");
    }

    @Test
    void oneSnapshotIsOfOneRoleAndOfAllItsSessions() {
        for (EnvironmentSpec.Initialization why : EnvironmentSpec.Initialization.values()) {
            if (why.fromSnapshot()) {
                assertThat(shared(why, ROLE)).isEqualTo(shared(why, ROLE)).isNotEqualTo(shared(why, ROLE + "2"));
            }
        }
    }

    private Map<String, String> shared(EnvironmentSpec.Initialization why, String role) {
        return new SandboxSpec(
                        "id",
                        "python3.11",
                        Path.of("task"),
                        List.of(),
                        started(why, role),
                        128,
                        512,
                        new SandboxSpec.Network.EndpointOnly(1))
                .sharedEnvironment();
    }

    @Test
    void aFunctionReplacesWhatIsNotReservedOnly() {
        Map<String, String> variables = of(
                "python3.11",
                Map.of(
                        "TZ",
                        "Europe/Berlin",
                        "PATH",
                        "/mine",
                        "AWS_ENDPOINT_URL",
                        "x",
                        "_HANDLER",
                        "no",
                        "AWS_REGION",
                        "no"));
        assertThat(variables)
                .containsEntry("TZ", "Europe/Berlin")
                .containsEntry("PATH", "/mine")
                .containsEntry("AWS_ENDPOINT_URL", "x")
                .containsEntry("_HANDLER", "app.handler")
                .containsEntry("AWS_REGION", "eu-west-1");
    }

    private Map<String, String> of(String runtime, Map<String, String> own) {
        EnvironmentSpec spec = WorkerFixture.spec(runtime, Duration.ofSeconds(3));
        return EnvironmentVariables.of(
                new EnvironmentSpec(
                        spec.functionArn(),
                        spec.functionName(),
                        spec.version(),
                        spec.revision(),
                        spec.runtime(),
                        spec.handler(),
                        spec.timeout(),
                        spec.memoryMb(),
                        spec.ephemeralStorageMb(),
                        own,
                        spec.codeDigest(),
                        spec.logGroup()),
                options,
                "stream");
    }
}
