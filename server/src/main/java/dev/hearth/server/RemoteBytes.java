package dev.hearth.server;

import dev.hearth.core.Randomness;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.neighbours.s3.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * {@link ObjectBytes} in another S3. An empty file here stands for every object there that is not yet referred to, so
 * that the next start finds what a killed put left. Pieces that were files before stay readable.
 */
final class RemoteBytes implements ObjectBytes {

    /** What ids of pieces elsewhere begin with; those of files here go on with a hexadecimal digit. */
    private static final String ELSEWHERE = Piece.FILE + "s";

    private static final int ID_DIGITS = 32;

    private final S3Client s3;
    private final ObjectsAddress address;
    private final ObjectBytes here;
    private final Path marks;
    private final Randomness randomness;
    private final List<String> left;

    private RemoteBytes(S3Client s3, ObjectsAddress address, ObjectBytes here, Path marks, Randomness randomness)
            throws IOException {
        this.s3 = s3;
        this.address = address;
        this.here = here;
        this.marks = Files.createDirectories(
                marks, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.randomness = randomness;
        try (Stream<Path> files = Files.list(marks)) {
            this.left = files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /**
     * @param here the bytes of earlier objects
     * @param marks a folder
     */
    static RemoteBytes at(ObjectsAddress address, ObjectBytes here, Path marks, Randomness randomness) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .forcePathStyle(address.endpoint() != null);
        if (address.endpoint() != null) {
            builder.endpointOverride(address.endpoint());
        }
        if (address.region() != null) {
            builder.region(Region.of(address.region()));
        }
        try {
            return new RemoteBytes(builder.build(), address, here, marks, randomness);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String key(String id) {
        return address.prefix() + id;
    }

    private Path mark(String id) {
        return marks.resolve(id);
    }

    @Override
    public Draft draft() {
        return new RemoteDraft(s3, address.bucket(), this::begin, this);
    }

    /** A new id and its key. */
    private RemoteDraft.Begun begin() throws IOException {
        String id = ELSEWHERE + randomness.hex(ID_DIGITS);
        Files.createFile(mark(id));
        return new RemoteDraft.Begun(id, key(id));
    }

    @Override
    public Opened open(String id) throws IOException {
        if (!id.startsWith(ELSEWHERE)) {
            return here.open(id);
        }
        return new Opened.Elsewhere((offset, length) -> read(id, offset, length));
    }

    private InputStream read(String id, long offset, long length) throws IOException {
        try {
            ResponseInputStream<GetObjectResponse> bytes = s3.getObject(get ->
                    get.bucket(address.bucket()).key(key(id)).range("bytes=" + offset + "-" + (offset + length - 1)));
            return new RemoteStream(bytes, length);
        } catch (NoSuchKeyException gone) {
            throw new NoSuchFileException(id);
        } catch (SdkException failed) {
            throw new IOException("the S3 for the bytes: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void settle(String id) {
        if (id.startsWith(ELSEWHERE)) {
            try {
                Files.deleteIfExists(mark(id));
            } catch (IOException stays) {
                // The next start sees that the object is referred to.
            }
        } else {
            here.settle(id);
        }
    }

    @Override
    public void remove(String id) throws IOException {
        if (!id.startsWith(ELSEWHERE)) {
            here.remove(id);
            return;
        }
        try {
            boolean unsettled = Files.exists(mark(id));
            s3.deleteObject(delete -> delete.bucket(address.bucket()).key(key(id)));
            if (unsettled) {
                abortUploads(key(id));
                Files.deleteIfExists(mark(id));
            }
        } catch (SdkException failed) {
            throw new IOException("the S3 for the bytes: " + failed.getMessage(), failed);
        }
    }

    private void abortUploads(String key) {
        List<MultipartUpload> uploads = s3.listMultipartUploads(
                        list -> list.bucket(address.bucket()).prefix(key))
                .uploads();
        for (MultipartUpload upload : uploads) {
            s3.abortMultipartUpload(
                    abort -> abort.bucket(address.bucket()).key(upload.key()).uploadId(upload.uploadId()));
        }
    }

    @Override
    public List<String> unsettled() {
        return Stream.concat(here.unsettled().stream(), left.stream()).toList();
    }

    /** Those here: the others lie in a bucket of somebody else's, who may keep more in it. */
    @Override
    public void old(long beforeMillis, Batches batches) throws IOException {
        here.old(beforeMillis, batches);
    }
}
