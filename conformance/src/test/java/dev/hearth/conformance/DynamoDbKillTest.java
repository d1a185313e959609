package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * {@code kill -9} of a whole Hearth in the middle of puts, transactions and batches: nothing that was acknowledged is
 * lost, no transaction is there in part, and an index says what its table does. {@code -Dhearth.kills=50} is the long
 * form, {@code -Dhearth.store=postgres} has it on PostgreSQL.
 */
@Tag("slow")
@SuppressWarnings("unchecked") // the SDK's methods that take any number of lambdas
class DynamoDbKillTest {

    private static final int KILLS = Integer.getInteger("hearth.kills", 12);
    private static final int MOST_OF_A_LIFE = 60; // acknowledged
    private static final int LONGEST_LIFE_MILLIS = 60_000;
    private static final int CLIENTS = 6;
    private static final int PARTS = 3;
    private static final String TABLE = "killed";

    @TempDir
    private Path home;

    /** How many of a group's items were. */
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();

    private final AtomicInteger writesAcknowledged = new AtomicInteger();

    @Test
    void nothingAcknowledgedIsLostAndNothingIsThereInPart() throws Exception {
        try (ChosenStore store = ChosenStore.open()) {
            kills(store.options());
        }
    }

    private void kills(String... store) throws Exception {
        long seed = Long.getLong("hearth.seed", System.nanoTime());
        System.out.println("DynamoDbKillTest: -Dhearth.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int kill = 0; kill < KILLS; kill++) {
                int life = kill;
                try (ChildHearth hearth = ChildHearth.start(home, store)) {
                    List<Future<?>> all = IntStream.range(0, CLIENTS)
                            .<Future<?>>mapToObj(i -> clients.submit(() -> client(hearth, life, i)))
                            .toList();
                    live(1 + random.nextInt(MOST_OF_A_LIFE));
                    hearth.kill();
                    for (Future<?> each : all) {
                        each.get();
                    }
                }
            }
        }
        try (ChildHearth hearth = ChildHearth.start(home, store);
                DynamoDbClient dynamo = new Clients(hearth.endpoint(), hearth.keys()).dynamoDb()) {
            check(dynamo);
        }
    }

    /** Until so many more writes are acknowledged, so that a kill does not always come before the first. */
    private void live(int writes) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_LIFE_MILLIS);
        int before = writesAcknowledged.get();
        while (writesAcknowledged.get() < before + writes && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
        }
    }

    private void client(ChildHearth hearth, int life, int number) {
        try (DynamoDbClient dynamo = new Clients(hearth.endpoint(), hearth.keys()).dynamoDb()) {
            createTable(dynamo);
            for (int i = 0; true; i++) {
                String group = life + "-" + number + "-" + i;
                switch (number % 3) {
                    case 0 -> transaction(dynamo, "transaction-" + group);
                    case 1 -> batch(dynamo, "batch-" + group);
                    default -> put(dynamo, "put-" + group);
                }
            }
        } catch (SdkException killed) {
            // What was in flight may or may not have happened.
        }
    }

    private void transaction(DynamoDbClient dynamo, String group) {
        dynamo.transactWriteItems(write -> write.transactItems(IntStream.range(0, PARTS)
                .mapToObj(part -> TransactWriteItem.builder()
                        .put(put -> put.tableName(TABLE).item(item(group, part)))
                        .build())
                .toList()));
        acknowledged.put(group, PARTS);
        writesAcknowledged.incrementAndGet();
    }

    private void batch(DynamoDbClient dynamo, String group) {
        List<WriteRequest> writes = IntStream.range(0, PARTS)
                .mapToObj(part -> WriteRequest.builder()
                        .putRequest(put -> put.item(item(group, part)))
                        .build())
                .toList();
        dynamo.batchWriteItem(write -> write.requestItems(Map.of(TABLE, writes)));
        acknowledged.put(group, PARTS);
        writesAcknowledged.incrementAndGet();
    }

    private void put(DynamoDbClient dynamo, String group) {
        for (int part = 0; part < PARTS; part++) {
            Map<String, AttributeValue> item = item(group, part);
            dynamo.putItem(put -> put.tableName(TABLE).item(item));
            acknowledged.merge(group, 1, Integer::sum);
            writesAcknowledged.incrementAndGet();
        }
    }

    private static Map<String, AttributeValue> item(String group, int part) {
        return Map.of(
                "id", AttributeValue.fromS(group + "/" + part),
                "grp", AttributeValue.fromS(group),
                "text", AttributeValue.fromS("x".repeat(500)));
    }

    private static void createTable(DynamoDbClient dynamo) {
        try {
            dynamo.createTable(create -> create.tableName(TABLE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            each -> each.attributeName("id").attributeType(ScalarAttributeType.S),
                            each -> each.attributeName("grp").attributeType(ScalarAttributeType.S))
                    .keySchema(each -> each.attributeName("id").keyType(KeyType.HASH))
                    .globalSecondaryIndexes(index -> index.indexName("by-group")
                            .keySchema(each -> each.attributeName("grp").keyType(KeyType.HASH))
                            .projection(each -> each.projectionType(ProjectionType.KEYS_ONLY))));
        } catch (ResourceInUseException made) {
            // By another client, or in another life.
        }
    }

    private void check(DynamoDbClient dynamo) {
        Map<String, Integer> parts = counted(dynamo, null);
        assertThat(acknowledged).hasSizeGreaterThan(KILLS);
        assertThat(acknowledged)
                .allSatisfy((group, count) ->
                        assertThat(parts.getOrDefault(group, 0)).as(group).isGreaterThanOrEqualTo(count));
        parts.forEach((group, count) -> {
            if (group.startsWith("transaction")) {
                assertThat(count).as(group).isEqualTo(PARTS);
            }
        });
        assertThat(counted(dynamo, "by-group")).isEqualTo(parts);
        Map<String, Integer> kinds = new TreeMap<>();
        acknowledged.keySet().forEach(group -> kinds.merge(group.substring(0, group.indexOf('-')), 1, Integer::sum));
        System.out.println("DynamoDbKillTest: " + KILLS + " kills, acknowledged " + kinds);
        assertThat(kinds).containsOnlyKeys("batch", "put", "transaction");
    }

    private static Map<String, Integer> counted(DynamoDbClient dynamo, String index) {
        Map<String, Integer> parts = new HashMap<>();
        dynamo.scanPaginator(scan -> scan.tableName(TABLE).indexName(index))
                .items()
                .forEach(each -> parts.merge(each.get("grp").s(), 1, Integer::sum));
        return parts;
    }
}
