package dev.hearth.aws;

import java.util.Map;

/** What policies call operations (service authorization reference): mostly by their own names. */
final class Actions {

    /** Operations whose action has another name. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("lambda:Invoke", "InvokeFunction"),
            Map.entry("lambda:InvokeAsync", "InvokeFunction"),
            Map.entry("lambda:InvokeWithResponseStream", "InvokeFunction"),
            Map.entry("sns:PublishBatch", "Publish"),
            Map.entry("sqs:SendMessageBatch", "SendMessage"),
            Map.entry("sqs:DeleteMessageBatch", "DeleteMessage"),
            Map.entry("sqs:ChangeMessageVisibilityBatch", "ChangeMessageVisibility"),
            Map.entry("s3:ListBuckets", "ListAllMyBuckets"),
            Map.entry("s3:ListObjects", "ListBucket"),
            Map.entry("s3:ListObjectsV2", "ListBucket"),
            Map.entry("s3:HeadBucket", "ListBucket"),
            Map.entry("s3:HeadObject", "GetObject"),
            Map.entry("s3:CopyObject", "PutObject"),
            Map.entry("s3:DeleteObjects", "DeleteObject"),
            Map.entry("s3:CreateMultipartUpload", "PutObject"),
            Map.entry("s3:UploadPart", "PutObject"),
            Map.entry("s3:UploadPartCopy", "PutObject"),
            Map.entry("s3:CompleteMultipartUpload", "PutObject"),
            Map.entry("s3:ListParts", "ListMultipartUploadParts"),
            Map.entry("s3:ListMultipartUploads", "ListBucketMultipartUploads"),
            Map.entry("s3:ListObjectVersions", "ListBucketVersions"),
            Map.entry("dynamodb:TransactGetItems", "GetItem"),
            Map.entry("dynamodb:TransactWriteItems", "PutItem"));

    private Actions() {}

    /** What stands behind the colon of an action. */
    static String of(String service, String operation) {
        return NAMES.getOrDefault(service + ":" + operation, operation);
    }
}
