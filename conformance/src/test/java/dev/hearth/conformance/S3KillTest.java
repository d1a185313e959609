package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * {@code kill -9} of a whole Hearth in the middle of puts, multipart uploads, conditional writes and deletes: every
 * acknowledged object is there whole, any other is old or new and never half, a listing never shows half of anything,
 * and files that nothing refers to are gone after the next start.
 */
@Tag("slow")
class S3KillTest {

    private static final int KILLS = Integer.getInteger("hearth.kills", 6);
    private static final int MOST_OF_A_LIFE = 100; // acknowledged
    private static final int LONGEST_LIFE_MILLIS = 60_000;
    private static final int KEYS = 3; // of one client, so that most writes overwrite
    private static final int BIG_BYTES = 2 << 20;
    private static final int PART_BYTES = 5 << 20;
    private static final int IN_A_ROW_BYTES = 8 << 10; // up to this many are no file
    private static final int REFUSED = 412;
    private static final Duration SWEPT = Duration.ofSeconds(180);

    /** What the clients do, each one thing. */
    private enum Client {
        SMALL,
        BIG,
        PARTS,
        MORE_PARTS,
        CREATES,
        ALSO_CREATES,
        LISTS
    }

    /** An upload whose parts are all acknowledged. */
    private record Whole(String key, String id, List<CompletedPart> parts, SentObjects.Content content) {}

    @TempDir
    private Path home;

    private final String bucket = "killed-" + UUID.randomUUID();
    private final SentObjects objects = new SentObjects();
    private final Map<Client, Whole> completing = new ConcurrentHashMap<>();
    private final Map<String, Client> creators = new ConcurrentHashMap<>();
    private final Map<Client, LongAdder> done = new ConcurrentHashMap<>();

    private volatile boolean killing;

    @Test
    void nothingAcknowledgedIsLostAndNothingIsHalf() throws Exception {
        try (ChosenStore store = ChosenStore.open()) {
            kills(store.options());
        }
    }

    private void kills(String... store) throws Exception {
        long seed = Long.getLong("hearth.seed", System.nanoTime());
        System.out.println("S3KillTest: -Dhearth.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int kill = 0; kill < KILLS; kill++) {
                int life = kill;
                try (ChildHearth hearth = ChildHearth.start(home, store);
                        S3Client s3 = new Clients(hearth.endpoint(), hearth.keys()).s3()) {
                    s3.createBucket(create -> create.bucket(bucket));
                    check(s3, false);
                    killing = false;
                    List<Future<?>> all = new ArrayList<>();
                    for (Client client : Client.values()) {
                        SplittableRandom own = random.split();
                        all.add(clients.submit(() -> client(s3, client, life, own)));
                    }
                    live(10 + random.nextInt(MOST_OF_A_LIFE), kill == KILLS - 1);
                    killing = true;
                    hearth.kill();
                    for (Future<?> each : all) {
                        each.get();
                    }
                }
            }
        }
        try (ChildHearth hearth = ChildHearth.start(home, store);
                S3Client s3 = new Clients(hearth.endpoint(), hearth.keys()).s3()) {
            check(s3, true);
            checkFiles(hearth, s3);
        }
        System.out.println("S3KillTest: " + done + " acknowledged, " + objects.keys() + " keys");
        assertThat(done.keySet()).contains(Client.values());
    }

    /** So much more is acknowledged, in the last life something of every client's, or the longest life is over. */
    private void live(int more, boolean last) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_LIFE_MILLIS);
        long enough = acknowledged() + more;
        while ((acknowledged() < enough || last && done.size() < Client.values().length) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private long acknowledged() {
        return done.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private void client(S3Client s3, Client client, int life, SplittableRandom random) {
        try {
            for (int i = 0; true; i++) {
                String key = client + "/" + random.nextInt(KEYS);
                switch (client) {
                    case SMALL -> putOrDelete(s3, key, SentObjects.random(random, random.nextInt(3 * IN_A_ROW_BYTES)));
                    case BIG -> putOrDelete(s3, key, SentObjects.random(random, BIG_BYTES));
                    case PARTS -> upload(s3, client, key, random, random.nextInt(4) == 0 ? 2 : 1);
                    case MORE_PARTS -> upload(s3, client, key, random, 1);
                    case CREATES, ALSO_CREATES -> create(s3, client, "CREATED/" + life + "/" + i, random);
                    case LISTS -> look(s3, random);
                }
                done.computeIfAbsent(client, _ -> new LongAdder()).increment();
            }
        } catch (SdkClientException | UncheckedIOException broken) {
            // What was in flight may or may not have happened. An answer that is an error is another exception.
            assertThat(killing).as("a connection broke: %s", broken).isTrue();
        }
    }

    private void putOrDelete(S3Client s3, String key, byte[] bytes) {
        boolean delete = bytes.length > 0 && bytes[0] < -64; // one of four
        Optional<SentObjects.Content> next = delete ? Optional.empty() : Optional.of(SentObjects.Content.of(bytes));
        objects.begin(key, next);
        if (delete) {
            s3.deleteObject(request -> request.bucket(bucket).key(key));
        } else {
            s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
        }
        objects.acknowledged(key, next);
    }

    private void upload(S3Client s3, Client client, String key, SplittableRandom random, int count) {
        String id = s3.createMultipartUpload(request -> request.bucket(bucket).key(key))
                .uploadId();
        List<byte[]> parts = new ArrayList<>();
        List<CompletedPart> sent = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            int number = i;
            byte[] bytes = SentObjects.random(random, i < count ? PART_BYTES : 1 + random.nextInt(100_000));
            String etag = s3.uploadPart(
                            request ->
                                    request.bucket(bucket).key(key).uploadId(id).partNumber(number),
                            RequestBody.fromBytes(bytes))
                    .eTag();
            parts.add(bytes);
            sent.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        Whole whole = new Whole(key, id, sent, SentObjects.Content.of(parts));
        completing.put(client, whole);
        objects.begin(key, Optional.of(whole.content));
        complete(s3, whole);
        objects.acknowledged(key, Optional.of(whole.content));
        completing.remove(client);
    }

    private void complete(S3Client s3, Whole whole) {
        s3.completeMultipartUpload(request -> request.bucket(bucket)
                .key(whole.key)
                .uploadId(whole.id)
                .multipartUpload(with -> with.parts(whole.parts)));
    }

    /** Two clients want each key, and one gets it. */
    private void create(S3Client s3, Client client, String key, SplittableRandom random) {
        byte[] bytes = SentObjects.random(random, 2 * IN_A_ROW_BYTES);
        SentObjects.Content content = SentObjects.Content.of(bytes);
        objects.beginCreation(key, content);
        try {
            s3.putObject(request -> request.bucket(bucket).key(key).ifNoneMatch("*"), RequestBody.fromBytes(bytes));
        } catch (S3Exception refused) {
            assertThat(refused.statusCode()).isEqualTo(REFUSED);
            return;
        }
        assertThat(creators.putIfAbsent(key, client)).as(key).isNull();
        objects.acknowledged(key, Optional.of(content));
    }

    private void look(S3Client s3, SplittableRandom random) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // the writers are to have the machine
        List<S3Object> listed = objects.checkListing(s3, bucket);
        if (!listed.isEmpty()) {
            objects.checkRead(
                    s3, bucket, listed.get(random.nextInt(listed.size())).key());
        }
    }

    /** What was being completed is completed, by then or now: its parts were acknowledged. */
    private void check(S3Client s3, boolean all) {
        objects.check(s3, bucket, all);
        completing.values().forEach(whole -> {
            try {
                complete(s3, whole);
                objects.begin(whole.key, Optional.of(whole.content));
            } catch (NoSuchUploadException completed) {
                // Then it must be what is there.
            }
            objects.acknowledged(whole.key, Optional.of(whole.content));
        });
        if (!completing.isEmpty()) {
            completing.clear();
            objects.check(s3, bucket, all);
        }
    }

    private void checkFiles(ChildHearth hearth, S3Client s3) {
        List<Integer> sizes = new ArrayList<>(objects.pieces());
        List<MultipartUpload> uploads =
                s3.listMultipartUploads(list -> list.bucket(bucket)).uploads();
        for (MultipartUpload upload : uploads) {
            s3.listParts(list -> list.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()))
                    .parts()
                    .forEach(part -> sizes.add(part.size().intValue()));
        }
        refused(s3);
        List<Integer> expected =
                sizes.stream().filter(size -> size > IN_A_ROW_BYTES).toList();
        await().atMost(SWEPT)
                .untilAsserted(() -> assertThat(files(hearth)).containsExactlyInAnyOrderElementsOf(expected));

        uploads.forEach(upload -> s3.abortMultipartUpload(
                abort -> abort.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
        objects.all()
                .forEach(key -> s3.deleteObject(delete -> delete.bucket(bucket).key(key)));
        await().atMost(SWEPT).untilAsserted(() -> assertThat(files(hearth)).isEmpty());
        s3.deleteBucket(delete -> delete.bucket(bucket));
    }

    /** A write whose bytes are all there when it is refused; they must not stay. */
    private void refused(S3Client s3) {
        RequestBody body = RequestBody.fromBytes(new byte[BIG_BYTES]);
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket(bucket).key("refused").ifMatch("\"nothing\""), body))
                .isInstanceOf(S3Exception.class);
    }

    /** The sizes of the files of objects; what goes while they are looked through was to go. */
    private static List<Integer> files(ChildHearth hearth) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        Files.walkFileTree(hearth.data().resolve("objects"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    sizes.add((int) attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                if (!(gone instanceof NoSuchFileException)) {
                    throw gone;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sizes;
    }
}
