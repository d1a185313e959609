package dev.hearth.aws.s3;

import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.Setting;
import java.util.HashMap;
import java.util.Map;

/** Which operation a request means, and what it needs to be allowed to do. */
final class Routes {

    /**
     * An operation.
     *
     * @param name AWS's
     * @param action of policies
     * @param handler what it does
     */
    record Route(String name, String action, Handler handler) {}

    private static final Map<String, Route> BY_KEY = new HashMap<>();

    /** Parameters that make another operation of a method, the most telling first. */
    private static final String[] SUBRESOURCES = {
        "uploadId",
        "uploads",
        "delete",
        "acl",
        "tagging",
        "policy",
        "policyStatus",
        "publicAccessBlock",
        "cors",
        "lifecycle",
        "website",
        "encryption",
        "ownershipControls",
        "versioning",
        "location",
        "notification",
        "logging",
        "replication",
        "requestPayment",
        "accelerate",
        "object-lock",
        "retention",
        "legal-hold",
        "attributes",
        "versions",
        "intelligent-tiering",
        "inventory",
        "analytics",
        "metrics",
        "metadataTable",
        "metadataConfiguration",
        "abac",
        "restore",
        "select",
        "torrent",
        "renameObject",
        "session"
    };

    static {
        bucket("PUT", "", "CreateBucket", BucketOperations::create);
        bucket("HEAD", "", "HeadBucket", "ListBucket", BucketOperations::head);
        bucket("DELETE", "", "DeleteBucket", BucketOperations::delete);
        bucket("GET", "", "ListObjects", "ListBucket", Listings::first);
        bucket("GET", "list-type", "ListObjectsV2", "ListBucket", Listings::second);
        bucket("GET", "versions", "ListObjectVersions", "ListBucketVersions", Listings::versions);
        bucket("GET", "uploads", "ListMultipartUploads", "ListBucketMultipartUploads", Listings::uploads);
        bucket("POST", "delete", "DeleteObjects", "", ObjectWrites::deleteMany);
        bucket("POST", "", "PostObject", "", PostForm::post);
        bucket("GET", "location", "GetBucketLocation", BucketOperations::location);
        bucket("GET", "versioning", "GetBucketVersioning", BucketOperations::versioning);
        bucket("PUT", "versioning", "PutBucketVersioning", BucketOperations::putVersioning);
        bucket("GET", "acl", "GetBucketAcl", Acls::get);
        bucket("PUT", "acl", "PutBucketAcl", Acls::put);
        settings();
        objects();
        uploads();
    }

    private Routes() {}

    private static void settings() {
        setting("accelerate", "BucketAccelerateConfiguration", "AccelerateConfiguration", Setting.ACCELERATE, false);
        setting("cors", "BucketCors", "BucketCORS", Setting.CORS, true);
        setting("encryption", "BucketEncryption", "EncryptionConfiguration", Setting.ENCRYPTION, true);
        setting("lifecycle", "BucketLifecycleConfiguration", "LifecycleConfiguration", Setting.LIFECYCLE, false);
        bucket(
                "DELETE",
                "lifecycle",
                "DeleteBucketLifecycle",
                "PutLifecycleConfiguration",
                SettingOperations.delete(Setting.LIFECYCLE));
        setting("logging", "BucketLogging", "BucketLogging", Setting.LOGGING, false);
        setting("notification", "BucketNotificationConfiguration", "BucketNotification", Setting.NOTIFICATION, false);
        setting("object-lock", "ObjectLockConfiguration", "BucketObjectLockConfiguration", Setting.OBJECT_LOCK, false);
        setting("ownershipControls", "BucketOwnershipControls", "BucketOwnershipControls", Setting.OWNERSHIP, true);
        setting("replication", "BucketReplication", "ReplicationConfiguration", Setting.REPLICATION, true);
        setting("requestPayment", "BucketRequestPayment", "BucketRequestPayment", Setting.REQUEST_PAYMENT, false);
        setting("website", "BucketWebsite", "BucketWebsite", Setting.WEBSITE, true);
        bucket("GET", "tagging", "GetBucketTagging", SettingOperations.get(Setting.TAGS));
        bucket("PUT", "tagging", "PutBucketTagging", SettingOperations::putTags);
        bucket("DELETE", "tagging", "DeleteBucketTagging", "PutBucketTagging", SettingOperations.delete(Setting.TAGS));
        bucket("GET", "policy", "GetBucketPolicy", PolicyOperations::get);
        bucket("PUT", "policy", "PutBucketPolicy", PolicyOperations::put);
        bucket("DELETE", "policy", "DeleteBucketPolicy", SettingOperations.delete(Setting.POLICY));
        bucket("GET", "policyStatus", "GetBucketPolicyStatus", PolicyOperations::status);
        String block = "publicAccessBlock";
        bucket("GET", block, "GetPublicAccessBlock", "GetBucketPublicAccessBlock", SettingOperations::getPublicAccess);
        bucket("PUT", block, "PutPublicAccessBlock", "PutBucketPublicAccessBlock", SettingOperations::putPublicAccess);
        bucket(
                "DELETE",
                block,
                "DeletePublicAccessBlock",
                "PutBucketPublicAccessBlock",
                SettingOperations::deletePublicAccess);
    }

    private static void setting(String parameter, String name, String action, Setting setting, boolean deletes) {
        bucket("GET", parameter, "Get" + name, "Get" + action, SettingOperations.get(setting));
        bucket("PUT", parameter, "Put" + name, "Put" + action, SettingOperations.put(setting));
        if (deletes) {
            bucket("DELETE", parameter, "Delete" + name, "Put" + action, SettingOperations.delete(setting));
        }
    }

    private static void objects() {
        object("PUT", "", "PutObject", "PutObject", ObjectWrites::put);
        object("PUT", "copy", "CopyObject", "PutObject", CopyOperations::copy);
        object("GET", "", "GetObject", "GetObject", ObjectReads::get);
        object("HEAD", "", "HeadObject", "GetObject", ObjectReads::head);
        object("DELETE", "", "DeleteObject", "DeleteObject", ObjectWrites::delete);
        object("GET", "attributes", "GetObjectAttributes", "GetObjectAttributes", ObjectReads::attributes);
        object("GET", "acl", "GetObjectAcl", "GetObjectAcl", Acls::get);
        object("PUT", "acl", "PutObjectAcl", "PutObjectAcl", Acls::put);
        object("GET", "tagging", "GetObjectTagging", "GetObjectTagging", TagOperations::get);
        object("PUT", "tagging", "PutObjectTagging", "PutObjectTagging", TagOperations::put);
        object("DELETE", "tagging", "DeleteObjectTagging", "DeleteObjectTagging", TagOperations::delete);
        object("GET", "retention", "GetObjectRetention", "GetObjectRetention", TagOperations::retention);
        object("PUT", "retention", "PutObjectRetention", "PutObjectRetention", TagOperations::putRetention);
        object("GET", "legal-hold", "GetObjectLegalHold", "GetObjectLegalHold", TagOperations::legalHold);
        object("PUT", "legal-hold", "PutObjectLegalHold", "PutObjectLegalHold", TagOperations::putLegalHold);
    }

    private static void uploads() {
        String upload = "uploadId";
        object("POST", "uploads", "CreateMultipartUpload", "PutObject", UploadOperations::create);
        object("PUT", upload, "UploadPart", "PutObject", UploadOperations::part);
        object("PUT", upload + "copy", "UploadPartCopy", "PutObject", CopyOperations::part);
        object("GET", upload, "ListParts", "ListMultipartUploadParts", UploadOperations::list);
        object("POST", upload, "CompleteMultipartUpload", "PutObject", UploadOperations::complete);
        object("DELETE", upload, "AbortMultipartUpload", "AbortMultipartUpload", UploadOperations::abort);
        add("service GET ", new Route("ListBuckets", "s3:ListAllMyBuckets", BucketOperations::list));
    }

    private static void bucket(String method, String parameter, String name, Handler handler) {
        bucket(method, parameter, name, name, handler);
    }

    private static void bucket(String method, String parameter, String name, String action, Handler handler) {
        add("bucket " + method + " " + parameter, new Route(name, action.isEmpty() ? "" : "s3:" + action, handler));
    }

    private static void object(String method, String parameter, String name, String action, Handler handler) {
        add("object " + method + " " + parameter, new Route(name, "s3:" + action, handler));
    }

    private static void add(String key, Route route) {
        BY_KEY.put(key, route);
    }

    /** The names of all operations. */
    static java.util.Set<String> names() {
        java.util.Set<String> names = new java.util.TreeSet<>();
        BY_KEY.values().forEach(route -> names.add(route.name()));
        return names;
    }

    static Route of(S3Call call) {
        String level = call.bucketName().isEmpty() ? "service " : call.key().isEmpty() ? "bucket " : "object ";
        String method = call.request().method();
        String parameter = parameter(call);
        boolean copies = method.equals("PUT") && call.header("x-amz-copy-source") != null;
        String copy = copies && (parameter.isEmpty() || parameter.equals("uploadId")) ? "copy" : "";
        Route route = BY_KEY.get(level + method + " " + parameter + copy);
        if (route == null) {
            throw parameter.isEmpty()
                    ? S3Error.METHOD_NOT_ALLOWED.thrown()
                    : S3Error.NOT_IMPLEMENTED.because("Hearth has not built " + method + " ?" + parameter
                            + " of S3. What it has is listed in docs/COVERAGE.md.");
        }
        return route;
    }

    private static String parameter(S3Call call) {
        for (String parameter : SUBRESOURCES) {
            if (call.has(parameter)) {
                return parameter;
            }
        }
        boolean second = call.key().isEmpty()
                && call.request().method().equals("GET")
                && call.parameter("list-type", "").equals("2");
        return second ? "list-type" : "";
    }
}
