package dev.hearth.neighbours.iam;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants made.
 *
 * @param kind a user, group, role, managed policy or instance profile
 * @param name as it was given
 * @param path null for {@code /}
 * @param settings what it shall say
 * @param tags by key
 * @param document a managed policy's first version; null for other kinds
 */
public record IamWish(
        IamKind kind,
        String name,
        @Nullable String path,
        Map<IamSetting, String> settings,
        Map<String, String> tags,
        @Nullable String document) {

    public IamWish {
        settings = Map.copyOf(settings);
    }
}
