package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Some clients that do one operation over and over on one table, each with random keys. */
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
    private static final double NANOS_PER_SECOND = 1e9;

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

    /** Requests a second. */
    static double run(Signer signer, Operation operation, int items, int clients, Load.Span span) {
        long from = System.nanoTime() + (long) (span.warmUp() * NANOS_PER_SECOND);
        long to = from + (long) (span.seconds() * NANOS_PER_SECOND);
        List<Future<Long>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                int seed = i;
                all.add(threads.submit(() -> client(signer, operation, items, seed, from, to)));
            }
        }
        long count = 0;
        for (Future<Long> each : all) {
            try {
                count += each.get();
            } catch (ExecutionException e) {
                throw new BenchException("a client failed", e);
            } catch (InterruptedException e) {
                throw new BenchException("interrupted", e);
            }
        }
        return count / span.seconds();
    }

    private static long client(Signer signer, Operation operation, int items, int seed, long from, long to) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] requests = new byte[Math.min(items, 200)][];
        for (int i = 0; i < requests.length; i++) {
            byte[] body = request(operation, random.nextInt(items)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            requests[i] = signer.request("dynamodb", "POST", "/", TableClient.headers(operation.toString()), body);
        }
        long count = 0;
        try (ApiClient client = new ApiClient(signer)) {
            for (long begun = System.nanoTime(); begun < to; begun = System.nanoTime()) {
                ApiClient.Answer answer = client.send(requests[(int) (count % requests.length)]);
                if (!answer.ok()) {
                    throw new BenchException(operation + " gave " + answer.status() + " " + answer.body());
                }
                count += begun >= from ? 1 : 0;
            }
        }
        return count;
    }
}
