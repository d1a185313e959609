package dev.hearth.neighbours.s3;

import java.util.Map;

/** Buckets that are meant to stay, so that nobody else ever serves what their name still stands for elsewhere. */
public interface Persistence {

    /** The tag that makes a bucket persistent, with the value {@code true}. */
    String TAG = "persistent";

    /** The object that says the same, and that keeps the bucket from being empty. */
    String MARKER = "DO_NOT_DELETE_S3_BUCKET_PERSISTENT";

    /** Whether its tags say so. */
    static boolean isPersistent(Bucket bucket) {
        String document = bucket.setting(Setting.TAGS);
        if (document == null) {
            return false;
        }
        Map<String, String> tags = Tags.of(Element.parse(document));
        return "true".equalsIgnoreCase(tags.get(TAG));
    }
}
