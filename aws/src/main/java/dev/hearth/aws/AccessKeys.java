package dev.hearth.aws;

import dev.hearth.neighbours.iam.Signer;
import org.jspecify.annotations.Nullable;

/** Who may sign requests. Answers from memory: it stands in every request's way. */
@FunctionalInterface
public interface AccessKeys {

    /**
     * Who signs with a key; null when nobody may. An expired one is the edge's to refuse. Called on event loops; must
     * not block.
     *
     * @param sessionToken {@code X-Amz-Security-Token} of the request; null when it has none
     */
    @Nullable
    Signer find(String accessKeyId, @Nullable String sessionToken);
}
