package dev.hearth.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/** Some clients that put or get objects of one size over and over, each with keys of its own. */
final class ObjectLoad {

    static final String BUCKET = "bench";

    private static final byte[] NOTHING = {};
    private static final int KEYS = 4; // of each client
    private static final double NANOS_PER_SECOND = 1e9;

    /** What is done. */
    enum Operation {
        PUT,
        GET
    }

    /**
     * Objects that are put and read.
     *
     * @param name of the size
     * @param bytes the body of each
     * @param hash SHA-256 of it
     * @param crc its CRC-32, which AWS's SDKs name for every object that they put
     */
    record Size(String name, byte[] bytes, String hash, String crc) {

        static Size of(String name, int bytes) {
            byte[] body = new byte[bytes];
            new SplittableRandom(bytes).nextBytes(body);
            CRC32 crc = new CRC32();
            crc.update(body);
            byte[] value = ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) crc.getValue())
                    .array();
            return new Size(name, body, Signer.sha256(body), Base64.getEncoder().encodeToString(value));
        }

        Map<String, String> said() {
            return Map.of("x-amz-checksum-crc32", crc);
        }

        /** The path of an object below its server. */
        String path(int client, int key) {
            return "/" + BUCKET + "/" + name.replace(" ", "") + "-" + client + "-" + key;
        }
    }

    private ObjectLoad() {}

    /** Makes the bucket. */
    static void createBucket(Signer signer) {
        try (ObjectClient client = new ObjectClient(signer.port())) {
            client.exchange(head(signer, "PUT", "/" + BUCKET, NOTHING, Signer.sha256(NOTHING), Map.of()), NOTHING);
        }
    }

    /** Puts every object that will be read. */
    static void fill(Signer signer, Size size, int clients) {
        try (ObjectClient connection = new ObjectClient(signer.port())) {
            for (int client = 0; client < clients; client++) {
                for (int key = 0; key < KEYS; key++) {
                    byte[] head = head(signer, "PUT", size.path(client, key), size.bytes, size.hash, size.said());
                    connection.exchange(head, size.bytes);
                }
            }
        }
    }

    /** How many objects {@link #fill} makes of each size for one client. */
    static int keys() {
        return KEYS;
    }

    /** Requests a second. */
    static double run(Signer signer, Operation operation, Size size, int clients, Load.Span span) {
        long from = System.nanoTime() + (long) (span.warmUp() * NANOS_PER_SECOND);
        long to = from + (long) (span.seconds() * NANOS_PER_SECOND);
        List<Future<Double>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                int number = i;
                all.add(threads.submit(() -> client(signer, operation, size, number, from, to)));
            }
        }
        double rate = 0;
        for (Future<Double> each : all) {
            try {
                rate += each.get();
            } catch (ExecutionException e) {
                throw new BenchException("a client failed: " + e.getCause(), e);
            } catch (InterruptedException e) {
                throw new BenchException("interrupted", e);
            }
        }
        return rate;
    }

    /** Its own rate: from the first request that began within the span to the end of its last, at least one. */
    private static double client(Signer signer, Operation operation, Size size, int number, long from, long to) {
        byte[][] heads = new byte[KEYS][];
        byte[] body = operation == Operation.PUT ? size.bytes : NOTHING;
        String hash = operation == Operation.PUT ? size.hash : Signer.sha256(NOTHING);
        Map<String, String> said = operation == Operation.PUT ? size.said() : Map.of();
        for (int key = 0; key < KEYS; key++) {
            heads[key] = head(signer, operation.name(), size.path(number, key), body, hash, said);
        }
        long expected = operation == Operation.GET ? size.bytes.length : 0;
        long count = 0;
        long first = 0;
        long last = 0;
        try (ObjectClient client = new ObjectClient(signer.port())) {
            int next = 0;
            for (long begun = System.nanoTime(); begun < to || count == 0; begun = System.nanoTime()) {
                long length = client.exchange(heads[next++ % KEYS], body);
                if (length != expected) {
                    throw new BenchException(operation + " answered " + length + " bytes, not " + expected);
                }
                if (begun >= from) {
                    first = count++ == 0 ? begun : first;
                    last = System.nanoTime();
                }
            }
        }
        return count * NANOS_PER_SECOND / (last - first);
    }

    /** The head of a request, signed with its body's hash. */
    private static byte[] head(
            Signer signer, String method, String path, byte[] body, String hash, Map<String, String> said) {
        Map<String, String> headers = new TreeMap<>(said);
        headers.put("x-amz-content-sha256", hash);
        headers.put("content-type", "application/octet-stream");
        return RawHttp.head(method, path, signer.headers("s3", method, path, headers, hash), body.length);
    }
}
