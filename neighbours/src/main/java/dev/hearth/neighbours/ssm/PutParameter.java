package dev.hearth.neighbours.ssm;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a parameter to be; null where the request says nothing.
 *
 * @param name as it was given
 * @param value the new value
 * @param type see {@link ParameterVersion}
 * @param description new description
 * @param allowedPattern new pattern
 * @param keyId KMS key
 * @param tier {@code Standard}, {@code Advanced} or {@code Intelligent-Tiering}
 * @param dataType data type
 * @param policies a JSON list
 * @param overwrite whether there may be one already
 * @param tags of a new parameter
 * @param by the ARN of who asks
 */
public record PutParameter(
        String name,
        String value,
        @Nullable String type,
        @Nullable String description,
        @Nullable String allowedPattern,
        @Nullable String keyId,
        @Nullable String tier,
        @Nullable String dataType,
        @Nullable String policies,
        boolean overwrite,
        Map<String, String> tags,
        String by) {

    @Override
    public String toString() {
        return "PutParameter[" + name + "]";
    }
}
