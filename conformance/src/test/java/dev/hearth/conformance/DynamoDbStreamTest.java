package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;

/** A table's stream, read by a client and by a function. */
@ExtendWith(SharedHearth.class)
@SuppressWarnings("unchecked") // the SDK's methods that take any number of lambdas
class DynamoDbStreamTest {

    private static final String TELLER = """
            def handler(event, context):
                for record in event["Records"]:
                    new = record["dynamodb"].get("NewImage", {}).get("n", {}).get("N")
                    old = record["dynamodb"].get("OldImage", {}).get("n", {}).get("N")
                    key = record["dynamodb"]["Keys"]["id"]["S"]
                    print("saw", record["eventName"], key, old, new, record["eventSource"])
            """;

    private final Hearth hearth;
    private final DynamoDbClient dynamo;
    private final DynamoDbStreamsClient streams;

    DynamoDbStreamTest(Hearth hearth) {
        this.hearth = hearth;
        this.dynamo = new Clients(hearth.endpoint(), hearth.keys()).dynamoDb();
        this.streams = new Clients(hearth.endpoint(), hearth.keys()).dynamoDbStreams();
    }

    private String table() {
        String table = "streamed-" + UUID.randomUUID();
        dynamo.createTable(create -> create.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(each -> each.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(each -> each.attributeName("id").keyType(KeyType.HASH))
                .streamSpecification(
                        each -> each.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
        return table;
    }

    private String stream(String table) {
        return dynamo.describeTable(describe -> describe.tableName(table))
                .table()
                .latestStreamArn();
    }

    private void put(String table, String id, int n) {
        dynamo.putItem(put -> put.tableName(table)
                .item(Map.of("id", AttributeValue.fromS(id), "n", AttributeValue.fromN(Integer.toString(n)))));
    }

    @Test
    void aClientReadsWhatChanged() {
        String table = table();
        put(table, "a", 1);
        put(table, "a", 2);
        dynamo.deleteItem(delete -> delete.tableName(table).key(Map.of("id", AttributeValue.fromS("a"))));

        String arn = streams.listStreams(list -> list.tableName(table))
                .streams()
                .getFirst()
                .streamArn();
        assertThat(arn).isEqualTo(stream(table));
        List<Shard> shards = streams.describeStream(describe -> describe.streamArn(arn))
                .streamDescription()
                .shards();
        assertThat(shards).hasSize(1);
        String iterator = streams.getShardIterator(get -> get.streamArn(arn)
                        .shardId(shards.getFirst().shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        List<Record> records =
                streams.getRecords(get -> get.shardIterator(iterator)).records();
        assertThat(records)
                .extracting(Record::eventName)
                .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
        assertThat(records.get(1).dynamodb().oldImage()).containsEntry("n", AttributeValue.fromN("1"));
        assertThat(records.get(1).dynamodb().newImage()).containsEntry("n", AttributeValue.fromN("2"));
        String behind = streams.getShardIterator(get -> get.streamArn(arn)
                        .shardId(shards.getFirst().shardId())
                        .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .sequenceNumber(records.get(1).dynamodb().sequenceNumber()))
                .shardIterator();
        assertThat(streams.getRecords(get -> get.shardIterator(behind)).records())
                .hasSize(1);
        dynamo.deleteTable(delete -> delete.tableName(table));
    }

    @Test
    void aFunctionIsInvokedWithWhatChanged() {
        String table = table();
        try (Function function = Function.python(hearth, TELLER)) {
            String mapping = hearth.lambda()
                    .createEventSourceMapping(create -> create.functionName(function.name())
                            .eventSourceArn(stream(table))
                            .startingPosition(EventSourcePosition.TRIM_HORIZON)
                            .batchSize(10))
                    .uuid();
            put(table, "a", 1);
            put(table, "a", 2);

            heard(function, "saw INSERT a None 1 aws:dynamodb");
            heard(function, "saw MODIFY a 1 2 aws:dynamodb");
            hearth.lambda().deleteEventSourceMapping(delete -> delete.uuid(mapping));
        }
        dynamo.deleteTable(delete -> delete.tableName(table));
    }

    private void heard(Function function, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(hearth.logs()
                                .filterLogEvents(request -> request.logGroupName("/aws/lambda/" + function.name()))
                                .events())
                        .anyMatch(event -> event.message().contains(text)));
    }
}
