package dev.hearth.neighbours.s3;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The buckets. Refusals are {@link S3Error}s, thrown. Reading is from memory; changes block until durable. */
public interface Buckets {

    /** A new bucket. */
    Bucket create(String name, boolean objectLock, Map<Setting, String> settings);

    Bucket get(String name);

    @Nullable
    Bucket find(String name);

    /** All, by name. */
    List<Bucket> list();

    /** Deletes an empty bucket that is not persistent. Its name stays this account's. */
    void delete(String name);

    /** Sets a document that was checked, or removes it when that is null. */
    void set(String name, Setting setting, @Nullable String document);

    /**
     * Sets whom a bucket tells of its events; who is new hears so, but for functions. Refuses whom it cannot tell, but
     * when that is to stay unchecked.
     */
    void notify(String name, String document, boolean unchecked, String requestId);

    /** Enables or suspends versions. */
    void version(String name, Versioning versioning);
}
