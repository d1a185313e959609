package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.S3Limits;
import dev.hearth.neighbours.s3.Setting;
import dev.hearth.neighbours.s3.Tags;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A bucket's documents: read, put, removed. What takes effect is checked by who gives it effect. */
final class SettingOperations {

    private static final Set<String> OWNERSHIPS = Set.of("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter");

    private static final String SMALLEST = "x-amz-transition-default-minimum-object-size";

    private SettingOperations() {}

    static Element ownership(String kind) {
        if (!OWNERSHIPS.contains(kind)) {
            throw S3Error.INVALID_ARGUMENT.because("Invalid x-amz-object-ownership header: " + kind);
        }
        return Element.named("OwnershipControls")
                .add(Element.named("Rule").leaf("ObjectOwnership", kind).build())
                .build();
    }

    static Handler get(Setting setting) {
        return call -> {
            String document = call.bucket().setting(setting);
            boolean locks = setting == Setting.OBJECT_LOCK && call.bucket().objectLock() && document == null;
            Element answer = locks
                    ? Element.named(setting.root())
                            .leaf("ObjectLockEnabled", "Enabled")
                            .build()
                    : document == null ? absent(setting) : Element.parse(document);
            return StreamReply.of(200, told(Headers.xml(), setting).list(), answer.document());
        };
    }

    /** AWS tells beside a lifecycle from which size on objects move; here they never do, so that it is the default. */
    private static Headers told(Headers headers, Setting setting) {
        return headers.putIf(setting == Setting.LIFECYCLE, SMALLEST, "all_storage_classes_128K");
    }

    /** What AWS says of a setting that nobody made. */
    private static Element absent(Setting setting) {
        return switch (setting) {
            case REQUEST_PAYMENT ->
                Element.named(setting.root()).leaf("Payer", "BucketOwner").build();
            case ENCRYPTION ->
                Element.named(setting.root())
                        .add(Element.named("Rule")
                                .add(Element.named("ApplyServerSideEncryptionByDefault")
                                        .leaf("SSEAlgorithm", "AES256")
                                        .build())
                                .leaf("BucketKeyEnabled", false)
                                .build())
                        .build();
            case OWNERSHIP -> ownership("BucketOwnerEnforced");
            case PUBLIC_ACCESS ->
                Element.named(setting.root())
                        .leaf("BlockPublicAcls", true)
                        .leaf("IgnorePublicAcls", true)
                        .leaf("BlockPublicPolicy", true)
                        .leaf("RestrictPublicBuckets", true)
                        .build();
            case ACCELERATE,
                    ACL,
                    CORS,
                    LIFECYCLE,
                    LOGGING,
                    NOTIFICATION,
                    OBJECT_LOCK,
                    POLICY,
                    REPLICATION,
                    TAGS,
                    WEBSITE -> {
                if (!setting.isAlwaysThere()) {
                    throw setting.missing();
                }
                yield Element.named(setting.root()).build();
            }
        };
    }

    static Handler put(Setting setting) {
        return call -> {
            Element wish = call.document(setting.root());
            call.bucket();
            Element kept = SettingRules.checked(setting, wish, call);
            if (setting == Setting.NOTIFICATION) {
                boolean unchecked = "true".equalsIgnoreCase(call.header("x-amz-skip-destination-validation"));
                call.s3()
                        .buckets()
                        .notify(
                                call.bucketName(),
                                kept.write(),
                                unchecked,
                                call.request().requestId());
            } else {
                call.s3().buckets().set(call.bucketName(), setting, kept.write());
            }
            return StreamReply.empty(
                    setting == Setting.TAGS ? 204 : 200,
                    told(new Headers(), setting).list());
        };
    }

    static Handler delete(Setting setting) {
        return call -> {
            call.s3().buckets().set(call.bucketName(), setting, null);
            return StreamReply.empty(204, List.of());
        };
    }

    static StreamReply putPublicAccess(S3Call call) throws IOException {
        Element wish = call.document(Setting.PUBLIC_ACCESS.root());
        Element.Builder whole = Element.named(Setting.PUBLIC_ACCESS.root());
        for (String name :
                List.of("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")) {
            whole.leaf(name, wish.text(name).equals("true"));
        }
        call.s3()
                .buckets()
                .set(call.bucketName(), Setting.PUBLIC_ACCESS, whole.build().write());
        return StreamReply.empty(200, List.of());
    }

    /** The owner took the block away: that is not the same as never having said anything. */
    static StreamReply deletePublicAccess(S3Call call) {
        Element open = Element.named(Setting.PUBLIC_ACCESS.root()).build();
        call.s3().buckets().set(call.bucketName(), Setting.PUBLIC_ACCESS, open.write());
        return StreamReply.empty(204, List.of());
    }

    static StreamReply getPublicAccess(S3Call call) throws IOException {
        String document = call.bucket().setting(Setting.PUBLIC_ACCESS);
        if (document != null && Element.parse(document).children().isEmpty()) {
            throw Setting.PUBLIC_ACCESS.missing();
        }
        return get(Setting.PUBLIC_ACCESS).handle(call);
    }

    static StreamReply putTags(S3Call call) throws IOException {
        Map<String, String> tags = Tags.of(call.document(Setting.TAGS.root()));
        Tags.require(tags, S3Limits.BUCKET_TAGS);
        call.s3()
                .buckets()
                .set(call.bucketName(), Setting.TAGS, Tags.document(tags).write());
        return StreamReply.empty(204, List.of());
    }
}
