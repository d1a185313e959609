package dev.hearth.neighbours.s3;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Posting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@link Objects}. */
final class RoomObjects implements Objects {

    private static final String TAGGED = "ObjectTagging:";

    private final S3Store store;
    private final ObjectBytes bytes;
    private final RoomBuckets buckets;
    private final Writer writer;
    private final News news;
    private final Undertaker undertaker;
    private final Ports ports;

    RoomObjects(
            S3Store store,
            ObjectBytes bytes,
            RoomBuckets buckets,
            Writer writer,
            News news,
            Undertaker undertaker,
            Ports ports) {
        this.store = store;
        this.bytes = bytes;
        this.buckets = buckets;
        this.writer = writer;
        this.news = news;
        this.undertaker = undertaker;
        this.ports = ports;
    }

    @Override
    public ObjectBytes.Draft draft() throws IOException {
        return new OwnDraft(bytes.draft());
    }

    @Override
    public ObjectVersion put(PutObject put) {
        try {
            return put(put, null);
        } catch (FaultException refused) {
            // A fault is an answer, so nothing was committed; after any other failure that is not known.
            undertaker.discard(put.pieces());
            throw refused;
        }
    }

    /** @param finished the upload that becomes the object, or null */
    ObjectVersion put(PutObject put, @Nullable Upload finished) {
        requireKey(put.key());
        Bucket bucket = buckets.get(put.bucket());
        long now = ports.time().millis();
        ObjectVersion added = new ObjectVersion(
                put.bucket(),
                put.key(),
                sequence(now),
                versionId(bucket),
                true,
                false,
                put.size(),
                put.etag(),
                now,
                put.pieces(),
                put.facts());
        Change done = writer.change(
                put.bucket(),
                put.key(),
                null,
                state -> VersionDecisions.put(state, bucket.versioning(), added, put.condition()),
                finished,
                news.of(bucket, put.cause()),
                now);
        put.pieces().stream().filter(Piece::isFile).forEach(piece -> bytes.settle(piece.id()));
        ObjectVersion made = done.added();
        return made == null ? added : made;
    }

    /** Room for a thousand versions of a key in a millisecond before they go ahead of the clock. */
    private static long sequence(long now) {
        return now * 1_000;
    }

    private String versionId(Bucket bucket) {
        return bucket.versioning() == Versioning.ENABLED ? ports.randomness().hex(32) : ObjectVersion.NULL;
    }

    static void requireKey(String key) {
        if (key.getBytes(StandardCharsets.UTF_8).length > S3Limits.KEY_BYTES) {
            throw S3Error.KEY_TOO_LONG.thrown();
        }
    }

    @Override
    public ObjectVersion get(String bucket, String key, @Nullable String versionId) {
        buckets.get(bucket);
        ObjectVersion found = versionId == null ? store.latest(bucket, key) : store.version(bucket, key, versionId);
        if (found == null) {
            throw (versionId == null ? S3Error.NO_SUCH_KEY : S3Error.NO_SUCH_VERSION).thrown();
        }
        return found;
    }

    @Override
    public @Nullable ObjectVersion find(String bucket, String key) {
        ObjectVersion found = store.latest(bucket, key);
        return found == null || found.marker() ? null : found;
    }

    @Override
    public @Nullable Bytes read(Piece piece) throws IOException {
        if (!piece.isFile()) {
            byte[] small = store.small(piece.id());
            return small == null ? null : new Bytes.Small(small);
        }
        try {
            return switch (bytes.open(piece.id())) {
                case ObjectBytes.Opened.InFile(var file) -> new Bytes.InFile(file);
                case ObjectBytes.Opened.Elsewhere(var ranges) -> new Bytes.Elsewhere(ranges);
            };
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    @Override
    public DeleteObject.Deleted delete(DeleteObject delete) {
        Bucket bucket = buckets.get(delete.bucket());
        long now = ports.time().millis();
        String versionId = delete.versionId();
        if (versionId != null) {
            Change done = writer.change(
                    delete.bucket(),
                    delete.key(),
                    versionId,
                    state -> VersionDecisions.deleteVersion(state, delete.condition(), now, delete.bypass()),
                    null,
                    news.of(bucket, delete.cause().as("ObjectRemoved:Delete")),
                    now);
            boolean marker = done.removed().stream().anyMatch(ObjectVersion::marker);
            return new DeleteObject.Deleted(marker, versionId);
        }
        Change done = writer.change(
                delete.bucket(),
                delete.key(),
                null,
                state -> VersionDecisions.delete(
                        state, bucket.versioning(), marker(bucket, delete.key(), now), delete.condition()),
                null,
                news.of(
                        bucket,
                        delete.cause()
                                .as(
                                        bucket.versioning() == Versioning.UNVERSIONED
                                                ? "ObjectRemoved:Delete"
                                                : "ObjectRemoved:DeleteMarkerCreated")),
                now);
        ObjectVersion marker = done.added();
        return marker == null
                ? new DeleteObject.Deleted(false, null)
                : new DeleteObject.Deleted(true, marker.versionId());
    }

    private ObjectVersion marker(Bucket bucket, String key, long now) {
        return new ObjectVersion(
                bucket.name(), key, sequence(now), versionId(bucket), true, true, 0, "", now, List.of(), Facts.NONE);
    }

    @Override
    public ObjectVersion describe(
            String bucket, String key, @Nullable String versionId, UnaryOperator<Facts> change, Cause by) {
        Bucket of = buckets.get(bucket);
        Function<Change, List<Posting>> posted = by.event().startsWith(TAGGED) ? news.of(of, by) : done -> List.of();
        Change done = writer.change(
                bucket,
                key,
                versionId,
                state -> {
                    ObjectVersion there = versionId == null ? state.latest() : state.named();
                    if (there == null && versionId != null) {
                        throw S3Error.NO_SUCH_VERSION.thrown();
                    }
                    if (there == null || there.marker()) {
                        throw (there == null ? S3Error.NO_SUCH_KEY : S3Error.METHOD_NOT_ALLOWED).thrown();
                    }
                    return VersionDecisions.describe(there, change.apply(there.facts()));
                },
                null,
                posted,
                ports.time().millis());
        ObjectVersion changed = done.facts();
        return changed == null ? get(bucket, key, versionId) : changed;
    }

    @Override
    public ListPage<ObjectVersion> list(ListQuery query) {
        Lister.Source<ObjectVersion> source =
                (from, limit) -> store.list(query.bucket(), from.key(), from.inclusive(), limit);
        return new Lister<>(query, source, ObjectVersion::key, version -> "").page("");
    }

    @Override
    public ListPage<ObjectVersion> versions(ListQuery query, String afterVersion) {
        Lister.Source<ObjectVersion> source =
                (from, limit) -> store.versions(query.bucket(), from.key(), sequence(query.bucket(), from), limit);
        return new Lister<>(query, source, ObjectVersion::key, ObjectVersion::versionId).page(afterVersion);
    }

    /** Versions go from new to old: behind the greatest are all of the key, behind the least none. */
    private long sequence(String bucket, Lister.Place from) {
        if (from.inclusive()) {
            return Long.MAX_VALUE;
        }
        ObjectVersion at = from.id().isEmpty() ? null : store.version(bucket, from.key(), from.id());
        return at == null ? Long.MIN_VALUE : at.sequence();
    }
}
