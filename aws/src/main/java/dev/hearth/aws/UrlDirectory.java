package dev.hearth.aws;

import dev.hearth.services.registry.FunctionUrl;
import org.jspecify.annotations.Nullable;

/** What the edge asks about function URLs; on an event loop, so it answers from memory. */
public interface UrlDirectory {

    /** The URL with this id, or null. */
    @Nullable
    FunctionUrl find(String id);

    /** Whether the function's resource policy lets everybody call a URL of the type {@code NONE}. */
    boolean isOpen(FunctionUrl url);

    /** No URLs. */
    UrlDirectory NONE = new UrlDirectory() {
        @Override
        public @Nullable FunctionUrl find(String id) {
            return null;
        }

        @Override
        public boolean isOpen(FunctionUrl url) {
            return false;
        }
    };
}
