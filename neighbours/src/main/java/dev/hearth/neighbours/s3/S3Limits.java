package dev.hearth.neighbours.s3;

/** AWS's limits, and ours (user guide, "Amazon S3 quotas"). */
public interface S3Limits {

    /** Bytes that one put may carry. */
    long PUT_BYTES = 5L << 30;

    /** Bytes of an object: 5 TiB. */
    long OBJECT_BYTES = 5L << 40;

    /** Bytes of every part but the last, at least. */
    long PART_BYTES = 5L << 20;

    int PARTS = 10_000;

    /** Bytes of a key in UTF-8. */
    int KEY_BYTES = 1_024;

    /** Bytes of the user's metadata, names and values. */
    int METADATA_BYTES = 2_048;

    /** Entries on a page, keys in a delete of many. */
    int PAGE = 1_000;

    /** Buckets of the account. */
    int BUCKETS = 10_000;

    int OBJECT_TAGS = 10;

    int BUCKET_TAGS = 50;

    /** Bytes of a bucket policy. */
    int POLICY_BYTES = 20 * 1024;

    /** Bytes of an XML document in a request: a delete of 1,000 keys fits, and 10,000 parts do. */
    int DOCUMENT_BYTES = 4 << 20;
}
