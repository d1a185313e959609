package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** S3 with the SDK for Java, boto3 and the AWS CLI. */
@ExtendWith(SharedHearth.class)
class S3Test {

    private static final int PART = 5 << 20;
    private static final int ROUNDS = 100;
    private static final int WRITERS = 16;

    private final Hearth hearth;
    private final S3Client s3;
    private final String bucket = "b-" + UUID.randomUUID();

    @TempDir
    private Path home;

    S3Test(Hearth hearth) {
        this.hearth = hearth;
        this.s3 = new Clients(hearth.endpoint(), hearth.keys()).s3();
        s3.createBucket(request -> request.bucket(bucket));
    }

    private void put(String key, String text) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
    }

    private String get(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
    }

    @Test
    void objectsComeBackAsTheyWerePut() {
        String key = "ä/ö +=&%.txt";
        s3.putObject(
                request -> request.bucket(bucket)
                        .key(key)
                        .contentType("text/plain")
                        .metadata(java.util.Map.of("a", "b"))
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromString("hello"));

        var read =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
        assertThat(read.asUtf8String()).isEqualTo("hello");
        assertThat(read.response().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(read.response().metadata()).containsEntry("a", "b");
        assertThat(read.response().checksumSHA256()).isNotEmpty();
        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key(key).range("bytes=1-3"))
                        .asUtf8String())
                .isEqualTo("ell");
        assertThatThrownBy(() -> get("nothing"))
                .isInstanceOf(NoSuchKeyException.class)
                .hasMessageContaining("The specified key does not exist.");
        s3.copyObject(request -> request.sourceBucket(bucket)
                .sourceKey(key)
                .destinationBucket(bucket)
                .destinationKey("copy"));
        assertThat(get("copy")).isEqualTo("hello");
    }

    @Test
    void listingsRollUpWhatIsBehindADelimiter() {
        List.of("a", "b/1", "b/2", "c/1", "d").forEach(key -> put(key, key));

        var first = s3.listObjectsV2(
                request -> request.bucket(bucket).delimiter("/").maxKeys(2));
        assertThat(first.contents()).extracting(S3Object::key).containsExactly("a");
        assertThat(first.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/");
        var second = s3.listObjectsV2(
                request -> request.bucket(bucket).delimiter("/").continuationToken(first.nextContinuationToken()));
        assertThat(second.contents()).extracting(S3Object::key).containsExactly("d");
        assertThat(second.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("c/");
        assertThat(second.isTruncated()).isFalse();
        s3.deleteObjects(request -> request.bucket(bucket)
                .delete(Delete.builder()
                        .objects(
                                ObjectIdentifier.builder().key("a").build(),
                                ObjectIdentifier.builder().key("d").build())
                        .build()));
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).keyCount())
                .isEqualTo(3);
    }

    @Test
    void partsBecomeOneObjectWhoseChecksumIsTheWholes() {
        String key = "parts";
        String id = s3.createMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                        .checksumType(ChecksumType.FULL_OBJECT))
                .uploadId();
        byte[] one = new byte[PART];
        java.util.Arrays.fill(one, (byte) 'x');
        CompletedPart first = part(key, id, 1, one);
        CompletedPart second = part(key, id, 2, "end".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(one);
        crc.update("end".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String whole = java.util.Base64.getEncoder()
                .encodeToString(java.nio.ByteBuffer.allocate(4)
                        .putInt((int) crc.getValue())
                        .array());

        Supplier<String> complete = () -> s3.completeMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .checksumType(ChecksumType.FULL_OBJECT)
                        .checksumCRC32(whole)
                        .multipartUpload(upload -> upload.parts(first, second)))
                .eTag();
        String etag = complete.get();
        // Whoever did not hear the answer asks again.
        assertThat(complete.get()).isEqualTo(etag);

        var read =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key(key).range("bytes=" + (PART - 2) + "-"));
        assertThat(read.asUtf8String()).isEqualTo("xxend");
        assertThat(s3.headObject(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED))
                        .checksumCRC32())
                .isEqualTo(whole);
        assertThat(s3.getObject(request ->
                                request.bucket(bucket).key(key).partNumber(2).checksumMode(ChecksumMode.ENABLED))
                        .response()
                        .checksumCRC32())
                .isEqualTo(second.checksumCRC32());
        readsOutliveTheObject(key, complete);
    }

    private void readsOutliveTheObject(String key, Supplier<String> complete) {
        try (var begun = s3.getObject(request -> request.bucket(bucket).key(key))) {
            s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("new"));
            assertThat(begun.readAllBytes()).hasSize(PART + 3).endsWith('e', 'n', 'd');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThatThrownBy(complete::get).isInstanceOf(NoSuchUploadException.class);
    }

    private CompletedPart part(String key, String id, int number, byte[] bytes) {
        var uploaded = s3.uploadPart(
                request -> request.bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .partNumber(number)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromBytes(bytes));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(uploaded.eTag())
                .checksumCRC32(uploaded.checksumCRC32())
                .build();
    }

    @Test
    void ofManyConditionalWritesOneWins() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int round = 0; round < ROUNDS; round++) {
                String key = "lock-" + round;
                Callable<Integer> write = () -> {
                    try {
                        s3.putObject(
                                request -> request.bucket(bucket).key(key).ifNoneMatch("*"),
                                RequestBody.fromString("mine"));
                        return 200;
                    } catch (S3Exception refused) {
                        return refused.statusCode();
                    }
                };
                List<Integer> statuses = new java.util.ArrayList<>();
                for (Future<Integer> done : writers.invokeAll(java.util.Collections.nCopies(WRITERS, write))) {
                    statuses.add(done.get());
                }
                assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
                assertThat(statuses.stream().filter(status -> status == 412)).hasSize(WRITERS - 1);
            }
        }
    }

    @Test
    void versionsStayUntilTheyAreNamed() {
        s3.putBucketVersioning(request ->
                request.bucket(bucket).versioningConfiguration(to -> to.status(BucketVersioningStatus.ENABLED)));
        put("v", "one");
        put("v", "two");
        s3.deleteObject(request -> request.bucket(bucket).key("v"));
        assertThatThrownBy(() -> get("v")).isInstanceOf(NoSuchKeyException.class);

        var listed = s3.listObjectVersions(request -> request.bucket(bucket));
        assertThat(listed.versions()).hasSize(2);
        String marker = listed.deleteMarkers().getFirst().versionId();
        s3.deleteObject(request -> request.bucket(bucket).key("v").versionId(marker));
        assertThat(get("v")).isEqualTo("two");
        assertThatThrownBy(() -> s3.deleteBucket(request -> request.bucket(bucket)))
                .hasMessageContaining("The bucket you tried to delete is not empty");
    }

    @Test
    void queuesHearOfObjects() {
        SqsClient sqs = new Clients(hearth.endpoint(), hearth.keys()).sqs();
        String queue = sqs.createQueue(request -> request.queueName(bucket)).queueUrl();
        String arn = sqs.getQueueAttributes(
                        request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        s3.putBucketNotificationConfiguration(request -> request.bucket(bucket)
                .notificationConfiguration(to -> to.queueConfigurations(QueueConfiguration.builder()
                        .queueArn(arn)
                        .events(Event.S3_OBJECT_CREATED)
                        .build())));
        assertThat(receive(sqs, queue)).contains("\"Event\":\"s3:TestEvent\"").contains(bucket);

        put("a b", "hello");
        assertThat(receive(sqs, queue))
                .contains("\"eventName\":\"ObjectCreated:Put\"")
                .contains("\"key\":\"a+b\"")
                .contains("\"size\":5");
    }

    @Test
    void whoIsNotThereCannotBeTold() {
        QueueConfiguration nobody = QueueConfiguration.builder()
                .queueArn("arn:aws:sqs:us-east-1:000000000000:nobody-" + bucket)
                .events(Event.S3_OBJECT_CREATED)
                .build();
        assertThatThrownBy(() -> s3.putBucketNotificationConfiguration(request ->
                        request.bucket(bucket).notificationConfiguration(to -> to.queueConfigurations(nobody))))
                .hasMessageContaining("Unable to validate the following destination configurations");
        s3.putBucketNotificationConfiguration(request -> request.bucket(bucket)
                .skipDestinationValidation(true)
                .notificationConfiguration(to -> to.queueConfigurations(nobody)));
        assertThat(s3.getBucketNotificationConfiguration(request -> request.bucket(bucket))
                        .queueConfigurations())
                .hasSize(1);
    }

    private static String receive(SqsClient sqs, String queue) {
        Message message = Received.from(sqs, queue).getFirst();
        sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
        return message.body();
    }

    @Test
    void whatAPolicyDeniesIsDeniedAndAPersistentBucketStays() {
        put("secret", "x");
        s3.putBucketPolicy(request -> request.bucket(bucket).policy("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject",
                "Resource":"arn:aws:s3:::BUCKET/secret"}]}""".replace("BUCKET", bucket)));
        assertThatThrownBy(() -> get("secret")).hasMessageContaining("explicit deny");
        s3.deleteBucketPolicy(request -> request.bucket(bucket));
        assertThat(get("secret")).isEqualTo("x");
        s3.deleteObject(request -> request.bucket(bucket).key("secret"));
        s3.putBucketTagging(request -> request.bucket(bucket)
                .tagging(tags -> tags.tagSet(
                        Tag.builder().key("persistent").value("true").build())));
        assertThatThrownBy(() -> s3.deleteBucket(request -> request.bucket(bucket)))
                .hasMessageContaining("is persistent");
    }

    @Test
    void theCommandLineAndBoto3Work() {
        CommandLine line = new CommandLine(home);
        List<AwsCli> installed = AwsCli.installed(line);
        assumeTrue(!installed.isEmpty(), "no AWS CLI is installed");
        CommandLine.Result result = line.bash(installed.getFirst().shellFunction()
                + environment()
                + """
                export AWS_ENDPOINT_URL=@HEARTH@
                echo hello > "$HOME/one.txt"
                aws s3 cp "$HOME/one.txt" s3://BUCKET/folder/one.txt --no-progress
                aws s3 ls s3://BUCKET/ --recursive
                aws s3 presign s3://BUCKET/folder/one.txt > "$HOME/url"
                if python3 -c 'import boto3' 2> /dev/null; then python3 - <<'PY'
                import boto3, os, urllib.request
                s3 = boto3.client("s3")
                print(s3.get_object(Bucket="BUCKET", Key="folder/one.txt")["Body"].read())
                url = s3.generate_presigned_url("get_object", Params={"Bucket": "BUCKET", "Key": "folder/one.txt"})
                print(urllib.request.urlopen(url).read(), "presigned by boto")
                print(urllib.request.urlopen(open(os.environ["HOME"] + "/url").read().strip()).read(), "by the CLI")
                PY
                fi
                aws s3 rm s3://BUCKET/folder/one.txt
                aws s3 rb s3://BUCKET
                """.replace("@HEARTH@", hearth.endpoint().toString()).replace("BUCKET", bucket));

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("folder/one.txt").contains("remove_bucket: " + bucket);
        if (result.out().contains("presigned")) {
            assertThat(result.out()).contains("b'hello\\n' presigned by boto").contains("b'hello\\n' by the CLI");
        }
    }

    private String environment() {
        return "\nset -e\nexport AWS_DEFAULT_REGION=us-east-1"
                + " AWS_ACCESS_KEY_ID=" + hearth.keys().accessKeyId()
                + " AWS_SECRET_ACCESS_KEY=" + hearth.keys().secretAccessKey() + "\n";
    }
}
