package dev.hearth.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What clients ask that do one operation over and over on one table, with random keys. */
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

    private static final String TEXT = "x".repeat(1_000);

    /** How many different ones there are. */
    private static final int REQUESTS = 1_000;

    private TableLoad() {}

    /** Makes the table and {@code items} in it. */
    static void fill(Signer signer, int items) {
        try (TableClient client = new TableClient(signer)) {
            client.createTable();
            for (int i = 0; i < items; i++) {
                client.call("PutItem", put(i));
            }
        }
    }

    private static String key(int item) {
        return "\"id\":{\"S\":\"partition-" + item / PARTITION + "\"},\"at\":{\"N\":\"" + item % PARTITION + "\"}";
    }

    private static String put(int item) {
        return "{\"TableName\":\"" + TableClient.TABLE + "\",\"Item\":{" + key(item) + ",\"text\":{\"S\":\"" + TEXT
                + "\"},\"list\":{\"L\":[{\"N\":\"1\"},{\"BOOL\":true}]}}}";
    }

    private static String request(Operation operation, int item) {
        return switch (operation) {
            case PUT_ITEM -> put(item);
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
        for (int i = 0; i < REQUESTS; i++) {
            byte[] body = request(operation, random.nextInt(items)).getBytes(StandardCharsets.UTF_8);
            all.writeBytes(signer.request("dynamodb", "POST", "/", TableClient.headers(operation.toString()), body));
        }
        return all.toByteArray();
    }
}
