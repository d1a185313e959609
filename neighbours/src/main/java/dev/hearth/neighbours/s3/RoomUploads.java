package dev.hearth.neighbours.s3;

import dev.hearth.core.Ports;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Uploads}. */
final class RoomUploads implements Uploads {

    private final S3Store store;
    private final ObjectBytes bytes;
    private final RoomBuckets buckets;
    private final RoomObjects objects;
    private final Undertaker undertaker;
    private final Ports ports;

    RoomUploads(
            S3Store store,
            ObjectBytes bytes,
            RoomBuckets buckets,
            RoomObjects objects,
            Undertaker undertaker,
            Ports ports) {
        this.store = store;
        this.bytes = bytes;
        this.buckets = buckets;
        this.objects = objects;
        this.undertaker = undertaker;
        this.ports = ports;
    }

    @Override
    public Upload begin(
            String bucket, String key, Facts facts, @Nullable ChecksumAlgorithm algorithm, boolean fullObject) {
        buckets.get(bucket);
        RoomObjects.requireKey(key);
        Upload upload = new Upload(
                ports.randomness().hex(64), bucket, key, ports.time().millis(), facts, algorithm, fullObject);
        store.begin(upload);
        return upload;
    }

    @Override
    public Upload get(String bucket, String key, String id) {
        buckets.get(bucket);
        Upload upload = store.upload(id);
        if (upload == null || !upload.bucket().equals(bucket) || !upload.key().equals(key)) {
            throw S3Error.NO_SUCH_UPLOAD.thrown();
        }
        return upload;
    }

    @Override
    public Upload.Part put(Upload upload, int number, Piece piece, String etag, @Nullable String checksum) {
        Upload.Part part = new Upload.Part(number, etag, ports.time().millis(), piece, checksum);
        List<String> dead = store.put(upload.id(), part);
        if (dead == null) {
            undertaker.discard(List.of(piece));
            throw S3Error.NO_SUCH_UPLOAD.thrown();
        }
        if (piece.isFile()) {
            bytes.settle(piece.id());
        }
        undertaker.remove(dead);
        return part;
    }

    @Override
    public List<Upload.Part> parts(Upload upload, int afterNumber, int limit) {
        return store.parts(upload.id(), afterNumber, limit);
    }

    @Override
    public ObjectVersion complete(
            Upload upload, List<Named> named, @Nullable String checksum, long size, Condition condition, Cause by) {
        List<Upload.Part> there = store.parts(upload.id(), 0, S3Limits.PARTS);
        List<Upload.Part> parts = CompletionDecisions.parts(named, there);
        CompletionDecisions.Whole whole = CompletionDecisions.whole(upload, parts, checksum, size);
        List<Piece> pieces = new ArrayList<>();
        parts.forEach(part -> pieces.add(part.piece()));
        PutObject put =
                new PutObject(upload.bucket(), upload.key(), pieces, whole.etag(), whole.facts(), condition, by);
        return objects.put(put, upload);
    }

    @Override
    public @Nullable ObjectVersion completed(String bucket, String key, String id, List<Named> parts) {
        ObjectVersion there = objects.find(bucket, key);
        return there != null && CompletionDecisions.became(there, id, parts) ? there : null;
    }

    @Override
    public void abort(Upload upload) {
        List<String> dead = store.abort(upload.id());
        if (dead == null) {
            throw S3Error.NO_SUCH_UPLOAD.thrown();
        }
        undertaker.remove(dead);
    }

    @Override
    public ListPage<Upload> list(ListQuery query, String afterId) {
        // Without an upload to go on behind, all of the key are over: no id is behind this one.
        Lister.Source<Upload> source = (from, limit) -> store.uploads(
                query.bucket(), from.key(), from.inclusive() ? "" : from.id().isEmpty() ? "~" : from.id(), limit);
        return new Lister<>(query, source, Upload::key, Upload::id).page(afterId);
    }
}
