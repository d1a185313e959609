package dev.hearth.services.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a new function.
 *
 * @param function name, or an unqualified ARN of it
 * @param zip the deployment package; shared, never written to; null when none was given
 * @param settings what was said of its configuration
 * @param tags its first tags
 * @param imageUri the container image in the place of a package; null for none
 * @param publish whether to publish its first version at once
 */
public record CreateFunction(
        @Nullable String function,
        byte @Nullable [] zip,
        @Nullable String imageUri,
        Settings settings,
        Map<String, String> tags,
        boolean publish) {

    /** One with a package. */
    public CreateFunction(
            @Nullable String function,
            byte @Nullable [] zip,
            Settings settings,
            Map<String, String> tags,
            boolean publish) {
        this(function, zip, null, settings, tags, publish);
    }

    public CreateFunction(
            @Nullable String function, byte @Nullable [] zip, Settings settings, Map<String, String> tags) {
        this(function, zip, null, settings, tags, false);
    }
}
