package dev.hearth.neighbours.s3;

import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.StoredPosting;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What S3 keeps beside the bytes in files. Changes are durable when their methods return or their stages complete; they
 * may block.
 */
public interface S3Store {

    List<Bucket> buckets();

    /** What became of a wish for a name. */
    enum Naming {
        ADDED,
        /** There is such a bucket. */
        THERE,
        /** There was one, of another account, whose name it stays. */
        ANOTHERS
    }

    Naming add(Bucket bucket);

    void replace(Bucket bucket);

    /** Removes a bucket and its uploads, and keeps its name for its account; false when it holds a version. */
    boolean remove(Bucket bucket);

    /** What readers get, a delete marker perhaps. */
    @Nullable
    ObjectVersion latest(String bucket, String key);

    @Nullable
    ObjectVersion version(String bucket, String key, String versionId);

    /** Small bytes; null when they are gone. */
    byte @Nullable [] small(String pieceId);

    /**
     * A change of one key.
     *
     * @param versionId the version that it is about; null for none
     * @param decision made on the writer, over what is there then; may refuse
     * @param finished the upload that it completes; null for none
     * @param news what is posted with the change
     * @param nowMillis Unix time
     */
    record Task(
            String bucket,
            String key,
            @Nullable String versionId,
            Function<KeyState, Change> decision,
            @Nullable Upload finished,
            Function<Change, List<Posting>> news,
            long nowMillis) {}

    /**
     * What a task did.
     *
     * @param posted for the outbox, whose store is over the same database
     * @param dead ids of files that nothing refers to any more
     */
    record Outcome(Change change, List<StoredPosting> posted, List<String> dead) {}

    /** Does it in one unit of work. */
    CompletionStage<Outcome> change(Task task);

    /** What readers get, without markers, in the order of the keys' bytes, from {@code key} on or behind it. */
    List<ObjectVersion> list(String bucket, String key, boolean inclusive, int limit);

    /** All versions: by key, the newest first; those behind the version of {@code key} with {@code sequence}. */
    List<ObjectVersion> versions(String bucket, String key, long sequence, int limit);

    void begin(Upload upload);

    @Nullable
    Upload upload(String id);

    /** Keeps a part instead of one of the same number; the files that died by it, null when there is no upload. */
    @Nullable
    List<String> put(String uploadId, Upload.Part part);

    List<Upload.Part> parts(String uploadId, int afterNumber, int limit);

    /** The files that died by it; null when there was no upload. */
    @Nullable
    List<String> abort(String uploadId);

    /** Uploads by key and id, behind those given. */
    List<Upload> uploads(String bucket, String afterKey, String afterId, int limit);

    /** Files that nothing refers to any more and that may still be there. */
    List<String> dead(int limit);

    /** Forgets files that were removed. */
    void buried(List<String> files);

    /** Whether something refers to the file. */
    boolean isKept(String file);

    /** Those of the files that nothing refers to. */
    Set<String> unreferenced(List<String> files);
}
