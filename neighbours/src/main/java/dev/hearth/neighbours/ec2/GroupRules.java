package dev.hearth.neighbours.ec2;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What EC2 asks of names, ids and tags (CreateSecurityGroup, CreateTags). Pure. */
final class GroupRules {

    private static final Pattern ID = Pattern.compile("sg-[0-9a-f]{8,17}");
    private static final Pattern TEXT = Pattern.compile("[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]*");
    private static final int TAG_KEY = 127;
    private static final int TAG_VALUE = 255;

    private GroupRules() {}

    static void checkId(String id) {
        if (!ID.matcher(id).matches()) {
            throw Ec2Error.MALFORMED_GROUP.because("Invalid id: \"" + id + "\" (expecting \"sg-...\")");
        }
    }

    static void checkNew(@Nullable String name, @Nullable String description) {
        if (name == null || name.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter GroupName");
        }
        if (description == null || description.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter GroupDescription");
        }
        if (name.startsWith("sg-")) {
            throw Ec2Error.INVALID_PARAMETER.because("Value (" + name
                    + ") for parameter GroupName is invalid. Group names may not be in the format sg-*.");
        }
        text("GroupName", name);
        text("GroupDescription", description);
    }

    private static void text(String parameter, String value) {
        if (value.length() > Ec2Limits.TEXT || !TEXT.matcher(value).matches()) {
            throw Ec2Error.INVALID_PARAMETER.because("Value (" + value + ") for parameter " + parameter
                    + " is invalid. Character sets beyond ASCII are not supported.");
        }
    }

    static void checkTags(Map<String, String> tags) {
        if (tags.size() > Ec2Limits.TAGS) {
            throw Ec2Error.TOO_MANY_TAGS.because("More than " + Ec2Limits.TAGS + " tags specified");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > TAG_KEY || value.length() > TAG_VALUE || key.startsWith("aws:")) {
                throw Ec2Error.INVALID_PARAMETER.because("Tag keys starting with 'aws:' are reserved for internal use,"
                        + " keys have 1 to " + TAG_KEY + " characters and values up to " + TAG_VALUE);
            }
        });
    }

    /** @param tags a null value means whatever it is; none at all means all tags */
    static Map<String, String> without(Map<String, String> before, Map<String, @Nullable String> tags) {
        if (tags.isEmpty()) {
            return Map.of();
        }
        Map<String, String> after = new LinkedHashMap<>(before);
        tags.forEach((key, value) -> {
            if (value == null || value.equals(after.get(key))) {
                after.remove(key);
            }
        });
        return after;
    }
}
