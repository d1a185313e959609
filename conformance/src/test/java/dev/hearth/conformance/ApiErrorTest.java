package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** What the APIs refuse, and how, as the AWS SDK for Java understands it. */
@ExtendWith(SharedHearth.class)
class ApiErrorTest {

    private static final String SOURCE = "def handler(e, c):\n    return 1\n";

    private final Hearth hearth;

    ApiErrorTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @Test
    void aWrongSecretIsRefused() {
        try (LambdaClient client =
                hearth.lambdaAs(AwsBasicCredentials.create(hearth.keys().accessKeyId(), "wrong-secret"))) {
            assertThatThrownBy(client::listFunctions).isInstanceOfSatisfying(LambdaException.class, e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isIn("InvalidSignatureException", "SignatureDoesNotMatch");
                assertThat(e.requestId()).isNotEmpty();
            });
        }
    }

    @Test
    void anUnknownKeyIsRefused() {
        try (LambdaClient client = hearth.lambdaAs(AwsBasicCredentials.create("AKIAAAAAAAAAAAAAAAAA", "any"))) {
            assertThatThrownBy(client::listFunctions).isInstanceOfSatisfying(LambdaException.class, e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isIn("UnrecognizedClientException", "InvalidClientTokenId");
            });
        }
    }

    @Test
    void callerIdentityIsTheAccount() {
        assertThat(hearth.sts().getCallerIdentity().account()).isEqualTo("000000000000");
    }

    @Test
    void anOperationThatIsNotBuiltSaysSo() {
        assertThatThrownBy(() -> hearth.logs().describeExportTasks())
                .isInstanceOfSatisfying(CloudWatchLogsException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
                });
    }

    @Test
    void aNameIsTakenOnce() {
        try (Function function = Function.python(hearth, SOURCE)) {
            assertThatThrownBy(() -> create(function.name(), request -> request))
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("Function already exist: " + function.name());
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 3, 512", "10241, 3, 512", "128, 0, 512", "128, 901, 512", "128, 3, 511", "128, 3, 10241"})
    void limitsAreLambdas(int memory, int timeout, int storage) {
        assertThatThrownBy(() -> create(
                        "never",
                        request -> request.memorySize(memory)
                                .timeout(timeout)
                                .ephemeralStorage(size -> size.size(storage))))
                .isInstanceOfSatisfying(
                        LambdaException.class, e -> assertThat(e.statusCode()).isEqualTo(400));
        assertThatThrownBy(() -> hearth.lambda().getFunction(request -> request.functionName("never")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aBrokenZipIsRefused() {
        assertThatThrownBy(() -> create(
                        "never", request -> request.code(code -> code.zipFile(SdkBytes.fromUtf8String("no zip")))))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void programsOfAnotherArchitectureAreRefusedAtCreation() {
        String other = System.getProperty("os.arch").equals("amd64") ? "arm64" : "x86_64";
        assertThatThrownBy(() -> create(
                        "never", request -> request.runtime("provided.al2023").architecturesWithStrings(other)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(other);
    }

    @Test
    void functionsAreListedInPages() {
        List<Function> functions = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                functions.add(Function.python(hearth, SOURCE));
            }
            List<String> names =
                    hearth.lambda().listFunctionsPaginator(request -> request.maxItems(2)).functions().stream()
                            .map(FunctionConfiguration::functionName)
                            .toList();
            assertThat(names)
                    .containsAll(functions.stream().map(Function::name).toList())
                    .doesNotHaveDuplicates();
            assertThat(hearth.lambda()
                            .listFunctions(request -> request.maxItems(2))
                            .functions())
                    .hasSize(2);
        } finally {
            functions.forEach(Function::close);
        }
    }

    @Test
    void tagsAreAddedAndTakenAway() {
        try (Function function = Function.python(hearth, SOURCE)) {
            String arn = hearth.lambda()
                    .getFunctionConfiguration(request -> request.functionName(function.name()))
                    .functionArn();
            hearth.lambda().tagResource(request -> request.resource(arn).tags(Map.of("team", "a", "cost", "1")));
            hearth.lambda().untagResource(request -> request.resource(arn).tagKeys("cost"));

            assertThat(hearth.lambda()
                            .listTags(request -> request.resource(arn))
                            .tags())
                    .isEqualTo(Map.of("team", "a"));
            assertThat(hearth.lambda()
                            .getFunction(request -> request.functionName(arn))
                            .tags())
                    .containsEntry("team", "a");
        }
    }

    private void create(String name, UnaryOperator<CreateFunctionRequest.Builder> more) {
        CreateFunctionRequest.Builder request = CreateFunctionRequest.builder()
                .functionName(name)
                .runtime("python3.11")
                .handler("app.handler")
                .role(Function.ROLE)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(Zip.of("app.py", SOURCE))));
        hearth.lambda().createFunction(more.apply(request).build());
    }
}
