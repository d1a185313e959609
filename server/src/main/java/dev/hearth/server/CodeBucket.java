package dev.hearth.server;

import dev.hearth.aws.lambda.CodeObjects;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.Objects;
import dev.hearth.neighbours.s3.Piece;
import dev.hearth.neighbours.s3.S3;
import dev.hearth.neighbours.s3.S3Error;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lambda's packages in this Hearth's S3. */
record CodeBucket(Supplier<S3> s3) implements CodeObjects {

    @Override
    public byte[] read(String bucket, String key, @Nullable String version) {
        try {
            ObjectVersion found = s3.get().objects().get(bucket, key, version);
            if (found.marker()) {
                throw S3Error.NO_SUCH_KEY.thrown();
            }
            if (found.size() > MAX_BYTES) {
                throw new Fault(
                                Fault.Kind.INVALID_PARAMETER,
                                "Unzipped size must be smaller than " + MAX_BYTES + " bytes")
                        .asException();
            }
            return bytes(found);
        } catch (FaultException refused) {
            Fault fault = refused.fault();
            throw fault.detail().isEmpty() ? refused : refusal(fault.detail(), fault.message());
        } catch (IOException unreadable) {
            throw refusal("InternalError", String.valueOf(unreadable.getMessage()));
        }
    }

    /** Lambda's words for what S3 said. */
    private static FaultException refusal(String code, String message) {
        return new Fault(
                        Fault.Kind.INVALID_PARAMETER,
                        "Error occurred while GetObject. S3 Error Code: " + code + ". S3 Error Message: " + message)
                .asException();
    }

    private byte[] bytes(ObjectVersion found) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) found.size());
        for (Piece piece : found.pieces()) {
            switch (s3.get().objects().read(piece)) {
                case null -> throw new IOException("the object was replaced");
                case Objects.Bytes.Small(byte[] small) -> all.put(small);
                case Objects.Bytes.InFile(FileChannel file) -> read(file, piece.size(), all);
                case Objects.Bytes.Elsewhere(var ranges) -> {
                    try (InputStream bytes = ranges.read(0, piece.size())) {
                        all.put(bytes.readNBytes((int) piece.size()));
                    }
                }
            }
        }
        return all.array();
    }

    private static void read(FileChannel file, long size, ByteBuffer into) throws IOException {
        try (file) {
            ByteBuffer piece = into.slice(into.position(), (int) size);
            while (piece.hasRemaining()) {
                if (file.read(piece) < 0) {
                    throw new IOException("the object's file is short");
                }
            }
            into.position(into.position() + (int) size);
        }
    }
}
