package dev.hearth.neighbours.resources;

import dev.hearth.neighbours.templates.Tree;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bucket's settings, from CloudFormation's form of them to S3's XML (Amazon S3 API Reference). */
final class S3Settings {

    private static final String SPACE = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    /** What a list's elements are called in S3's XML, where its property has another name. */
    private static final Map<String, String> ELEMENTS = Map.ofEntries(
            Map.entry("CorsRules", "CORSRule"),
            Map.entry("AllowedHeaders", "AllowedHeader"),
            Map.entry("AllowedMethods", "AllowedMethod"),
            Map.entry("AllowedOrigins", "AllowedOrigin"),
            Map.entry("ExposedHeaders", "ExposeHeader"),
            Map.entry("MaxAge", "MaxAgeSeconds"),
            Map.entry("Rules", "Rule"),
            Map.entry("ServerSideEncryptionConfiguration", "Rule"),
            Map.entry("ServerSideEncryptionByDefault", "ApplyServerSideEncryptionByDefault"),
            Map.entry("LambdaConfigurations", "CloudFunctionConfiguration"),
            Map.entry("QueueConfigurations", "QueueConfiguration"),
            Map.entry("TopicConfigurations", "TopicConfiguration"),
            Map.entry("Function", "CloudFunction"),
            Map.entry("S3Key", "S3Key"),
            Map.entry("ExpirationInDays", "ExpirationInDays"),
            Map.entry("BlockPublicAcls", "BlockPublicAcls"));

    private static final Map<String, String> ROOTS = Map.of(
            "VersioningConfiguration", "VersioningConfiguration",
            "CorsConfiguration", "CORSConfiguration",
            "PublicAccessBlockConfiguration", "PublicAccessBlockConfiguration",
            "OwnershipControls", "OwnershipControls",
            "WebsiteConfiguration", "WebsiteConfiguration",
            "BucketEncryption", "ServerSideEncryptionConfiguration",
            "LifecycleConfiguration", "LifecycleConfiguration",
            "NotificationConfiguration", "NotificationConfiguration",
            "Tags", "Tagging");

    private S3Settings() {}

    static String xml(String property, Object value) {
        StringBuilder xml = new StringBuilder();
        String root = ROOTS.getOrDefault(property, property);
        xml.append('<').append(root).append(SPACE).append('>');
        if (property.equals("Tags")) {
            xml.append("<TagSet>");
            Tree.list(value).forEach(tag -> element(xml, "Tag", tag));
            xml.append("</TagSet>");
        } else {
            shaped(property, Tree.map(value)).forEach((name, member) -> element(xml, name, member));
        }
        return xml.append("</").append(root).append('>').toString();
    }

    /** Where the two forms differ in more than names. */
    private static Map<String, Object> shaped(String property, Map<String, Object> value) {
        Map<String, Object> shaped = new LinkedHashMap<>(value);
        if (property.equals("WebsiteConfiguration")) {
            wrap(shaped, "IndexDocument", "Suffix");
            wrap(shaped, "ErrorDocument", "Key");
        }
        if (property.equals("LifecycleConfiguration")) {
            shaped.put(
                    "Rules",
                    Tree.list(value.get("Rules")).stream().map(S3Settings::rule).toList());
        }
        if (property.equals("NotificationConfiguration")) {
            for (String kind : new String[] {"LambdaConfigurations", "QueueConfigurations", "TopicConfigurations"}) {
                if (value.containsKey(kind)) {
                    shaped.put(
                            kind,
                            Tree.list(value.get(kind)).stream()
                                    .map(S3Settings::filtered)
                                    .toList());
                }
            }
            if (shaped.remove("EventBridgeConfiguration") != null) {
                shaped.put("EventBridgeConfiguration", Map.of());
            }
        }
        return shaped;
    }

    private static void wrap(Map<String, Object> members, String name, String inner) {
        if (members.get(name) instanceof String text) {
            members.put(name, Map.of(inner, text));
        }
    }

    private static Object rule(Object each) {
        Map<String, Object> rule = Tree.map(each);
        Map<String, Object> shaped = new LinkedHashMap<>();
        if (rule.containsKey("Id")) {
            shaped.put("ID", rule.get("Id"));
        }
        shaped.put("Filter", Map.of("Prefix", Tree.text(rule, "Prefix", "")));
        shaped.put("Status", Tree.text(rule, "Status", "Enabled"));
        if (rule.containsKey("ExpirationInDays")) {
            shaped.put("Expiration", Map.of("Days", rule.get("ExpirationInDays")));
        }
        if (rule.containsKey("NoncurrentVersionExpirationInDays")) {
            shaped.put(
                    "NoncurrentVersionExpiration",
                    Map.of("NoncurrentDays", rule.get("NoncurrentVersionExpirationInDays")));
        }
        if (rule.containsKey("NoncurrentVersionExpiration")) {
            shaped.put("NoncurrentVersionExpiration", rule.get("NoncurrentVersionExpiration"));
        }
        if (rule.containsKey("AbortIncompleteMultipartUpload")) {
            shaped.put("AbortIncompleteMultipartUpload", rule.get("AbortIncompleteMultipartUpload"));
        }
        return shaped;
    }

    private static Object filtered(Object each) {
        Map<String, Object> configuration = Tree.map(each);
        Map<String, Object> shaped = new LinkedHashMap<>();
        configuration.forEach((name, value) -> {
            if (!name.equals("Filter")) {
                shaped.put(name, value);
            }
        });
        Map<String, Object> key = Tree.map(Tree.map(configuration, "Filter"), "S3Key");
        if (!key.isEmpty()) {
            shaped.put(
                    "Filter",
                    Map.of(
                            "S3Key",
                            Map.of(
                                    "FilterRule",
                                    Tree.list(key.get("Rules")).stream()
                                            .map(rule -> Map.of(
                                                    "Name", Tree.text(Tree.map(rule), "Name", ""),
                                                    "Value", Tree.text(Tree.map(rule), "Value", "")))
                                            .toList())));
        }
        return shaped;
    }

    private static void element(StringBuilder xml, String name, Object value) {
        String tag = ELEMENTS.getOrDefault(name, name);
        if (value instanceof Collection<?> list) {
            list.forEach(each -> element(xml, name, each));
            return;
        }
        xml.append('<').append(tag).append('>');
        if (value instanceof Map<?, ?> map) {
            Tree.map(map).forEach((key, member) -> element(xml, key, member));
        } else {
            xml.append(escaped(Tree.text(value)));
        }
        xml.append("</").append(tag).append('>');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
