package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** DynamoDB, with the SDK for Java, the AWS CLI and boto3. */
@ExtendWith(SharedHearth.class)
@SuppressWarnings("unchecked") // the SDK's methods that take any number of lambdas
class DynamoDbTest {

    private final Hearth hearth;
    private final DynamoDbClient dynamo;
    private final String table = "t-" + UUID.randomUUID();

    @TempDir
    private Path home;

    DynamoDbTest(Hearth hearth) {
        this.hearth = hearth;
        this.dynamo = new Clients(hearth.endpoint(), hearth.keys()).dynamoDb();
        dynamo.createTable(create -> create.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("id", ScalarAttributeType.S), attribute("pos", ScalarAttributeType.N))
                .keySchema(key("id", KeyType.HASH), key("pos", KeyType.RANGE)));
        dynamo.waiter().waitUntilTableExists(describe -> describe.tableName(table));
    }

    @AfterEach
    void deleteTable() {
        dynamo.deleteTable(delete -> delete.tableName(table));
        dynamo.waiter().waitUntilTableNotExists(describe -> describe.tableName(table));
        dynamo.close();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static Map<String, AttributeValue> key(String id, int pos) {
        return Map.of("id", AttributeValue.fromS(id), "pos", AttributeValue.fromN(Integer.toString(pos)));
    }

    private static Map<String, AttributeValue> item(String id, int pos, String text) {
        return Map.of(
                "id", AttributeValue.fromS(id),
                "pos", AttributeValue.fromN(Integer.toString(pos)),
                "text", AttributeValue.fromS(text));
    }

    private void put(String id, int pos, String text) {
        dynamo.putItem(put -> put.tableName(table).item(item(id, pos, text)));
    }

    @Test
    void itemsAreWrittenUnderConditionsUpdatedAndGone() {
        put("a", 1, "one");
        assertThatThrownBy(() -> dynamo.putItem(put -> put.tableName(table)
                        .item(item("a", 1, "two"))
                        .conditionExpression("attribute_not_exists(id)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .isInstanceOfSatisfying(
                        ConditionalCheckFailedException.class,
                        refused -> assertThat(refused.item()).isEqualTo(item("a", 1, "one")));

        Map<String, AttributeValue> updated = dynamo.updateItem(update -> update.tableName(table)
                        .key(key("a", 1))
                        .updateExpression("SET #n = if_not_exists(#n, :zero) + :one, tags = :tags REMOVE missed")
                        .expressionAttributeNames(Map.of("#n", "count"))
                        .expressionAttributeValues(Map.of(
                                ":zero", AttributeValue.fromN("0"),
                                ":one", AttributeValue.fromN("1.50"),
                                ":tags", AttributeValue.fromSs(List.of("x", "y"))))
                        .returnValues(ReturnValue.UPDATED_NEW))
                .attributes();
        assertThat(updated)
                .containsEntry("count", AttributeValue.fromN("1.5"))
                .containsKey("tags")
                .doesNotContainKey("text");
        assertThat(dynamo.getItem(get -> get.tableName(table).key(key("a", 1))).item())
                .containsEntry("text", AttributeValue.fromS("one"));
        assertThat(dynamo.deleteItem(delete ->
                                delete.tableName(table).key(key("a", 1)).returnValues(ReturnValue.ALL_OLD))
                        .attributes())
                .containsKey("count");
        assertThat(dynamo.getItem(get -> get.tableName(table).key(key("a", 1))).hasItem())
                .isFalse();
    }

    @Test
    void queriesAreInOrderAndInPages() {
        for (int pos : new int[] {10, -1, 3, 200}) {
            put("a", pos, "p" + pos);
        }
        List<String> found = dynamo
                .queryPaginator(query -> query.tableName(table)
                        .limit(2)
                        .scanIndexForward(false)
                        .keyConditionExpression("id = :id AND pos > :from")
                        .filterExpression("#t <> :not")
                        .expressionAttributeNames(Map.of("#t", "text"))
                        .expressionAttributeValues(Map.of(
                                ":id", AttributeValue.fromS("a"),
                                ":from", AttributeValue.fromN("-1"),
                                ":not", AttributeValue.fromS("p10"))))
                .items()
                .stream()
                .map(each -> each.get("pos").n())
                .toList();

        assertThat(found).containsExactly("200", "3");
    }

    @Test
    void batchesAndParallelScansHaveEverythingOnce() {
        for (int batch = 0; batch < 4; batch++) {
            int first = batch * 25;
            List<WriteRequest> writes = IntStream.range(first, first + 25)
                    .mapToObj(i -> WriteRequest.builder()
                            .putRequest(put -> put.item(item("id-" + i, i, "x")))
                            .build())
                    .toList();
            assertThat(dynamo.batchWriteItem(write -> write.requestItems(Map.of(table, writes)))
                            .unprocessedItems())
                    .isEmpty();
        }
        Set<String> found = new HashSet<>();
        int scanned = 0;
        for (int segment = 0; segment < 4; segment++) {
            int which = segment;
            for (Map<String, AttributeValue> each : dynamo.scanPaginator(scan -> scan.tableName(table)
                            .segment(which)
                            .totalSegments(4)
                            .limit(9))
                    .items()) {
                found.add(each.get("id").s());
                scanned++;
            }
        }
        assertThat(found).hasSize(100);
        assertThat(scanned).isEqualTo(100);
        assertThat(dynamo.batchGetItem(get -> get.requestItems(Map.of(
                                table,
                                software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes.builder()
                                        .keys(key("id-1", 1), key("id-7", 7), key("none", 0))
                                        .build())))
                        .responses()
                        .get(table))
                .hasSize(2);
    }

    @Test
    void transactionsAreWholeAndSayWhyNot() {
        put("a", 1, "one");
        assertThatThrownBy(() -> dynamo.transactWriteItems(write -> write.transactItems(
                        part -> part.put(put -> put.tableName(table).item(item("b", 1, "new"))),
                        part -> part.conditionCheck(check -> check.tableName(table)
                                .key(key("a", 1))
                                .conditionExpression("#t = :other")
                                .expressionAttributeNames(Map.of("#t", "text"))
                                .expressionAttributeValues(Map.of(":other", AttributeValue.fromS("two")))))))
                .isInstanceOfSatisfying(
                        TransactionCanceledException.class,
                        cancelled -> assertThat(cancelled.cancellationReasons())
                                .extracting(reason -> reason.code())
                                .containsExactly("None", "ConditionalCheckFailed"));
        assertThat(dynamo.getItem(get -> get.tableName(table).key(key("b", 1))).hasItem())
                .isFalse();

        for (int i = 0; i < 2; i++) {
            dynamo.transactWriteItems(write -> write.clientRequestToken("once")
                    .transactItems(part -> part.update(update -> update.tableName(table)
                            .key(key("a", 1))
                            .updateExpression("ADD hits :one")
                            .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))))));
        }
        assertThat(dynamo.transactGetItems(get -> get.transactItems(
                                part -> part.get(one -> one.tableName(table).key(key("a", 1)))))
                        .responses()
                        .getFirst()
                        .item())
                .containsEntry("hits", AttributeValue.fromN("1"));
    }

    @Test
    void anIndexThatComesLaterIsFilledAndFollows() {
        for (int i = 0; i < 30; i++) {
            put("id-" + i, i, i % 3 == 0 ? "fizz" : "plain");
        }
        dynamo.updateTable(update -> update.tableName(table)
                .attributeDefinitions(attribute("text", ScalarAttributeType.S))
                .globalSecondaryIndexUpdates(index -> index.create(create -> create.indexName("by-text")
                        .keySchema(key("text", KeyType.HASH), key("pos", KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY)))));
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(dynamo.describeTable(describe -> describe.tableName(table))
                                .table())
                        .satisfies(described -> {
                            assertThat(described.tableStatus()).isEqualTo(TableStatus.ACTIVE);
                            assertThat(described
                                            .globalSecondaryIndexes()
                                            .getFirst()
                                            .indexStatus())
                                    .isEqualTo(IndexStatus.ACTIVE);
                        }));
        put("id-0", 0, "plain");

        List<String> fizz = dynamo
                .queryPaginator(query -> query.tableName(table)
                        .indexName("by-text")
                        .limit(4)
                        .keyConditionExpression("#t = :fizz")
                        .expressionAttributeNames(Map.of("#t", "text"))
                        .expressionAttributeValues(Map.of(":fizz", AttributeValue.fromS("fizz"))))
                .items()
                .stream()
                .map(each -> each.get("pos").n())
                .toList();
        assertThat(fizz).containsExactly("3", "6", "9", "12", "15", "18", "21", "24", "27");
    }

    @Test
    void whatTerraformAndCdkAskForIsKept() {
        String arn = dynamo.describeTable(describe -> describe.tableName(table))
                .table()
                .tableArn();
        dynamo.updateTimeToLive(update -> update.tableName(table)
                .timeToLiveSpecification(wish -> wish.attributeName("until").enabled(true)));
        dynamo.updateContinuousBackups(update -> update.tableName(table)
                .pointInTimeRecoverySpecification(wish -> wish.pointInTimeRecoveryEnabled(true)));
        dynamo.tagResource(tag -> tag.resourceArn(arn).tags(one -> one.key("k").value("v")));
        dynamo.putResourcePolicy(put -> put.resourceArn(arn).policy("{\"Version\":\"2012-10-17\"}"));

        assertThat(dynamo.describeTimeToLive(describe -> describe.tableName(table))
                        .timeToLiveDescription()
                        .attributeName())
                .isEqualTo("until");
        assertThat(dynamo.describeContinuousBackups(describe -> describe.tableName(table))
                        .continuousBackupsDescription()
                        .pointInTimeRecoveryDescription()
                        .pointInTimeRecoveryStatusAsString())
                .isEqualTo("ENABLED");
        assertThat(dynamo.listTagsOfResource(list -> list.resourceArn(arn)).tags())
                .hasSize(1);
        assertThat(dynamo.getResourcePolicy(get -> get.resourceArn(arn)).policy())
                .contains("2012-10-17");
        assertThat(dynamo.describeContributorInsights(describe -> describe.tableName(table))
                        .contributorInsightsStatusAsString())
                .isEqualTo("DISABLED");
        assertThat(dynamo.describeKinesisStreamingDestination(describe -> describe.tableName(table))
                        .kinesisDataStreamDestinations())
                .isEmpty();
        assertThat(dynamo.describeLimits().tableMaxReadCapacityUnits()).isPositive();
        assertThat(dynamo.listTables().tableNames()).contains(table);
    }

    @Test
    void errorsAreAwsOwn() {
        assertThatThrownBy(() ->
                        dynamo.getItem(get -> get.tableName("no-such-table").key(key("a", 1))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Requested resource not found");
        assertThatThrownBy(() -> dynamo.createTable(create -> create.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(attribute("id", ScalarAttributeType.S))
                        .keySchema(key("id", KeyType.HASH))))
                .isInstanceOf(ResourceInUseException.class);
        assertThatThrownBy(() ->
                        dynamo.getItem(get -> get.tableName(table).key(Map.of("id", AttributeValue.fromS("a")))))
                .isInstanceOfSatisfying(DynamoDbException.class, refused -> {
                    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
                    assertThat(refused.awsErrorDetails().errorMessage())
                            .isEqualTo("The provided key element does not match the schema");
                });
    }

    @Test
    void theCommandLineAndBoto3WorkWithIt() {
        CommandLine line = new CommandLine(home);
        List<AwsCli> installed = AwsCli.installed(line);
        org.junit.jupiter.api.Assumptions.assumeTrue(!installed.isEmpty(), "no AWS CLI is installed");
        String keys = "export AWS_ENDPOINT_URL='" + hearth.endpoint() + "' AWS_REGION=us-east-1"
                + " AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID='"
                + hearth.keys().accessKeyId()
                + "' AWS_SECRET_ACCESS_KEY='" + hearth.keys().secretAccessKey() + "' TABLE='" + table + "'\n";

        CommandLine.Result cli = line.bash(keys + installed.getFirst().shellFunction() + """
                aws dynamodb put-item --table-name "$TABLE" --item '{"id":{"S":"cli"},"pos":{"N":"1"},"n":{"N":"1e2"}}'
                aws dynamodb query --table-name "$TABLE" --key-condition-expression 'id = :v' \\
                    --expression-attribute-values '{":v":{"S":"cli"}}' --query 'Items[].n.N' --output text
                """);
        assertThat(cli.out().strip()).as(cli.err()).isEqualTo("100");

        org.junit.jupiter.api.Assumptions.assumeTrue(
                line.bash("python3 -c 'import boto3'").status() == 0, "boto3 is not installed");
        CommandLine.Result boto = line.bash(keys + """
                python3 - <<'EOF'
                import boto3, os
                from boto3.dynamodb.conditions import Key, Attr
                from decimal import Decimal
                resource = boto3.resource("dynamodb", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
                table = resource.Table(os.environ["TABLE"])
                with table.batch_writer() as batch:
                    for i in range(60):
                        deep = {"list": [Decimal("1.5"), b"x", None, True]}
                        batch.put_item(Item={"id": "boto", "pos": i, "deep": deep})
                found = table.query(KeyConditionExpression=Key("id").eq("boto") & Key("pos").gte(50),
                                    FilterExpression=Attr("deep.list[0]").eq(Decimal("1.5")))
                print(found["Count"], found["Items"][0]["deep"]["list"][0])
                EOF
                """);
        assertThat(boto.out().strip()).as(boto.err()).isEqualTo("10 1.5");
    }
}
