package dev.hearth.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A table that grows to ten million items by batches of 25: a get, a query of ten items, and the server's memory beside
 * those at a thousand. The data folder takes about 250 bytes for an item.
 */
final class ItemsBench {

    static final String NAME = "items";
    static final long ITEMS = 10_000_000;

    private static final int FEW = 1_000;
    private static final int QUICK = 50_000;
    private static final int CLIENTS = 8;
    private static final int BATCH = 25;
    private static final int PARTITION = 10; // items of one partition key; a query finds them all
    private static final int LOOKS = 1_000;
    private static final int STEP = 500_000; // after which it says how far it is
    private static final int REST_MILLIS = 3_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double HALF = 0.5;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Medians; milliseconds and MB. */
    private record Look(double get, double query, double memory) {}

    private ItemsBench() {}

    static Report run(Arguments arguments) {
        long items = arguments.number(Arguments.ITEMS, arguments.quick() ? QUICK : ITEMS);
        try (Scratch scratch = Scratch.create();
                HearthProcess hearth = HearthProcess.start(
                        System.getProperty("hearth.launcher"), scratch.folder().resolve("data"))) {
            Signer signer = hearth.signer();
            try (TableClient client = new TableClient(signer)) {
                client.createTable();
            }
            Stage.progress(NAME, "putting the first " + FEW);
            put(signer, 0, FEW);
            look(hearth, FEW); // warms up
            Look few = look(hearth, FEW);
            Stage.progress(NAME, "putting " + items + ", in all");
            long begun = System.nanoTime();
            put(signer, FEW, items);
            double rate = (items - FEW) / ((System.nanoTime() - begun) / NANOS_PER_SECOND);
            Stage.rest(REST_MILLIS);
            Look many = look(hearth, items);
            String of = " at " + items + " items: beside " + FEW;
            return new Report(
                    NAME,
                    List.of(
                            Row.beside("a get" + of, many.get, "ms", few.get, few.get / many.get)
                                    .withGoal(HALF),
                            Row.beside("a query" + of, many.query, "ms", few.query, few.query / many.query)
                                    .withGoal(HALF),
                            Row.beside(
                                    "the server's memory" + of,
                                    many.memory,
                                    "MB",
                                    few.memory,
                                    few.memory / many.memory),
                            Row.plain("items put in batches with " + CLIENTS + " clients", rate, "items/s")));
        }
    }

    /** Spread, so that partitions are not written in their order. */
    private static String partition(long number) {
        return Long.toHexString(number / PARTITION * SPREAD);
    }

    private static String key(long number) {
        return "\"id\":{\"S\":\"" + partition(number) + "\"},\"at\":{\"N\":\"" + number % PARTITION + "\"}";
    }

    private static String batch(long from) {
        StringBuilder json = new StringBuilder("{\"RequestItems\":{\"" + TableClient.TABLE + "\":[");
        for (long number = from; number < from + BATCH; number++) {
            json.append(number == from ? "" : ",")
                    .append("{\"PutRequest\":{\"Item\":{")
                    .append(key(number))
                    .append(",\"text\":{\"S\":\"an item of a hundred bytes or so, as many are, number ")
                    .append(number)
                    .append("\"},\"flag\":{\"BOOL\":true}}}}");
        }
        return json.append("]}}").toString();
    }

    private static void put(Signer signer, long from, long to) {
        AtomicLong next = new AtomicLong(from);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                all.add(threads.submit(() -> {
                    try (TableClient client = new TableClient(signer)) {
                        for (long at = next.getAndAdd(BATCH); at < to; at = next.getAndAdd(BATCH)) {
                            client.call("BatchWriteItem", batch(at));
                            if (at % STEP < BATCH) {
                                Stage.progress(NAME, at + " items");
                            }
                        }
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new BenchException("a client failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
    }

    private static Look look(HearthProcess hearth, long items) {
        SplittableRandom random = new SplittableRandom(items);
        double[] gets = new double[LOOKS];
        double[] queries = new double[LOOKS];
        String table = "{\"TableName\":\"" + TableClient.TABLE + "\"";
        try (TableClient client = new TableClient(hearth.signer())) {
            for (int i = 0; i < LOOKS; i++) {
                String get = table + ",\"Key\":{" + key(random.nextLong(items)) + "}}";
                gets[i] = millis(client, "GetItem", get);
                String query =
                        table + ",\"KeyConditionExpression\":\"id = :id\",\"ExpressionAttributeValues\":{\":id\":"
                                + "{\"S\":\"" + partition(random.nextLong(items)) + "\"}}}";
                queries[i] = millis(client, "Query", query);
            }
        }
        return new Look(median(gets), median(queries), hearth.residentMb());
    }

    private static double millis(TableClient client, String operation, String json) {
        long begun = System.nanoTime();
        String answer = client.call(operation, json).body();
        double millis = (System.nanoTime() - begun) / NANOS_PER_MILLI;
        if (!answer.contains("an item of a hundred bytes")) {
            throw new BenchException(operation + " found nothing: " + answer);
        }
        return millis;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
