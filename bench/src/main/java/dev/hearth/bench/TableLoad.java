package dev.hearth.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What clients ask that do one operation over and over on one table, with random keys. Every put changes its item: one
 * that finds what it brings may be over without a write to the disk.
 */
final class TableLoad {

    /** What is done. */
    enum Operation {
        PUT_ITEM("PutItem"),
        GET_ITEM("GetItem"),
        QUERY("Query");

        private final String name;

        Operation(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Items of one partition key; a query finds them all. */
    private static final int PARTITION = 10;

    private static final String TEXT = "x".repeat(999);

    /** How many different reads there are. */
    private static final int READS = 1_000;

    /** How often each item is put, with another text each time. */
    private static final int VERSIONS = 2;

    private TableLoad() {}

    /** Makes the table and {@code items} in it. */
    static void fill(Signer signer, int items) {
        try (TableClient client = new TableClient(signer)) {
            client.createTable();
            for (int i = 0; i < items; i++) {
                client.call("PutItem", put(i, VERSIONS));
            }
        }
    }

    private static String key(int item) {
        return "\"id\":{\"S\":\"partition-" + item / PARTITION + "\"},\"at\":{\"N\":\"" + item % PARTITION + "\"}";
    }

    private static String put(int item, int version) {
        return "{\"TableName\":\"" + TableClient.TABLE + "\",\"Item\":{" + key(item) + ",\"text\":{\"S\":\"" + version
                + TEXT + "\"},\"list\":{\"L\":[{\"N\":\"1\"},{\"BOOL\":true}]}}}";
    }

    private static String read(Operation operation, int item) {
        return switch (operation) {
            case PUT_ITEM -> throw new IllegalArgumentException("it writes");
            case GET_ITEM -> "{\"TableName\":\"" + TableClient.TABLE + "\",\"Key\":{" + key(item) + "}}";
            case QUERY ->
                "{\"TableName\":\"" + TableClient.TABLE + "\",\"KeyConditionExpression\":\"id = :id AND #at >= :from\","
                        + "\"ExpressionAttributeNames\":{\"#at\":\"at\"},\"ExpressionAttributeValues\":{\":id\":{\"S\":"
                        + "\"partition-" + item / PARTITION + "\"},\":from\":{\"N\":\"5\"}}}";
        };
    }

    /** Signed requests with random keys, one behind the other. */
    static byte[] requests(Signer signer, Operation operation, int items) {
        SplittableRandom random = new SplittableRandom(1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String request : operation == Operation.PUT_ITEM ? puts(random, items) : reads(random, operation, items)) {
            byte[] body = request.getBytes(StandardCharsets.UTF_8);
            all.writeBytes(signer.request("dynamodb", "POST", "/", TableClient.headers(operation.toString()), body));
        }
        return all.toByteArray();
    }

    /** All items in random order, and then all again. */
    private static List<String> puts(SplittableRandom random, int items) {
        List<Integer> order = IntStream.range(0, items).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(order, Random.from(random));
        return IntStream.range(0, items * VERSIONS)
                .mapToObj(i -> put(order.get(i % items), i / items))
                .toList();
    }

    private static List<String> reads(SplittableRandom random, Operation operation, int items) {
        return IntStream.range(0, READS)
                .mapToObj(_ -> read(operation, random.nextInt(items)))
                .toList();
    }
}
