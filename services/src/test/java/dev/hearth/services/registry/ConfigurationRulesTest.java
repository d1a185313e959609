package dev.hearth.services.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import dev.hearth.core.Fault.Kind;
import dev.hearth.core.FaultException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationRulesTest {

    private static final String ONE = "1 validation error detected: ";
    private static final String ENVIRONMENT = "Lambda was unable to configure your environment variables because the"
            + " environment variables you have provided ";

    private static final FunctionDecisions DECISIONS = new FunctionDecisions(
            new AwsScope("000000000000", "us-east-1"),
            "x86_64",
            runtime -> runtime.startsWith("nodejs") ? Optional.empty() : Optional.of(runtime));

    private static Configuration configured(String member, Object value) {
        Settings settings = SettingsTable.with(SettingsTable.python("python3.11"), member, value);
        return DECISIONS
                .draft(new CreateFunction("hello", new byte[0], settings, Map.of()))
                .configuration();
    }

    private static String tooSmall(int value, String member, int least) {
        return ONE + "Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must have value greater than or equal to " + least;
    }

    private static String tooBig(int value, String member, int most) {
        return ONE + "Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must have value less than or equal to " + most;
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                arguments("memory", 127, tooSmall(127, "memorySize", 128)),
                arguments("memory", 32_769, tooBig(32_769, "memorySize", 32_768)),
                arguments("timeout", 0, tooSmall(0, "timeout", 1)),
                arguments("timeout", 901, tooBig(901, "timeout", 900)),
                arguments("ephemeral", 511, tooSmall(511, "ephemeralStorage.size", 512)),
                arguments("ephemeral", 10_241, tooBig(10_241, "ephemeralStorage.size", 10_240)),
                arguments(
                        "handler",
                        "two words",
                        ONE + "Value 'two words' at 'handler' failed to satisfy constraint: Member must satisfy regular"
                                + " expression pattern: [^\\s]+"),
                arguments(
                        "handler",
                        "h".repeat(129),
                        ONE + "Value '" + "h".repeat(129) + "' at 'handler' failed to satisfy constraint: Member must"
                                + " have length less than or equal to 128"),
                arguments(
                        "description",
                        "d".repeat(257),
                        ONE + "Value '" + "d".repeat(257) + "' at 'description' failed to satisfy constraint: Member"
                                + " must have length less than or equal to 256"),
                arguments(
                        "role",
                        "me",
                        ONE
                                + "Value 'me' at 'role' failed to satisfy constraint: "
                                + "Member must satisfy regular expression"
                                + " pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+"),
                arguments(
                        "architectures",
                        List.of("riscv"),
                        ONE + "Value '[riscv]' at 'architectures' failed to satisfy constraint: Member must satisfy"
                                + " constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not"
                                + " be null]"),
                arguments(
                        "architectures",
                        List.of("x86_64", "arm64"),
                        ONE + "Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must"
                                + " have length less than or equal to 1"),
                arguments(
                        "architectures",
                        List.of(),
                        ONE + "Value '[]' at 'architectures' failed to satisfy constraint: Member must have length"
                                + " greater than or equal to 1"),
                arguments(
                        "environment",
                        Map.of("1A", "x"),
                        ONE + "Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy"
                                + " constraint: [Member must satisfy regular expression pattern:"
                                + " [a-zA-Z]([a-zA-Z0-9_])+]"),
                arguments(
                        "tracing",
                        "Maybe",
                        ONE + "Value 'Maybe' at 'tracingConfig.mode' failed to satisfy constraint: Member must satisfy"
                                + " enum value set: [Active, PassThrough]"),
                arguments(
                        "logging",
                        new Settings.Logging(null, null, null, "a group"),
                        ONE + "Value 'a group' at 'loggingConfig.logGroup' failed to satisfy constraint: Member must"
                                + " satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("violations")
    void violationsOfTheModel(String member, Object value, String message) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> configured(member, value))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(new Fault(Kind.VALIDATION, message)));
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                arguments(
                        "memory",
                        10_241,
                        "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to"
                                + " 10240"),
                arguments(
                        "environment",
                        Map.of("AWS_REGION", "x", "LAMBDA_TASK_ROOT", "y", "GOOD", "z"),
                        ENVIRONMENT + "contains reserved keys that are currently not supported for modification."
                                + " Reserved keys used in this request: AWS_REGION, LAMBDA_TASK_ROOT"),
                arguments(
                        "environment",
                        Map.of("KEY", "v".repeat(4087)),
                        ENVIRONMENT + "exceeded the 4KB limit. String measured: {\"KEY\":\"" + "v".repeat(4087)
                                + "\"}"),
                arguments(
                        "runtime",
                        "cobol85",
                        "Value cobol85 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set:"
                                + " [provided.al2023, provided.al2, python3.8, python3.9, python3.10, python3.11,"
                                + " python3.12, python3.13, python3.14, python3.15, nodejs16.x, nodejs18.x, nodejs20.x,"
                                + " nodejs22.x, nodejs24.x, nodejs26.x, java8.al2, java8.al2023, java11, java11.al2023,"
                                + " java17, java17.al2023, java21, java25] or be a valid ARN"),
                arguments(
                        "runtime",
                        "python2.7",
                        "The runtime parameter of python2.7 is no longer supported for creating or updating AWS Lambda"
                                + " functions. We recommend you use a supported runtime while creating or updating"
                                + " functions."),
                arguments(
                        "runtime",
                        "ruby3.4",
                        "The runtime ruby3.4 is not served by this Hearth. It serves provided.al2023, provided.al2,"
                                + " python3.8, python3.9, python3.10, python3.11, python3.12, python3.13, python3.14,"
                                + " python3.15, nodejs16.x, nodejs18.x, nodejs20.x, nodejs22.x, nodejs24.x,"
                                + " nodejs26.x, java8.al2, java8.al2023, java11, java11.al2023, java17, java17.al2023,"
                                + " java21, java25."),
                arguments(
                        "runtime",
                        "nodejs22.x",
                        "No interpreter on this machine can serve the runtime nodejs22.x: install it or a newer version"
                                + " of its family."),
                arguments(
                        "logging",
                        new Settings.Logging("Text", "INFO", null, null),
                        "To set log levels, LogFormat must be JSON."));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("invalid")
    void valuesThatLambdaDoesNotTake(String member, Object value, String message) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> configured(member, value))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(new Fault(Kind.INVALID_PARAMETER, message)));
    }

    static Stream<Arguments> good() {
        return Stream.of(
                arguments("memory", 128),
                arguments("memory", 10_240),
                arguments("timeout", 1),
                arguments("timeout", 900),
                arguments("ephemeral", 512),
                arguments("ephemeral", 10_240),
                arguments("handler", "h".repeat(128)),
                arguments("description", "d".repeat(256)),
                arguments("role", "arn:aws:iam::123456789012:role/service-role/my.role"),
                arguments("architectures", List.of("x86_64")),
                arguments("architectures", List.of("arm64")),
                arguments("environment", Map.of("KEY", "v".repeat(4086))),
                arguments("environment", Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrap")),
                arguments("runtime", "provided.al2023"),
                arguments("deadLetter", ""),
                arguments("kms", "arn:aws:kms:us-east-1:000000000000:key/1"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("good")
    void valuesAtTheirLimits(String member, Object value) {
        assertThat(configured(member, value).runtime()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "handler"})
    void runtimeAndHandlerMustBeThere(String member) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> configured(member, null))
                .withMessage(
                        "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
    }

    @Test
    void everyViolationIsToldAtOnce() {
        Settings settings = SettingsTable.with(SettingsTable.python("python3.11"), "memory", 1);
        Settings both = SettingsTable.with(settings, "timeout", 0);
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> DECISIONS.draft(new CreateFunction("hello", new byte[0], both, Map.of())))
                .withMessage("2 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: Member"
                        + " must have value greater than or equal to 1; Value '1' at 'memorySize' failed to satisfy"
                        + " constraint: Member must have value greater than or equal to 128");
    }

    @Test
    void onlyProgramsMustBeMadeForTheHost() {
        FunctionDecisions arm = new FunctionDecisions(new AwsScope("000000000000", "us-east-1"), "arm64", Optional::of);
        Settings python = SettingsTable.python("python3.11");
        Settings program = SettingsTable.python("provided.al2023");

        FunctionDecisions.Draft draft = arm.draft(new CreateFunction("hello", new byte[0], python, Map.of()));

        assertThat(draft.configuration().architecture()).isEqualTo("x86_64");
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> arm.draft(new CreateFunction("hello", new byte[0], program, Map.of())))
                .withMessage("The architecture x86_64 cannot run on this host, which is arm64. Build the function for"
                        + " arm64.");
        Settings built = SettingsTable.with(program, "architectures", List.of("arm64"));
        assertThat(arm.draft(new CreateFunction("hello", new byte[0], built, Map.of()))
                        .configuration()
                        .architecture())
                .isEqualTo("arm64");
    }

    static Stream<Arguments> tags() {
        return Stream.of(
                arguments(Map.of("", "v"), "Tag keys must have 1 to 128 characters."),
                arguments(Map.of("k".repeat(129), "v"), "Tag keys must have 1 to 128 characters."),
                arguments(Map.of("k", "v".repeat(257)), "Tag values must have at most 256 characters."),
                arguments(Map.of("AWS:x", "v"), "System tags cannot be added/updated by requester."));
    }

    @ParameterizedTest
    @MethodSource("tags")
    void tagsThatLambdaDoesNotTake(Map<String, String> tags, String message) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> TagRules.merged(Map.of(), tags))
                .withMessage(message);
    }
}
