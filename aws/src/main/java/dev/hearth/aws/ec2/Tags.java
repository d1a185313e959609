package dev.hearth.aws.ec2;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tags between EC2's types and maps. */
final class Tags {

    private Tags() {}

    static Map<String, String> of(List<Tag> tags) {
        Map<String, String> all = new LinkedHashMap<>();
        tags.forEach(tag -> all.put(String.valueOf(tag.key()), tag.value() == null ? "" : tag.value()));
        return all;
    }

    /** Those that a request has for a resource of {@code type}. */
    static Map<String, String> of(List<TagSpecification> specifications, ResourceType type) {
        Map<String, String> all = new LinkedHashMap<>();
        specifications.stream()
                .filter(specification -> specification.resourceType() == type)
                .forEach(specification -> all.putAll(of(specification.tags())));
        return all;
    }

    static List<Tag> of(Map<String, String> tags) {
        return tags.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** What kind of thing has the id. */
    static ResourceType type(String id) {
        return switch (id.substring(0, Math.max(0, id.indexOf('-')))) {
            case "sg" -> ResourceType.SECURITY_GROUP;
            case "sgr" -> ResourceType.SECURITY_GROUP_RULE;
            case "pl" -> ResourceType.PREFIX_LIST;
            default -> ResourceType.UNKNOWN_TO_SDK_VERSION;
        };
    }
}
