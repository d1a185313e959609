package dev.hearth.conformance;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayAsyncClient;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2AsyncClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Stock AWS clients that say at once what happened: they never try again.
 *
 * @param endpoint where they call
 * @param keys who signs
 */
record Clients(URI endpoint, AwsCredentials keys) {

    /**
     * Longer than Lambda's longest init and the longest timeout a test uses, and than a slow machine's longest wait.
     */
    private static final Duration SOCKET_TIMEOUT = Duration.ofMinutes(5);

    static {
        // Otherwise the JDK's client sends a request a second time when the server died under the first.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    LambdaClient lambda() {
        return client(LambdaClient.builder());
    }

    CloudWatchLogsClient logs() {
        return client(CloudWatchLogsClient.builder());
    }

    StsClient sts() {
        return client(StsClient.builder());
    }

    IamClient iam() {
        return client(IamClient.builder());
    }

    SsmClient ssm() {
        return client(SsmClient.builder());
    }

    SqsClient sqs() {
        return client(SqsClient.builder());
    }

    SnsClient sns() {
        return client(SnsClient.builder());
    }

    EventBridgeClient events() {
        return client(EventBridgeClient.builder());
    }

    ApiGatewayClient rest() {
        return client(ApiGatewayClient.builder());
    }

    ApiGatewayV2Client http() {
        return client(ApiGatewayV2Client.builder());
    }

    ApiGatewayManagementApiClient connections() {
        return client(ApiGatewayManagementApiClient.builder());
    }

    S3Client s3() {
        return client(S3Client.builder().forcePathStyle(true));
    }

    SchedulerClient scheduler() {
        return client(SchedulerClient.builder());
    }

    CloudFormationClient cloudFormation() {
        return client(CloudFormationClient.builder());
    }

    DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.builder());
    }

    DynamoDbStreamsClient dynamoDbStreams() {
        return client(DynamoDbStreamsClient.builder());
    }

    /** The asynchronous client, on its own usual HTTP client. */
    LambdaAsyncClient asyncLambda() {
        return asynchronous(LambdaAsyncClient.builder());
    }

    /** For what the JDK's old client cannot send: PATCH. */
    ApiGatewayAsyncClient asyncRest() {
        return asynchronous(ApiGatewayAsyncClient.builder());
    }

    /** As {@link #asyncRest}. */
    ApiGatewayV2AsyncClient asyncHttp() {
        return asynchronous(ApiGatewayV2AsyncClient.builder());
    }

    private <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C asynchronous(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().readTimeout(SOCKET_TIMEOUT))
                .overrideConfiguration(configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(SOCKET_TIMEOUT))
                .overrideConfiguration(configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }
}
