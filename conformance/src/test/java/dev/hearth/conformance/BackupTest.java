package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A backup of a Hearth that is being written to, made into another that has all of it. */
@Tag("slow")
class BackupTest {

    private static final String NAME = "kept";

    /** More than what is kept beside its row. */
    private static final int OBJECT_BYTES = 20_000;

    private static final int WRITERS = 4;

    @TempDir
    private Path home;

    @TempDir
    private Path elsewhere;

    @Test
    void whatWasThereWhenABackupBeganIsThereAfterItWasRestored() throws Exception {
        Path backup = elsewhere.resolve("backup");
        Path restored = elsewhere.resolve(".hearth");
        try (ChildHearth hearth = ChildHearth.start(home)) {
            Clients clients = new Clients(hearth.endpoint(), hearth.keys());
            create(clients.lambda());
            S3Client s3 = clients.s3();
            s3.createBucket(bucket -> bucket.bucket(NAME));
            put(s3, "before");
            clients.sqs().createQueue(queue -> queue.queueName(NAME));
            CommandLine.Result taken = whileOthersWrite(s3, backup);
            assertThat(taken.err()).isEmpty();
            assertThat(taken.out()).contains("the store, 1 packages");
            assertThat(command("backup", backup.toString()).err()).contains("is not empty");
            assertThat(hearth.stop()).isZero();
        }
        assertThat(new CommandLine(home)
                        .hearth("restore", elsewhere.toString(), "--data", restored.toString())
                        .err())
                .contains("is no backup");
        CommandLine.Result back = command("restore", backup.toString(), "--data", restored.toString());
        assertThat(back.err()).isEmpty();
        try (ChildHearth again = ChildHearth.start(elsewhere)) {
            Clients clients = new Clients(again.endpoint(), again.keys());
            assertThat(clients.lambda()
                            .invoke(request -> request.functionName(NAME).payload(SdkBytes.fromUtf8String("{}")))
                            .payload()
                            .asUtf8String())
                    .isEqualTo("\"kept\"");
            assertThat(clients.sqs().listQueues().queueUrls()).hasSize(1);
            S3Client s3 = clients.s3();
            assertThat(s3.listObjectsV2(list -> list.bucket(NAME)).contents())
                    .extracting(S3Object::key)
                    .contains("before")
                    .allSatisfy(key -> assertThat(
                                    s3.getObjectAsBytes(get -> get.bucket(NAME).key(key))
                                            .asByteArray())
                            .isEqualTo(bytes(key)));
        }
    }

    private CommandLine.Result whileOthersWrite(S3Client s3, Path backup) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        List<Thread> writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> Thread.ofVirtual().start(() -> {
                    for (int i = 0; !over.get(); i++) {
                        put(s3, "during" + writer + "-" + i);
                        written.incrementAndGet();
                        if (i > 0) {
                            String gone = "during" + writer + "-" + (i - 1);
                            s3.deleteObject(delete -> delete.bucket(NAME).key(gone));
                        }
                    }
                }))
                .toList();
        try {
            return command("backup", backup.toString());
        } finally {
            over.set(true);
            for (Thread each : writers) {
                each.join();
            }
            assertThat(written.get()).isPositive();
        }
    }

    private CommandLine.Result command(String... words) throws IOException {
        return new CommandLine(home).hearth(words);
    }

    private static byte[] bytes(String key) {
        return key.repeat(OBJECT_BYTES / key.length()).getBytes(StandardCharsets.UTF_8);
    }

    private static void put(S3Client s3, String key) {
        s3.putObject(put -> put.bucket(NAME).key(key), RequestBody.fromBytes(bytes(key)));
    }

    private static void create(LambdaClient lambda) {
        lambda.createFunction(request -> request.functionName(NAME)
                .runtime("python3.11")
                .handler("app.handler")
                .role(Function.ROLE)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(
                        Zip.of("app.py", "def handler(event, context):\n    return 'kept'\n")))));
        lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName(NAME));
    }
}
