package dev.hearth.neighbours.resources;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** {@code AWS::S3::Bucket}: the bucket, and its settings as S3's own XML. */
final class S3Bucket implements ResourceType {

    /** S3's operations are called by their HTTP method, with {@code Path}, {@code Query} and {@code Body}. */
    static final String S3 = "s3";

    private static final int NAME_CHARS = 63;

    /** Settings by property: the subresource that they are. */
    private static final Map<String, String> SETTINGS = Map.of(
            "VersioningConfiguration", "versioning",
            "CorsConfiguration", "cors",
            "PublicAccessBlockConfiguration", "publicAccessBlock",
            "OwnershipControls", "ownershipControls",
            "WebsiteConfiguration", "website",
            "BucketEncryption", "encryption",
            "LifecycleConfiguration", "lifecycle",
            "NotificationConfiguration", "notification",
            "Tags", "tagging");

    @Override
    public String name() {
        return "AWS::S3::Bucket";
    }

    @Override
    public Set<String> replacing() {
        return Set.of("BucketName");
    }

    private static String bucket(Wish wish) {
        return wish.properties().containsKey("BucketName") ? wish.need("BucketName") : wish.madeUpLower(NAME_CHARS);
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        Set<String> known = new java.util.HashSet<>(SETTINGS.keySet());
        known.addAll(Set.of("BucketName", "AccessControl", "AccelerateConfiguration"));
        Properties.known(wish, known);
        String bucket = bucket(wish);
        if (!wish.again()) {
            requireFree(bucket, calls);
        }
        try {
            calls.call(S3, "PUT", Map.of("Path", "/" + bucket, "Body", creation(wish)));
        } catch (FaultException refused) {
            if (!AwsCalls.isThere(refused)) {
                throw refused;
            }
        }
        if (!isMine(bucket, wish, calls)) {
            throw AwsCalls.isTaken("AWS::S3::Bucket", bucket);
        }
        told.accept(bucket);
        settings(bucket, Map.of(), wish, calls);
        return made(bucket, wish);
    }

    private static byte[] creation(Wish wish) {
        String region = wish.scope().region();
        String place = region.equals("us-east-1") ? "" : "<LocationConstraint>" + region + "</LocationConstraint>";
        String text = "<CreateBucketConfiguration>" + place + "<Tags>" + tag(wish) + "</Tags>"
                + "</CreateBucketConfiguration>";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String tag(Wish wish) {
        return "<Tag><Key>" + Mark.TAG + "</Key><Value>" + wish.mark() + "</Value></Tag>";
    }

    private static boolean isMine(String bucket, Wish wish, AwsCalls calls) {
        if (wish.isRecorded()) {
            return true;
        }
        try {
            Map<String, Object> answer = calls.call(S3, "GET", Map.of("Path", "/" + bucket, "Query", "tagging"));
            return Properties.text(answer, "Body").contains(tag(wish));
        } catch (FaultException untagged) {
            return false;
        }
    }

    /** In us-east-1 the creation of one's own bucket succeeds again. */
    private static void requireFree(String bucket, AwsCalls calls) {
        try {
            calls.call(S3, "GET", Map.of("Path", "/" + bucket, "Query", "location"));
        } catch (FaultException refused) {
            // Another refusal is the creation's to make.
            return;
        }
        throw AwsCalls.isTaken("AWS::S3::Bucket", bucket);
    }

    private static Made made(String bucket, Wish wish) {
        String region = wish.scope().region();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("Arn", "arn:aws:s3:::" + bucket);
        attributes.put("DomainName", bucket + ".s3.amazonaws.com");
        attributes.put("RegionalDomainName", bucket + ".s3." + region + ".amazonaws.com");
        attributes.put("DualStackDomainName", bucket + ".s3.dualstack." + region + ".amazonaws.com");
        attributes.put("WebsiteURL", "http://" + bucket + ".s3-website-" + region + ".amazonaws.com");
        return Made.of(bucket, attributes);
    }

    private static void settings(String bucket, Map<String, Object> before, Wish now, AwsCalls calls) {
        SETTINGS.forEach((property, query) -> {
            Object value = property.equals("Tags")
                    ? now.allTags().isEmpty() ? null : now.tagList()
                    : now.properties().get(property);
            if (value != null && !Tree.same(value, before.get(property))) {
                String xml = S3Settings.xml(property, value);
                calls.call(
                        S3,
                        "PUT",
                        Map.of("Path", "/" + bucket, "Query", query, "Body", xml.getBytes(StandardCharsets.UTF_8)));
            } else if (value == null && before.containsKey(property)) {
                clear(bucket, property, query, calls);
            }
        });
    }

    private static void clear(String bucket, String property, String query, AwsCalls calls) {
        String xml = switch (property) {
            case "VersioningConfiguration" -> S3Settings.xml(property, Map.of("Status", "Suspended"));
            case "NotificationConfiguration" -> S3Settings.xml(property, Map.of());
            default -> "";
        };
        if (xml.isEmpty()) {
            Properties.gone(() -> calls.call(S3, "DELETE", Map.of("Path", "/" + bucket, "Query", query)));
        } else {
            calls.call(
                    S3,
                    "PUT",
                    Map.of("Path", "/" + bucket, "Query", query, "Body", xml.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        Map<String, Object> was = new LinkedHashMap<>(before.properties());
        if (!before.allTags().isEmpty()) {
            was.put("Tags", before.tagList());
        }
        settings(physicalId, was, now, calls);
        return made(physicalId, now);
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        Properties.gone(() -> calls.call(S3, "DELETE", Map.of("Path", "/" + physicalId)));
    }
}
