package dev.hearth.neighbours.s3;

import dev.hearth.core.FaultException;

/** What a bucket's owner may say of it: each is one document, XML but for the policy, which is JSON. */
public enum Setting {
    ACCELERATE(null, "AccelerateConfiguration"),
    ACL(null, "AccessControlPolicy"),
    CORS(S3Error.NO_CORS, "CORSConfiguration"),
    ENCRYPTION(S3Error.NO_ENCRYPTION, "ServerSideEncryptionConfiguration"),
    LIFECYCLE(S3Error.NO_LIFECYCLE, "LifecycleConfiguration"),
    LOGGING(null, "BucketLoggingStatus"),
    NOTIFICATION(null, "NotificationConfiguration"),
    OBJECT_LOCK(S3Error.NO_OBJECT_LOCK, "ObjectLockConfiguration"),
    OWNERSHIP(S3Error.NO_OWNERSHIP, "OwnershipControls"),
    POLICY(S3Error.NO_SUCH_POLICY, ""),
    PUBLIC_ACCESS(S3Error.NO_PUBLIC_ACCESS_BLOCK, "PublicAccessBlockConfiguration"),
    REPLICATION(S3Error.NO_REPLICATION, "ReplicationConfiguration"),
    REQUEST_PAYMENT(null, "RequestPaymentConfiguration"),
    TAGS(S3Error.NO_TAGS, "Tagging"),
    WEBSITE(S3Error.NO_WEBSITE, "WebsiteConfiguration");

    private final S3Error absent;
    private final String root;

    @SuppressWarnings("NullAway") // null stands for a setting that is always there
    Setting(S3Error absent, String root) {
        this.absent = absent;
        this.root = root;
    }

    /** The element that its document is; empty for the policy. */
    public String root() {
        return root;
    }

    /** Whether it has an answer when its owner never said anything. */
    public boolean isAlwaysThere() {
        return absent == null;
    }

    /** That it is not there, to be thrown. */
    public FaultException missing() {
        return absent.thrown();
    }
}
