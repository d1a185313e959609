package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.aws.apigateway.RestApis;
import dev.hearth.aws.apigatewayv2.HttpApis;
import dev.hearth.aws.cloudformation.CloudFormationApi;
import dev.hearth.aws.dynamodb.DynamoDbApi;
import dev.hearth.aws.ec2.Ec2Api;
import dev.hearth.aws.events.EventsApi;
import dev.hearth.aws.iam.IamApi;
import dev.hearth.aws.lambda.CodeLinks;
import dev.hearth.aws.lambda.LambdaApi;
import dev.hearth.aws.lambda.UrlNames;
import dev.hearth.aws.logs.LogsApi;
import dev.hearth.aws.s3.S3Api;
import dev.hearth.aws.scheduler.SchedulerApi;
import dev.hearth.aws.sns.SnsApi;
import dev.hearth.aws.sqs.SqsApi;
import dev.hearth.aws.ssm.SsmApi;
import dev.hearth.aws.sts.StsApi;
import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.apigateway.ApiGateway;
import dev.hearth.neighbours.apigateway.ApiStore;
import dev.hearth.neighbours.apigateway.Functions;
import dev.hearth.neighbours.apigateway.HttpCaller;
import dev.hearth.neighbours.cloudformation.CloudFormation;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import dev.hearth.neighbours.ec2.Ec2;
import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.KeyRing;
import dev.hearth.neighbours.iam.Sessions;
import dev.hearth.neighbours.s3.S3;
import dev.hearth.neighbours.scheduler.Scheduler;
import dev.hearth.neighbours.sns.Sns;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.neighbours.ssm.Ssm;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.logs.Logs;
import dev.hearth.services.registry.Mappings;
import dev.hearth.services.registry.Registry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final Path PAGE = Path.of("../docs/COVERAGE.md");
    private static final String RENEW = "./mvnw -pl aws -am test -Dtest=CoverageTest -Dhearth.renew=true"
            + " -Dsurefire.failIfNoSpecifiedTests=false";

    @Test
    void thePageSaysWhatIsBuilt() throws IOException {
        List<AwsApi> apis = new ArrayList<>(List.of(
                LambdaApi.create(
                        absent(Registry.class),
                        absent(Concurrency.class),
                        absent(Mappings.class),
                        absent(CodeLinks.class),
                        absent(UrlNames.class)),
                LogsApi.create(absent(Logs.class)),
                StsApi.create(
                        () -> absent(Iam.class),
                        absent(KeyRing.class),
                        absent(Sessions.class),
                        absent(DecisionPoint.class)),
                SqsApi.create(absent(Sqs.class)),
                SnsApi.create(absent(Sns.class)),
                EventsApi.create(absent(Events.class)),
                Ec2Api.create(absent(Ec2.class)),
                SchedulerApi.create(absent(Scheduler.class)),
                RestApis.create(gateway()),
                HttpApis.create(gateway()),
                CloudFormationApi.create(absent(CloudFormation.class)),
                IamApi.create(absent(Iam.class)),
                SsmApi.create(absent(Ssm.class))));
        apis.addAll(DynamoDbApi.create(() -> absent(DynamoDb.class)));
        String now = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        String wanted = CoveragePage.of(apis, List.of(s3()), now, RENEW);
        if (Boolean.getBoolean("hearth.renew")) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/COVERAGE.md is stale; renew it with: %s", RENEW)
                .isEqualTo(wanted);
    }

    @Test
    void everyOperationOfApiGatewaysHasItsTypes() {
        for (AwsApi api : List.of(RestApis.create(gateway()), HttpApis.create(gateway()))) {
            for (Operation<?, ?> operation : api.operations()) {
                assertThat(operation.request().get()).isNotNull();
            }
        }
    }

    @Test
    void everyOperationOfS3HasItsPlaceInTheModel() {
        assertThat(ApiModel.load("s3").operations()).containsKeys(s3().built().toArray(String[]::new));
    }

    private static StreamApi s3() {
        return S3Api.create(
                () -> absent(S3.class), TestPorts.real(1).time(), new AwsScope("000000000000", "us-east-1"));
    }

    /** The gateway tells what it has built, over nothing. */
    private static ApiGateway gateway() {
        return ApiGateway.create(
                ApiStore.inMemory(),
                absent(Functions.class),
                absent(HttpCaller.class),
                id -> id,
                TestPorts.real(1),
                new AwsScope("000000000000", "us-east-1"));
    }

    /** Stands where a service would: an API tells what it has built without asking one. */
    private static <T> T absent(Class<T> service) {
        Object nobody =
                Proxy.newProxyInstance(service.getClassLoader(), new Class<?>[] {service}, (self, method, args) -> {
                    throw new IllegalStateException("Nobody is here to " + method.getName());
                });
        return service.cast(nobody);
    }
}
