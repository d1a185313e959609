package dev.hearth.server;

import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.neighbours.s3.Piece;
import dev.hearth.neighbours.s3.S3Error;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An object in another S3 as it is written: one put when it is smaller than a part, else a multipart upload. */
final class RemoteDraft implements ObjectBytes.Draft {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteDraft.class);

    /** What is held of it at a time; the least that a part may have, and 5 GiB are not too many parts. */
    static final int PART_BYTES = 5 << 20;

    private static final int FIRST_BYTES = 64 * 1024;

    /** A piece that is to be. */
    record Begun(String id, String key) {}

    /** Gives it its id. */
    interface Beginning {
        Begun begin() throws IOException;
    }

    private final S3Client s3;
    private final String bucket;
    private final Beginning beginning;
    private final ObjectBytes owner;
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] part = new byte[FIRST_BYTES];
    private int held;
    private long size;
    private @Nullable Begun begun;
    private @Nullable String uploadId;
    private boolean kept;

    RemoteDraft(S3Client s3, String bucket, Beginning beginning, ObjectBytes owner) {
        this.s3 = s3;
        this.bucket = bucket;
        this.beginning = beginning;
        this.owner = owner;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        size += bytes.remaining();
        while (bytes.hasRemaining()) {
            if (held == PART_BYTES) {
                sendPart();
            }
            if (held == part.length) {
                part = Arrays.copyOf(part, Math.min(PART_BYTES, 2 * part.length));
            }
            int count = Math.min(bytes.remaining(), part.length - held);
            bytes.get(part, held, count);
            held += count;
        }
    }

    private Begun begun() throws IOException {
        Begun there = begun;
        if (there == null) {
            there = beginning.begin();
            begun = there;
        }
        return there;
    }

    private RequestBody body() {
        byte[] bytes = part;
        int count = held;
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(bytes, 0, count), count, "application/octet-stream");
    }

    private void sendPart() throws IOException {
        Begun to = begun();
        try {
            String upload = uploadId;
            if (upload == null) {
                upload = s3.createMultipartUpload(
                                create -> create.bucket(bucket).key(to.key()))
                        .uploadId();
                uploadId = upload;
            }
            String id = upload;
            int number = parts.size() + 1;
            String etag = s3.uploadPart(
                            put -> put.bucket(bucket).key(to.key()).uploadId(id).partNumber(number), body())
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            held = 0;
        } catch (SdkException failed) {
            throw refusal(failed);
        }
    }

    @Override
    public Piece keep() throws IOException {
        if (size <= ObjectBytes.SMALL_BYTES) {
            return new Piece("", size, Arrays.copyOf(part, held));
        }
        Begun to = begun();
        try {
            if (parts.isEmpty()) {
                s3.putObject(put -> put.bucket(bucket).key(to.key()), body());
            } else {
                if (held > 0) {
                    sendPart();
                }
                s3.completeMultipartUpload(complete -> complete.bucket(bucket)
                        .key(to.key())
                        .uploadId(uploadId)
                        .multipartUpload(upload -> upload.parts(parts)));
            }
        } catch (SdkException failed) {
            throw refusal(failed);
        }
        kept = true;
        return new Piece(to.id(), size, null);
    }

    private static RuntimeException refusal(SdkException failed) {
        LOG.warn("the S3 for the bytes of objects: {}", failed.toString());
        return S3Error.INTERNAL.thrown();
    }

    @Override
    public void close() {
        Begun there = begun;
        if (there == null || kept) {
            return;
        }
        try {
            owner.remove(there.id());
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} could not be removed from the S3 for the bytes; the next start tries again", there.key(), e);
        }
    }
}
