package dev.hearth.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.AssignmentLimits;
import dev.hearth.services.assignment.ScalingControl;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.frontend.ConcurrencyStore;
import dev.hearth.services.placement.Placement;
import dev.hearth.services.placement.PlacementPolicy;
import dev.hearth.services.registry.CodeStore;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.MappingStore;
import dev.hearth.services.registry.Mappings;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.registry.RegistryStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FileSystemConfig;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.StateReasonCode;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

class LambdaApiTest {

    private static final AwsScope SCOPE = new AwsScope("000000000000", "us-east-1");
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";

    private final VirtualPorts time = new VirtualPorts(Instant.parse("2026-11-23T15:00:00Z"), 1);
    private final CodeStore code = CodeStore.inMemory();
    private final Registry registry =
            Registry.create(time.ports(), SCOPE, RegistryStore.inMemory(), code, Optional::of, "x86_64", arn -> {});
    private final Concurrency concurrency = Concurrency.create(
            registry,
            Counting.create(CountingLimits.DEFAULTS, time.ports()),
            Assignment.create(
                    AssignmentLimits.DEFAULTS,
                    Placement.create(PlacementPolicy.DEFAULTS, time.ports()),
                    ScalingControl.none(),
                    time.ports()),
            ConcurrencyStore.inMemory(),
            time.ports());
    private final AwsApi api = LambdaApi.create(
            registry,
            concurrency,
            Mappings.create(
                    MappingStore.inMemory(),
                    registry,
                    arn -> new Mappings.Sources.Queue(arn.endsWith(".fifo"), 30),
                    new Mappings.Listener() {
                        @Override
                        public void changed(EventSourceMapping mapping) {}

                        @Override
                        public void deleted(String uuid) {}
                    },
                    time.ports()),
            CodeLinks.create(time.ports(), () -> "http://127.0.0.1:4566", code),
            UrlNames.local("us-east-1", 4566));

    /** Calls an operation by its name, as the edge does. */
    private <O> O call(String name, SdkPojo request, Class<O> response) {
        Operation<?, ?> operation = api.operations().stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow();
        return response.cast(handled(operation, request));
    }

    @SuppressWarnings("unchecked")
    private static <I extends SdkPojo> SdkPojo handled(Operation<I, ?> operation, SdkPojo request) {
        return operation.handler().handle(new Call("id", "key", SCOPE, "http://localhost"), (I) request);
    }

    private static CreateFunctionRequest.Builder hello() {
        return CreateFunctionRequest.builder()
                .functionName("hello")
                .runtime("python3.11")
                .handler("app.handler")
                .role("arn:aws:iam::000000000000:role/any")
                .code(c -> c.zipFile(SdkBytes.fromByteArray(SignedCodeLinksTest.zip())));
    }

    private CreateFunctionResponse create(CreateFunctionRequest.Builder request) {
        return call("CreateFunction", request.build(), CreateFunctionResponse.class);
    }

    private GetFunctionResponse get() {
        return call(
                "GetFunction",
                GetFunctionRequest.builder().functionName("hello").build(),
                GetFunctionResponse.class);
    }

    @Test
    void aNewFunctionHasLambdasDefaults() {
        CreateFunctionResponse created = create(hello());
        assertThat(created.functionArn()).isEqualTo(ARN);
        assertThat(created.version()).isEqualTo("$LATEST");
        assertThat(created.state()).isEqualTo(State.PENDING);
        assertThat(created.stateReasonCode()).isEqualTo(StateReasonCode.CREATING);
        assertThat(created.lastUpdateStatus()).isNull();
        assertThat(created.lastModified()).isEqualTo("2026-11-23T15:00:00.000+0000");
        assertThat(created.timeout()).isEqualTo(3);
        assertThat(created.memorySize()).isEqualTo(128);
        assertThat(created.ephemeralStorage().size()).isEqualTo(512);
        assertThat(created.architectures()).containsExactly(Architecture.X86_64);
        assertThat(created.tracingConfig().mode()).isEqualTo(TracingMode.PASS_THROUGH);
        assertThat(created.snapStart().optimizationStatus()).isEqualTo(SnapStartOptimizationStatus.OFF);
        assertThat(created.loggingConfig().logGroup()).isEqualTo("/aws/lambda/hello");
        assertThat(created.environment()).isNull();
        assertThat(created.vpcConfig()).isNull();
        assertThat(created.codeSha256()).matches("[A-Za-z0-9+/]{43}=");
        assertThat(created.codeSize()).isEqualTo(SignedCodeLinksTest.zip().length);
        assertThat(created.runtimeVersionConfig().runtimeVersionArn())
                .matches("arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}");
    }

    @Test
    void whatWasSaidComesBack() {
        create(hello().description("says hello")
                .timeout(30)
                .memorySize(512)
                .environment(e -> e.variables(Map.of("KEY", "value")))
                .deadLetterConfig(d -> d.targetArn("arn:aws:sqs:us-east-1:000000000000:dead"))
                .tracingConfig(t -> t.mode("Active"))
                .kmsKeyArn("arn:aws:kms:us-east-1:000000000000:key/1")
                .vpcConfig(v -> v.subnetIds("subnet-1").securityGroupIds("sg-1"))
                .ephemeralStorage(s -> s.size(1024))
                .loggingConfig(l -> l.logGroup("mine").logFormat("JSON"))
                .tags(Map.of("a", "1")));
        time.settle();
        GetFunctionResponse got = get();
        FunctionConfiguration configuration = got.configuration();
        assertThat(configuration.state()).isEqualTo(State.ACTIVE);
        assertThat(configuration.lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        assertThat(configuration.stateReason()).isNull();
        assertThat(configuration.description()).isEqualTo("says hello");
        assertThat(configuration.timeout()).isEqualTo(30);
        assertThat(configuration.memorySize()).isEqualTo(512);
        assertThat(configuration.environment().variables()).containsExactly(Map.entry("KEY", "value"));
        assertThat(configuration.deadLetterConfig().targetArn()).endsWith(":dead");
        assertThat(configuration.tracingConfig().mode()).isEqualTo(TracingMode.ACTIVE);
        assertThat(configuration.kmsKeyArn()).endsWith("key/1");
        assertThat(configuration.vpcConfig().subnetIds()).containsExactly("subnet-1");
        assertThat(configuration.ephemeralStorage().size()).isEqualTo(1024);
        assertThat(configuration.loggingConfig().logGroup()).isEqualTo("mine");
        assertThat(configuration.loggingConfig().systemLogLevelAsString()).isEqualTo("INFO");
        assertThat(got.tags()).containsExactly(Map.entry("a", "1"));
        assertThat(got.code().repositoryType()).isEqualTo("S3");
        assertThat(got.code().location()).startsWith("http://127.0.0.1:4566/_hearth/code/");
    }

    @Test
    void anEmptyEnvironmentAndAnEmptyDeadLetterClear() {
        create(hello().environment(e -> e.variables(Map.of("KEY", "value")))
                .deadLetterConfig(d -> d.targetArn("arn:aws:sqs:us-east-1:000000000000:dead")));
        time.settle();
        UpdateFunctionConfigurationResponse updated = call(
                "UpdateFunctionConfiguration",
                UpdateFunctionConfigurationRequest.builder()
                        .functionName("hello")
                        .environment(e -> e.variables(Map.of()))
                        .deadLetterConfig(d -> d.targetArn(""))
                        .layers(List.of())
                        .build(),
                UpdateFunctionConfigurationResponse.class);
        assertThat(updated.environment()).isNull();
        assertThat(updated.deadLetterConfig()).isNull();
        assertThat(updated.lastUpdateStatus()).isEqualTo(LastUpdateStatus.IN_PROGRESS);
        assertThat(updated.handler()).isEqualTo("app.handler");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello:$LATEST", ARN + ":$LATEST"})
    void aQualifiedNameIsAnsweredWithAQualifiedArn(String name) {
        create(hello());
        GetFunctionResponse got = call(
                "GetFunction", GetFunctionRequest.builder().functionName(name).build(), GetFunctionResponse.class);
        assertThat(got.configuration().functionArn()).isEqualTo(ARN + ":$LATEST");
    }

    @Test
    void listsTellNoState() {
        create(hello());
        ListFunctionsResponse list =
                call("ListFunctions", ListFunctionsRequest.builder().build(), ListFunctionsResponse.class);
        assertThat(list.functions()).hasSize(1);
        assertThat(list.nextMarker()).isNull();
        assertThat(list.functions().getFirst().functionArn()).isEqualTo(ARN);
        assertThat(list.functions().getFirst().state()).isNull();
        ListFunctionsResponse all = call(
                "ListFunctions",
                ListFunctionsRequest.builder().functionVersion("ALL").build(),
                ListFunctionsResponse.class);
        assertThat(all.functions().getFirst().functionArn()).isEqualTo(ARN + ":$LATEST");
        ListVersionsByFunctionResponse versions = call(
                "ListVersionsByFunction",
                ListVersionsByFunctionRequest.builder().functionName("hello").build(),
                ListVersionsByFunctionResponse.class);
        assertThat(versions.versions().getFirst().version()).isEqualTo("$LATEST");
    }

    @Test
    void whatAFunctionCannotHaveIsToldAsAbsent() {
        create(hello());
        GetFunctionCodeSigningConfigResponse signing = call(
                "GetFunctionCodeSigningConfig",
                GetFunctionCodeSigningConfigRequest.builder()
                        .functionName("hello")
                        .build(),
                GetFunctionCodeSigningConfigResponse.class);
        assertThat(signing.codeSigningConfigArn()).isNull();
        assertThat(signing.functionName()).isEqualTo("hello");
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> call(
                        "GetPolicy",
                        GetPolicyRequest.builder().functionName("hello").build(),
                        Object.class))
                .withMessage("The resource you requested does not exist.");
    }

    @Test
    void tagsAndUsageAreReal() {
        create(hello());
        call(
                "TagResource",
                TagResourceRequest.builder()
                        .resource(ARN)
                        .tags(Map.of("b", "2"))
                        .build(),
                Object.class);
        assertThat(call("ListTags", ListTagsRequest.builder().resource(ARN).build(), ListTagsResponse.class)
                        .tags())
                .containsExactly(Map.entry("b", "2"));
        GetAccountSettingsResponse account = call(
                "GetAccountSettings", GetAccountSettingsRequest.builder().build(), GetAccountSettingsResponse.class);
        assertThat(account.accountUsage().functionCount()).isEqualTo(1);
        assertThat(account.accountUsage().totalCodeSize()).isEqualTo(SignedCodeLinksTest.zip().length);
        assertThat(account.accountLimit().codeSizeUnzipped()).isEqualTo(262_144_000);
        DeleteFunctionResponse deleted = call(
                "DeleteFunction",
                DeleteFunctionRequest.builder().functionName("hello").build(),
                DeleteFunctionResponse.class);
        assertThat(deleted.statusCode()).isEqualTo(204);
    }

    static Stream<Arguments> unserved() {
        return Stream.of(
                arguments(
                        "Code.S3Bucket", change(r -> r.code(c -> c.s3Bucket("b").s3Key("k")))),
                arguments("DurableConfig", change(r -> r.durableConfig(d -> d.executionTimeout(1)))),
                arguments(
                        "FileSystemConfigs",
                        change(r -> r.fileSystemConfigs(FileSystemConfig.builder()
                                .arn("a")
                                .localMountPath("/mnt/x")
                                .build()))));
    }

    private static Consumer<CreateFunctionRequest.Builder> change(Consumer<CreateFunctionRequest.Builder> change) {
        return change;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unserved")
    void whatIsNotServedIsRefusedByName(String what, Consumer<CreateFunctionRequest.Builder> change) {
        CreateFunctionRequest.Builder request = hello();
        change.accept(request);
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> create(request))
                .withMessage(what + " is not served by this Hearth yet.");
        assertThat(registry.list(null, null).functions()).isEmpty();
    }

    @Test
    void anImageForAZipFunctionIsRefusedAsLambdaDoes() {
        create(hello());
        time.settle();
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> call(
                        "UpdateFunctionCode",
                        UpdateFunctionCodeRequest.builder()
                                .functionName("hello")
                                .imageUri("x")
                                .build(),
                        Object.class))
                .withMessage("Please don't provide ImageUri when updating a function with packageType Zip.");
    }
}
