package dev.hearth.aws;

import org.jspecify.annotations.Nullable;

/** Who may sign requests. Answers from memory: it stands in every request's way. */
@FunctionalInterface
public interface AccessKeys {

    /** The key with this id, or null. Called on event loops; must not block. */
    @Nullable
    AccessKey find(String accessKeyId);

    /**
     * A key that is valid now.
     *
     * @param secret the secret access key
     * @param sessionToken what must come along as {@code X-Amz-Security-Token}; null for a long-term key, which
     *     carries none
     */
    record AccessKey(String secret, @Nullable String sessionToken) {

        @Override
        public String toString() {
            return "AccessKey[...]";
        }
    }
}
