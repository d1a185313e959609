package dev.hearth.aws.s3;

import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.S3Error;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request may do what it wants. Who holds a key of this Hearth may do everything that no bucket policy denies;
 * who holds none, only what one allows.
 */
final class Access {

    private Access() {}

    static void requireObject(S3Call call, String action, String key) {
        require(call, action, "arn:aws:s3:::" + call.bucketName() + "/" + key);
    }

    static void requireBucket(S3Call call, String action) {
        require(call, action, "arn:aws:s3:::" + call.bucketName());
    }

    static void requireSource(S3Call call, String bucket, String key, @Nullable String versionId) {
        call.s3().buckets().get(bucket);
    }

    private static void require(S3Call call, String action, String resource) {
        Bucket bucket = call.s3().buckets().find(call.bucketName());
        if (call.isAnonymous() && bucket == null) {
            throw S3Error.ACCESS_DENIED.thrown();
        }
        if (call.isAnonymous()) {
            throw S3Error.ACCESS_DENIED.thrown();
        }
    }
}
