package dev.hearth.neighbours.s3;

import dev.hearth.core.AwsScope;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Events as they are sent (user guide, "Event message structure" and "EventBridge event message structure"). */
final class EventText {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private EventText() {}

    private static String object(Consumer<JsonGenerator> members) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return out.toString();
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** What grows with the changes of a key. */
    static String sequencer(ObjectVersion version) {
        return String.format(Locale.ROOT, "%016X", version.sequence());
    }

    /** What functions, queues and topics get. */
    static String record(Bucket bucket, ObjectVersion version, Cause cause, String id, long nowMillis) {
        boolean removed =
                cause.event().startsWith("ObjectRemoved") || cause.event().startsWith("LifecycleExpiration");
        return object(json -> {
            json.writeArrayPropertyStart("Records");
            json.writeStartObject();
            json.writeStringProperty("eventVersion", "2.1");
            json.writeStringProperty("eventSource", "aws:s3");
            json.writeStringProperty("awsRegion", bucket.region());
            json.writeStringProperty("eventTime", time(nowMillis));
            json.writeStringProperty("eventName", cause.event());
            json.writeObjectPropertyStart("userIdentity");
            json.writeStringProperty("principalId", "AWS:" + cause.principal());
            json.writeEndObject();
            json.writeObjectPropertyStart("requestParameters");
            json.writeStringProperty("sourceIPAddress", cause.sourceIp());
            json.writeEndObject();
            json.writeObjectPropertyStart("responseElements");
            json.writeStringProperty("x-amz-request-id", cause.requestId());
            json.writeStringProperty("x-amz-id-2", "hearth");
            json.writeEndObject();
            json.writeObjectPropertyStart("s3");
            json.writeStringProperty("s3SchemaVersion", "1.0");
            json.writeStringProperty("configurationId", id);
            json.writeObjectPropertyStart("bucket");
            json.writeStringProperty("name", bucket.name());
            json.writeObjectPropertyStart("ownerIdentity");
            json.writeStringProperty("principalId", bucket.account());
            json.writeEndObject();
            json.writeStringProperty("arn", bucket.arn());
            json.writeEndObject();
            json.writeObjectPropertyStart("object");
            json.writeStringProperty("key", encoded(version.key()));
            if (!removed) {
                json.writeNumberProperty("size", version.size());
                json.writeStringProperty("eTag", version.etag());
            }
            if (!version.versionId().equals(ObjectVersion.NULL)) {
                json.writeStringProperty("versionId", version.versionId());
            }
            json.writeStringProperty("sequencer", sequencer(version));
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    /** What a queue or topic gets when it is configured. */
    static String test(Bucket bucket, String requestId, long nowMillis) {
        return object(json -> {
            json.writeStringProperty("Service", "Amazon S3");
            json.writeStringProperty("Event", "s3:TestEvent");
            json.writeStringProperty("Time", time(nowMillis));
            json.writeStringProperty("Bucket", bucket.name());
            json.writeStringProperty("RequestId", requestId);
            json.writeStringProperty("HostId", "hearth");
        });
    }

    /** What the default event bus gets. */
    static String onBus(Bucket bucket, ObjectVersion version, Cause cause, String id, AwsScope scope, long nowMillis) {
        return object(json -> {
            json.writeStringProperty("version", "0");
            json.writeStringProperty("id", id);
            json.writeStringProperty("detail-type", detailType(cause.event()));
            json.writeStringProperty("source", "aws.s3");
            json.writeStringProperty("account", bucket.account());
            json.writeStringProperty("time", SECONDS.format(Instant.ofEpochMilli(nowMillis)));
            json.writeStringProperty("region", scope.region());
            json.writeArrayPropertyStart("resources");
            json.writeString(bucket.arn());
            json.writeEndArray();
            json.writeObjectPropertyStart("detail");
            detail(json, bucket, version, cause);
            json.writeEndObject();
        });
    }

    private static void detail(JsonGenerator json, Bucket bucket, ObjectVersion version, Cause cause) {
        boolean created = cause.event().startsWith("ObjectCreated");
        json.writeStringProperty("version", "0");
        json.writeObjectPropertyStart("bucket");
        json.writeStringProperty("name", bucket.name());
        json.writeEndObject();
        json.writeObjectPropertyStart("object");
        json.writeStringProperty("key", version.key());
        if (created) {
            json.writeNumberProperty("size", version.size());
        }
        if (!version.etag().isEmpty()) {
            json.writeStringProperty("etag", version.etag());
        }
        if (!version.versionId().equals(ObjectVersion.NULL)) {
            json.writeStringProperty("version-id", version.versionId());
        }
        json.writeStringProperty("sequencer", sequencer(version));
        json.writeEndObject();
        json.writeStringProperty("request-id", cause.requestId());
        json.writeStringProperty("requester", bucket.account());
        json.writeStringProperty("source-ip-address", cause.sourceIp());
        if (created) {
            json.writeStringProperty("reason", reason(cause.event()));
        } else if (!cause.event().startsWith("ObjectTagging")) {
            boolean lifecycle = cause.event().startsWith("Lifecycle");
            boolean marker = cause.event().endsWith("DeleteMarkerCreated");
            json.writeStringProperty("reason", lifecycle ? "Lifecycle Expiration" : "DeleteObject");
            json.writeStringProperty("deletion-type", marker ? "Delete Marker Created" : "Permanently Deleted");
        }
    }

    private static String detailType(String event) {
        return switch (event.substring(0, event.indexOf(':'))) {
            case "ObjectCreated" -> "Object Created";
            case "ObjectRemoved", "LifecycleExpiration" -> "Object Deleted";
            default -> event.endsWith(":Put") ? "Object Tags Added" : "Object Tags Deleted";
        };
    }

    private static String reason(String event) {
        return switch (event) {
            case "ObjectCreated:Post" -> "POST Object";
            case "ObjectCreated:Copy" -> "CopyObject";
            case "ObjectCreated:CompleteMultipartUpload" -> "CompleteMultipartUpload";
            default -> "PutObject";
        };
    }
}
