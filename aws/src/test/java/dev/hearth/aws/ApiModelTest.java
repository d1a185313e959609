package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.protocols.core.OperationInfo;

/**
 * The resources {@code api-*.txt} against the SDK: every operation that the SDK has must be there, with its place.
 * Statuses and operations that are newer than the SDK are kept by hand, because the SDK does not know them.
 */
class ApiModelTest {

    private static final Path RESOURCES = Path.of("src/main/resources/dev/hearth/aws");
    private static final String RENEW = "./mvnw -pl aws -am test -Dtest=ApiModelTest -Dhearth.renew=true"
            + " -Dsurefire.failIfNoSpecifiedTests=false";

    @ParameterizedTest
    @CsvSource({
        "lambda, software.amazon.awssdk.services.lambda.LambdaClient",
        "logs, software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient",
        "sts, software.amazon.awssdk.services.sts.StsClient",
        "sqs, software.amazon.awssdk.services.sqs.SqsClient",
        "sns, software.amazon.awssdk.services.sns.SnsClient",
        "events, software.amazon.awssdk.services.eventbridge.EventBridgeClient",
        "iam, software.amazon.awssdk.services.iam.IamClient",
        "ssm, software.amazon.awssdk.services.ssm.SsmClient",
        "ec2, software.amazon.awssdk.services.ec2.Ec2Client",
        "cloudformation, software.amazon.awssdk.services.cloudformation.CloudFormationClient",
        "scheduler, software.amazon.awssdk.services.scheduler.SchedulerClient",
        "apigateway, software.amazon.awssdk.services.apigateway.ApiGatewayClient",
        "apigatewayv2, software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client",
        "s3, software.amazon.awssdk.services.s3.S3Client",
        "dynamodb, software.amazon.awssdk.services.dynamodb.DynamoDbClient",
        "dynamodbstreams, software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient",
    })
    void theResourceSaysWhatTheSdkSays(String service, Class<?> client) throws IOException {
        Path file = RESOURCES.resolve("api-" + service + ".txt");
        List<String> lines = Files.readAllLines(file);
        List<String> wanted = renewed(lines, ApiModel.parse(lines), new SdkModel(client).operations());
        if (Boolean.getBoolean("hearth.renew")) {
            Files.write(file, wanted);
        }
        assertThat(Files.readAllLines(file))
                .as("%s is stale; renew it with: %s", file, RENEW)
                .isEqualTo(wanted);
        assertThat(ApiModel.load(service).operations()).hasSizeGreaterThan(3);
    }

    private static List<String> renewed(
            List<String> lines, ApiModel model, Map<String, SdkModel.SdkOperation> operations) {
        Map<String, String> wanted = new TreeMap<>();
        model.operations()
                .forEach((name, known) -> wanted.put(
                        name,
                        name + " " + known.method() + " " + known.template().text() + " " + known.status()));
        operations.forEach((name, operation) -> {
            OperationInfo binding = operation.binding();
            OperationModel known = model.operations().get(name);
            int status = known == null ? 200 : known.status();
            // S3's bucket is a part of the host there, which leaves nothing of some paths.
            String uri = binding.requestUri().startsWith("/") ? binding.requestUri() : "/" + binding.requestUri();
            wanted.put(name, name + " " + binding.httpMethod() + " " + uri + " " + status);
        });
        List<String> renewed = new ArrayList<>(
                lines.stream().filter(line -> line.split(" ").length != 4).toList());
        renewed.addAll(wanted.values());
        return renewed;
    }
}
