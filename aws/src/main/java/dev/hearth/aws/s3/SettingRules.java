package dev.hearth.aws.s3;

import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.LifecycleRule;
import dev.hearth.neighbours.s3.NotificationRule;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.Setting;
import dev.hearth.neighbours.s3.Versioning;

/** What documents must be to be kept. */
final class SettingRules {

    private SettingRules() {}

    /** The document as it is kept; refuses what is none. */
    static Element checked(Setting setting, Element wish, S3Call call) {
        switch (setting) {
            case REQUEST_PAYMENT -> requireOneOf(wish.text("Payer"), "Requester", "BucketOwner");
            case ACCELERATE -> requireOneOf(wish.text("Status"), "Enabled", "Suspended");
            case OWNERSHIP -> SettingOperations.ownership(wish.child("Rule").text("ObjectOwnership"));
            case OBJECT_LOCK -> requireLock(wish, call);
            case ENCRYPTION ->
                requireOneOf(
                        wish.child("Rule")
                                .child("ApplyServerSideEncryptionByDefault")
                                .text("SSEAlgorithm"),
                        "AES256",
                        "aws:kms",
                        "aws:kms:dsse");
            case CORS -> Cors.requireRules(wish);
            case WEBSITE -> Website.requireWhole(wish);
            case LIFECYCLE -> {
                LifecycleRule.of(wish);
                return named(wish, "Rule", "ID", call);
            }
            case NOTIFICATION -> {
                NotificationRule.of(wish);
                return named(wish, "Configuration", "Id", call);
            }
            case ACL, LOGGING, POLICY, PUBLIC_ACCESS, REPLICATION, TAGS -> {
                // Read again below, or kept as it is.
            }
        }
        return wish;
    }

    /** With ids where its owner gave none. */
    private static Element named(Element document, String suffix, String id, S3Call call) {
        Element.Builder named = Element.named(document.name());
        int number = 0;
        for (Element child : document.children()) {
            number++;
            boolean wants = child.name().endsWith(suffix)
                    && !child.name().startsWith("EventBridge")
                    && child.text(id).isEmpty();
            if (!wants) {
                named.add(child);
                continue;
            }
            Element.Builder one =
                    Element.named(child.name()).leaf(id, call.request().requestId() + "-" + number);
            child.children().stream().filter(each -> !each.name().equals(id)).forEach(one::add);
            named.add(one.build());
        }
        return named.build();
    }

    private static void requireOneOf(String value, String... values) {
        if (!java.util.List.of(values).contains(value)) {
            throw S3Error.MALFORMED_XML.thrown();
        }
    }

    private static void requireLock(Element wish, S3Call call) {
        requireOneOf(wish.text("ObjectLockEnabled"), "Enabled");
        if (call.bucket().versioning() != Versioning.ENABLED) {
            throw S3Error.INVALID_BUCKET_STATE.because(
                    "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
        }
        if (wish.has("Rule")) {
            Element retention = wish.child("Rule").child("DefaultRetention");
            requireOneOf(retention.text("Mode"), "GOVERNANCE", "COMPLIANCE");
            if (retention.has("Days") == retention.has("Years")) {
                throw S3Error.MALFORMED_XML.thrown();
            }
            String number = retention.text("Days") + retention.text("Years");
            if (!number.matches("[1-9]\\d{0,4}")) {
                throw S3Error.INVALID_RETENTION.thrown();
            }
        }
    }
}
