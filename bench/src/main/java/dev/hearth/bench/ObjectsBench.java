package dev.hearth.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket that grows to a million objects by as many puts: a page of a list, a get, and the server's memory beside
 * those at a thousand.
 */
final class ObjectsBench {

    static final String NAME = "objects";
    static final long OBJECTS = 1_000_000;

    private static final int FEW = 1_000;
    private static final int QUICK = 20_000;
    private static final int CLIENTS = 32;
    private static final int LOOKS = 300;
    private static final int PAGES = 60;
    private static final int STEP = 100_000; // after which it says how far it is
    private static final int REST_MILLIS = 3_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double HALF = 0.5;
    private static final byte[] NOTHING = {};
    private static final byte[] BODY = "a small object, as most are".getBytes(StandardCharsets.UTF_8);

    /** Medians; milliseconds and MB. */
    private record Look(double page, double get, double memory) {}

    private ObjectsBench() {}

    static Report run(Arguments arguments) {
        long objects = arguments.number(Arguments.OBJECTS, arguments.quick() ? QUICK : OBJECTS);
        try (Scratch scratch = Scratch.create();
                HearthProcess hearth = HearthProcess.start(
                        System.getProperty("hearth.launcher"), scratch.folder().resolve("data"))) {
            Signer signer = hearth.signer();
            ObjectLoad.createBucket(signer);
            Stage.progress(NAME, "putting the first " + FEW);
            put(signer, 0, FEW);
            look(hearth, FEW); // warms up
            Look few = look(hearth, FEW);
            Stage.progress(NAME, "putting " + objects + ", in all");
            long begun = System.nanoTime();
            put(signer, FEW, objects);
            double rate = (objects - FEW) / ((System.nanoTime() - begun) / 1e9);
            Stage.rest(REST_MILLIS);
            Look many = look(hearth, objects);
            String of = " at " + objects + " objects: beside " + FEW;
            return new Report(
                    NAME,
                    List.of(
                            Row.beside("a page of 1,000 keys" + of, many.page, "ms", few.page, few.page / many.page)
                                    .withGoal(HALF),
                            Row.beside("a get" + of, many.get, "ms", few.get, few.get / many.get)
                                    .withGoal(HALF),
                            Row.beside(
                                    "the server's memory" + of,
                                    many.memory,
                                    "MB",
                                    few.memory,
                                    few.memory / many.memory),
                            Row.plain("puts with " + CLIENTS + " clients on the way", rate, "requests/s")));
        }
    }

    /** Spread over prefixes, so that neither the keys nor their order are those of the puts. */
    private static String key(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        return String.format(Locale.ROOT, "%02x/%016x", mixed & 0xFF, mixed);
    }

    private static String path(long number) {
        return "/" + ObjectLoad.BUCKET + "/" + key(number);
    }

    private static byte[] head(Signer signer, String method, String path, byte[] body) {
        String hash = Signer.sha256(body);
        Map<String, String> headers = Map.of("x-amz-content-sha256", hash);
        return RawHttp.head(method, path, signer.headers("s3", method, path, headers, hash), body.length);
    }

    private static void put(Signer signer, long from, long to) {
        AtomicLong next = new AtomicLong(from);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                all.add(threads.submit(() -> {
                    try (ObjectClient client = new ObjectClient(signer.port())) {
                        for (long number = next.getAndIncrement(); number < to; number = next.getAndIncrement()) {
                            client.exchange(head(signer, "PUT", path(number), BODY), BODY);
                            if (number % STEP == 0) {
                                Stage.progress(NAME, number + " objects");
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

    private static Look look(HearthProcess hearth, long objects) {
        Signer signer = hearth.signer();
        SplittableRandom random = new SplittableRandom(objects);
        double[] gets = new double[LOOKS];
        double[] pages = new double[PAGES];
        try (ObjectClient client = new ObjectClient(signer.port())) {
            for (int i = 0; i < LOOKS; i++) {
                byte[] head = head(signer, "GET", path(random.nextLong(objects)), NOTHING);
                gets[i] = millis(client, head);
            }
            for (int i = 0; i < PAGES; i++) {
                // Of a thousand only the first page is full; of more, any place is as good.
                String after = objects == FEW ? "" : "&start-after=" + String.format("%02x", random.nextInt(0xF0));
                String path = "/" + ObjectLoad.BUCKET + "?list-type=2" + after;
                pages[i] = millis(client, head(signer, "GET", path, NOTHING));
            }
        }
        return new Look(median(pages), median(gets), hearth.residentMb());
    }

    private static double millis(ObjectClient client, byte[] head) {
        long begun = System.nanoTime();
        client.exchange(head, NOTHING);
        return (System.nanoTime() - begun) / NANOS_PER_MILLI;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
