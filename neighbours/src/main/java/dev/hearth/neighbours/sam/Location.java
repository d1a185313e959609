package dev.hearth.neighbours.sam;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in S3 something is.
 *
 * @param bucket its bucket
 * @param key its key there
 * @param version its version, or null
 */
record Location(Object bucket, Object key, @Nullable Object version) {

    private static final Pattern URI = Pattern.compile("s3://([^/?\\[\\]]+)/+([^?]+)(?:\\?versionId=(.+))?");

    /** What {@code value}, a URI or a map of Bucket and Key, at {@code property} of {@code declared} says. */
    static Location of(Declared declared, String property, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            if (!Tree.says(map.get("Bucket")) || !Tree.says(map.get("Key"))) {
                throw declared.problem("'" + property + "' requires Bucket and Key properties to be specified.");
            }
            return new Location(map.get("Bucket"), map.get("Key"), map.get("Version"));
        }
        if (!(value instanceof String text)) {
            throw declared.problem("'" + property + "' must be of type dict or string.");
        }
        Matcher matcher = URI.matcher(text);
        if (!matcher.matches()) {
            throw declared.problem(
                    "'" + property + "' is not a valid S3 Uri of the form 's3://bucket/key' with optional"
                            + " versionId query parameter.");
        }
        return new Location(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    /** The definition of {@code api}, as {@code BodyS3Location} has it. */
    static Map<String, Object> bodyOf(Declared api) {
        Location location = of(api, "DefinitionUri", api.get("DefinitionUri"));
        Map<String, Object> map = Tree.map("Bucket", location.bucket, "Key", location.key);
        if (location.version != null) {
            map.put("Version", location.version);
        }
        return map;
    }

    /** As functions and layers name their code. */
    Map<String, Object> asCode() {
        Map<String, Object> map = Tree.map("S3Bucket", bucket, "S3Key", key);
        if (version != null) {
            map.put("S3ObjectVersion", version);
        }
        return map;
    }
}
