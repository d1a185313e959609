package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.util.HashMap;
import java.util.Map;

/**
 * What Lambda allows as tags: <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html">source</a>.
 */
final class TagRules {

    private TagRules() {}

    /** {@code old} with {@code added} over it. */
    static Map<String, String> merged(Map<String, String> old, Map<String, String> added) {
        added.forEach(TagRules::check);
        Map<String, String> tags = new HashMap<>(old);
        tags.putAll(added);
        if (tags.size() > RegistryLimits.TAGS) {
            throw refused("Number of tags exceeds resource tag limit.");
        }
        return tags;
    }

    private static void check(String key, String value) {
        if (key.isEmpty() || key.length() > RegistryLimits.TAG_KEY_LENGTH) {
            throw refused("Tag keys must have 1 to " + RegistryLimits.TAG_KEY_LENGTH + " characters.");
        }
        if (value.length() > RegistryLimits.TAG_VALUE_LENGTH) {
            throw refused("Tag values must have at most " + RegistryLimits.TAG_VALUE_LENGTH + " characters.");
        }
        if (key.regionMatches(true, 0, "aws:", 0, "aws:".length())) {
            throw refused("System tags cannot be added/updated by requester.");
        }
    }

    private static FaultException refused(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }
}
