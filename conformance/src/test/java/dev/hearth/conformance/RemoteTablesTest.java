package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;

/** {@code hearth up --tables}: the tables are at another endpoint of DynamoDB's API, here another Hearth's. */
@Tag("slow")
@ExtendWith(SharedHearth.class)
@SuppressWarnings("unchecked") // the SDK's methods that take any number of lambdas
class RemoteTablesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TELLER = """
            def handler(event, context):
                for record in event["Records"]:
                    change = record["dynamodb"]
                    print("saw", record["eventName"], change["NewImage"]["n"]["N"], record["eventSourceARN"])
            """;

    private final Hearth elsewhere;
    private final DynamoDbClient there;
    private final String table = "t-" + UUID.randomUUID();

    @TempDir
    private Path home;

    RemoteTablesTest(Hearth elsewhere) {
        this.elsewhere = elsewhere;
        this.there = new Clients(elsewhere.endpoint(), elsewhere.keys()).dynamoDb();
    }

    private ChildHearth start(String endpoint, String secret) throws IOException {
        Path file = home.resolve(".aws/credentials");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """.formatted(elsewhere.keys().accessKeyId(), secret));
        return ChildHearth.start(home, "--tables", endpoint);
    }

    private static Map<String, AttributeValue> item(int n) {
        return Map.of("id", AttributeValue.fromS("a"), "n", AttributeValue.fromN(Integer.toString(n)));
    }

    private void createTable(DynamoDbClient dynamo) {
        dynamo.createTable(create -> create.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(each -> each.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(each -> each.attributeName("id").keyType(KeyType.HASH))
                .streamSpecification(each -> each.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)));
    }

    @Test
    void tablesAndStreamsAreElsewhere() throws IOException {
        try (ChildHearth hearth =
                        start(elsewhere.endpoint().toString(), elsewhere.keys().secretAccessKey());
                DynamoDbClient dynamo = new Clients(hearth.endpoint(), hearth.keys()).dynamoDb()) {
            createTable(dynamo);
            assertThat(there.listTables().tableNames()).contains(table);
            dynamo.putItem(put -> put.tableName(table).item(item(1)));
            assertThat(there.getItem(get -> get.tableName(table).key(Map.of("id", AttributeValue.fromS("a"))))
                            .item())
                    .isEqualTo(item(1));
            there.putItem(put -> put.tableName(table).item(item(2)));
            assertThat(dynamo.query(query -> query.tableName(table)
                                    .keyConditionExpression("id = :id")
                                    .expressionAttributeValues(Map.of(":id", AttributeValue.fromS("a"))))
                            .items())
                    .containsExactly(item(2));
            refuses(dynamo);
            tellsAFunction(hearth, dynamo);
        }
        there.deleteTable(delete -> delete.tableName(table));
    }

    /** Errors come through with their members. */
    private void refuses(DynamoDbClient dynamo) {
        assertThatThrownBy(() -> dynamo.putItem(
                        put -> put.tableName(table).item(item(3)).conditionExpression("attribute_not_exists(id)")))
                .isInstanceOf(ConditionalCheckFailedException.class);
        assertThatThrownBy(() -> dynamo.transactWriteItems(write -> write.transactItems(each ->
                        each.put(put -> put.tableName(table).item(item(3)).conditionExpression("n > n")))))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("must be distinct");
        assertThatThrownBy(() -> dynamo.transactWriteItems(write -> write.transactItems(each -> each.put(
                        put -> put.tableName(table).item(item(3)).conditionExpression("attribute_not_exists(id)")))))
                .isInstanceOfSatisfying(
                        TransactionCanceledException.class,
                        cancelled -> assertThat(cancelled
                                        .cancellationReasons()
                                        .getFirst()
                                        .code())
                                .isEqualTo("ConditionalCheckFailed"));
        assertThatThrownBy(() -> dynamo.describeTable(describe -> describe.tableName("none-" + table)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private void tellsAFunction(ChildHearth hearth, DynamoDbClient dynamo) {
        Clients clients = new Clients(hearth.endpoint(), hearth.keys());
        String stream = dynamo.describeTable(describe -> describe.tableName(table))
                .table()
                .latestStreamArn();
        LambdaClient lambda = clients.lambda();
        lambda.createFunction(create -> create.functionName("teller")
                .runtime("python3.11")
                .handler("app.handler")
                .role(Function.ROLE)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(Zip.of("app.py", TELLER)))));
        lambda.createEventSourceMapping(create -> create.functionName("teller")
                .eventSourceArn(stream)
                .startingPosition(EventSourcePosition.TRIM_HORIZON));
        there.putItem(put -> put.tableName(table).item(item(4)));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(clients.logs()
                                .filterLogEvents(request -> request.logGroupName("/aws/lambda/teller"))
                                .events())
                        .anyMatch(event -> event.message().contains("saw INSERT 1 " + stream))
                        .anyMatch(event -> event.message().contains("saw MODIFY 4 " + stream)));
    }

    @Test
    void faultsOfTheEndpointAreNotTheCallers() throws IOException {
        String endpoint = elsewhere.endpoint().toString();
        try (ChildHearth hearth = start(endpoint, "wrong".repeat(8));
                DynamoDbClient dynamo = new Clients(hearth.endpoint(), hearth.keys()).dynamoDb()) {
            assertThatThrownBy(dynamo::listTables)
                    .isInstanceOf(InternalServerErrorException.class)
                    .hasMessageContaining(endpoint)
                    .hasMessageContaining("refuses Hearth's credentials");
        }
        try (ChildHearth hearth = start("http://127.0.0.1:1", "any");
                DynamoDbClient dynamo = new Clients(hearth.endpoint(), hearth.keys()).dynamoDb()) {
            assertThatThrownBy(dynamo::listTables)
                    .isInstanceOf(InternalServerErrorException.class)
                    .hasMessageContaining("http://127.0.0.1:1/, does not answer");
        }
        assertThatThrownBy(() -> start("https://user:secret@host", "any")).hasMessageContaining("without credentials");
    }
}
