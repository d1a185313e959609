package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Change;
import dev.hearth.neighbours.s3.Facts;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.Piece;
import dev.hearth.neighbours.s3.S3Store;
import dev.hearth.neighbours.s3.Setting;
import dev.hearth.neighbours.s3.Upload;
import dev.hearth.neighbours.s3.Versioning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class SqlS3Test {

    private static final Bucket BUCKET = new Bucket(
            "bucket", "000000000000", "us-east-1", 1, Versioning.ENABLED, false, Map.of(Setting.POLICY, "{}"));

    @TempDir
    private Path folder;

    private static S3Store store(Database database) {
        return Stores.s3(database, Stores.outbox(database));
    }

    private static ObjectVersion version(String key, long sequence, Piece piece) {
        return new ObjectVersion(
                "bucket",
                key,
                sequence,
                "v" + sequence,
                true,
                false,
                piece.size(),
                "tag",
                sequence,
                List.of(piece),
                new Facts(Map.of("content-type", "text/plain"), Map.of("m", "ü"), Map.of("t", ""), null, List.of()));
    }

    private static S3Store.Outcome change(S3Store store, String key, @Nullable String id, Change change) {
        return store.change(new S3Store.Task("bucket", key, id, state -> change, null, done -> List.of(), 1))
                .toCompletableFuture()
                .join();
    }

    private static Change put(ObjectVersion version) {
        return new Change(List.of(), version, null);
    }

    @Test
    void keepsBucketsAndTheirNamesForEver() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            S3Store store = store(file.database());
            assertThat(store.add(BUCKET)).isEqualTo(S3Store.Naming.ADDED);
            assertThat(store.add(BUCKET)).isEqualTo(S3Store.Naming.THERE);
            store = store(file.reopen());
            assertThat(store.buckets()).containsExactly(BUCKET);
            assertThat(store.remove(BUCKET)).isTrue();

            Bucket anothers = new Bucket("bucket", "111111111111", "us-east-1", 1, Versioning.ENABLED, false, Map.of());
            assertThat(store.add(anothers)).isEqualTo(S3Store.Naming.ANOTHERS);
            assertThat(store.add(BUCKET)).isEqualTo(S3Store.Naming.ADDED);
        }
    }

    @Test
    void readersSeeTheNewestVersionThatIsLeft() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            S3Store store = store(file.database());
            store.add(BUCKET);
            change(store, "k", null, put(version("k", 1, new Piece("", 2, new byte[] {1, 2}))));
            change(store, "k", null, put(version("k", 2, new Piece("f01", 9, null))));

            ObjectVersion latest = store.latest("bucket", "k");
            assertThat(latest).isEqualTo(version("k", 2, new Piece("f01", 9, null)));
            assertThat(store.remove(BUCKET)).as("it is not empty").isFalse();
            S3Store.Outcome gone = change(store, "k", "v2", new Change(List.of(latest), null, null));
            assertThat(gone.dead()).containsExactly("f01");
            assertThat(store.isKept("f01")).isFalse();
            assertThat(store.unreferenced(List.of("f01", "f02"))).containsExactlyInAnyOrder("f01", "f02");
            assertThat(store.dead(9)).containsExactly("f01");
            store.buried(List.of("f01"));
            assertThat(store.dead(9)).isEmpty();
            ObjectVersion first = store.latest("bucket", "k");
            assertThat(first.versionId()).isEqualTo("v1");
            assertThat(store.small(first.pieces().getFirst().id())).containsExactly(1, 2);
        }
    }

    @Test
    void listsInTheOrderOfBytes() {
        try (TestDatabase file = TestDatabase.in(folder)) {
            S3Store store = store(file.database());
            store.add(BUCKET);
            List.of("b", "B", "a/1", "ä", "a")
                    .forEach(key -> change(store, key, null, put(version(key, 1, new Piece("", 0, new byte[0])))));

            assertThat(store.list("bucket", "", true, 9))
                    .extracting(ObjectVersion::key)
                    .containsExactly("B", "a", "a/1", "b", "ä");
            assertThat(store.list("bucket", "a", false, 2))
                    .extracting(ObjectVersion::key)
                    .containsExactly("a/1", "b");
            assertThat(store.versions("bucket", "a", Long.MIN_VALUE, 2))
                    .extracting(ObjectVersion::key)
                    .containsExactly("a/1", "b");
        }
    }

    @Test
    void anUploadGoesWithThePartsThatNobodyUsed() {
        Upload upload = new Upload("id", "bucket", "k", 5, Facts.NONE, null, false);
        try (TestDatabase file = TestDatabase.in(folder)) {
            S3Store store = store(file.database());
            store.add(BUCKET);
            store.begin(upload);
            assertThat(store.put("id", new Upload.Part(1, "e", 6, new Piece("f0a", 7, null), null)))
                    .isEmpty();
            assertThat(store.put("id", new Upload.Part(1, "e", 6, new Piece("f0b", 7, null), null)))
                    .containsExactly("f0a");
            store.put("id", new Upload.Part(2, "e", 6, new Piece("f0c", 7, null), "sum"));
            assertThat(store.parts("id", 1, 9)).extracting(Upload.Part::number).containsExactly(2);
            assertThat(store.uploads("bucket", "", "", 9)).containsExactly(upload);

            Change late = put(version("k", 1, new Piece("f0a", 7, null)));
            S3Store.Task completion =
                    new S3Store.Task("bucket", "k", null, state -> late, upload, each -> List.of(), 1);
            assertThat(store.change(completion))
                    .as("a part whose bytes were replaced is in no object")
                    .failsWithin(Duration.ofSeconds(60));
            assertThat(store.upload("id")).isEqualTo(upload);
            assertThat(store.latest("bucket", "k")).isNull();

            Change whole = put(version("k", 1, new Piece("f0b", 7, null)));
            S3Store.Outcome done = store.change(
                            new S3Store.Task("bucket", "k", null, state -> whole, upload, each -> List.of(), 1))
                    .toCompletableFuture()
                    .join();
            assertThat(done.dead()).containsExactly("f0c");
            assertThat(store.isKept("f0b")).isTrue();
            assertThat(store.unreferenced(List.of("f0b", "f0c", "f0d"))).containsExactlyInAnyOrder("f0c", "f0d");
            assertThat(store.unreferenced(List.of())).isEmpty();
            assertThat(store.upload("id")).isNull();
            assertThat(store.put("id", new Upload.Part(1, "e", 6, new Piece("f0d", 7, null), null)))
                    .isNull();
        }
    }
}
