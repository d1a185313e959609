package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** {@code hearth up --objects}: the bytes of objects are in another S3, here another Hearth's. */
@Tag("slow")
@ExtendWith(SharedHearth.class)
class RemoteObjectsTest {

    private static final int LARGE = 12 << 20; // three parts there
    private static final int PART = 5 << 20;
    /** The first part goes when more than it has come, and what comes is handed on in pieces of a quarter of a MiB. */
    private static final int TWO_PARTS = PART + 400_000;

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Hearth elsewhere;
    private final S3Client there;
    private final String theirs = "bytes-" + UUID.randomUUID();
    private final String bucket = "b-" + UUID.randomUUID();

    @TempDir
    private Path home;

    RemoteObjectsTest(Hearth elsewhere) {
        this.elsewhere = elsewhere;
        this.there = new Clients(elsewhere.endpoint(), elsewhere.keys()).s3();
        there.createBucket(create -> create.bucket(theirs));
    }

    private ChildHearth start() throws IOException {
        Path file = home.resolve(".aws/credentials");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """.formatted(
                        elsewhere.keys().accessKeyId(), elsewhere.keys().secretAccessKey()));
        return ChildHearth.start(
                home, "--objects", "s3://" + theirs + "/p/?endpoint=" + elsewhere.endpoint() + "&region=us-east-1");
    }

    private static S3Client client(ChildHearth hearth) {
        return new Clients(hearth.endpoint(), hearth.keys()).s3();
    }

    private List<String> keysThere() {
        return there.listObjectsV2(list -> list.bucket(theirs)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private int uploadsThere() {
        return there.listMultipartUploads(list -> list.bucket(theirs)).uploads().size();
    }

    private static byte[] random(int bytes) {
        byte[] made = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(made);
        return made;
    }

    private byte[] get(S3Client s3, String key) {
        return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
    }

    private void put(S3Client s3, String key, byte[] bytes) {
        s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }

    /** One story, because starting takes longer than all that is done. */
    @Test
    void bytesAreElsewhereAndAKilledPutLeavesTheOldObjectWhole() throws IOException {
        byte[] bytes = random(TWO_PARTS);
        try (ChildHearth hearth = start();
                S3Client s3 = client(hearth)) {
            s3.createBucket(create -> create.bucket(bucket));
            bytesComeBack(s3, random(LARGE));
            put(s3, "k", bytes);
            kill(hearth);
        }
        try (ChildHearth hearth = start();
                S3Client s3 = client(hearth)) {
            assertThat(get(s3, "k")).isEqualTo(bytes);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(uploadsThere()).isZero();
                assertThat(keysThere()).hasSize(1);
            });
        }
    }

    private void bytesComeBack(S3Client s3, byte[] large) {
        put(s3, "small", random(10));
        assertThat(keysThere()).isEmpty();
        put(s3, "large", large);
        assertThat(keysThere()).hasSize(1).allMatch(key -> key.startsWith("p/fs"));
        assertThat(get(s3, "large")).isEqualTo(large);
        assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key("large").range("bytes=5242000-5243999"))
                        .asByteArray())
                .isEqualTo(Arrays.copyOfRange(large, 5_242_000, 5_244_000));
        upload(s3);
        assertThat(get(s3, "parts")).hasSize(PART + 3).endsWith('e', 'n', 'd');
        s3.copyObject(copy -> copy.sourceBucket(bucket)
                .sourceKey("parts")
                .destinationBucket(bucket)
                .destinationKey("copy"));
        assertThat(get(s3, "copy")).isEqualTo(get(s3, "parts"));

        assertThatThrownBy(() -> s3.putObject(
                        put -> put.bucket(bucket).key("large").ifNoneMatch("*"), RequestBody.fromBytes(large)))
                .hasMessageContaining("pre-conditions");
        for (String key : List.of("small", "large", "parts", "copy")) {
            s3.deleteObject(delete -> delete.bucket(bucket).key(key));
        }
        assertThatThrownBy(() -> get(s3, "large")).isInstanceOf(NoSuchKeyException.class);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(keysThere()).isEmpty());
    }

    /** In the middle of a put whose first parts are there. */
    private void kill(ChildHearth hearth) throws IOException {
        URI url = presigned(hearth);
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("PUT %s?%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
                    .formatted(url.getRawPath(), url.getRawQuery(), url.getAuthority(), TWO_PARTS)
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(random(TWO_PARTS - 1));
            out.flush();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(uploadsThere()).isEqualTo(1));
            hearth.kill();
        }
    }

    private void upload(S3Client s3) {
        String id = s3.createMultipartUpload(create -> create.bucket(bucket).key("parts"))
                .uploadId();
        List<CompletedPart> parts =
                List.of(part(s3, id, 1, random(PART)), part(s3, id, 2, "end".getBytes(StandardCharsets.UTF_8)));
        s3.completeMultipartUpload(complete ->
                complete.bucket(bucket).key("parts").uploadId(id).multipartUpload(with -> with.parts(parts)));
    }

    private CompletedPart part(S3Client s3, String id, int number, byte[] bytes) {
        String etag = s3.uploadPart(
                        put -> put.bucket(bucket).key("parts").uploadId(id).partNumber(number),
                        RequestBody.fromBytes(bytes))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private URI presigned(ChildHearth hearth) {
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(hearth.endpoint())
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(StaticCredentialsProvider.create(hearth.keys()))
                .build()) {
            return URI.create(presigner
                    .presignPutObject(presign -> presign.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(put -> put.bucket(bucket).key("k").build()))
                    .url()
                    .toString());
        }
    }
}
