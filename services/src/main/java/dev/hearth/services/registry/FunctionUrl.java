package dev.hearth.services.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function's own HTTP address (botocore: {@code FunctionUrlConfig}); immutable.
 *
 * @param id 32 lower-case characters, the first part of its host name; never changes
 * @param function name of its function
 * @param qualifier an alias, or {@code $LATEST} when it is the function's own
 * @param cors what browsers elsewhere may do; null for nothing said
 * @param modified when it last changed
 */
public record FunctionUrl(
        String id,
        String function,
        String qualifier,
        AuthType authType,
        InvokeMode invokeMode,
        @Nullable Cors cors,
        Instant created,
        Instant modified) {

    /** Who may call it. */
    public enum AuthType {
        AWS_IAM,
        NONE
    }

    /** Whether a response is waited for or handed on as it comes. */
    public enum InvokeMode {
        BUFFERED,
        RESPONSE_STREAM
    }

    /**
     * Cross-origin settings; empty or null where nothing was said.
     *
     * @param maxAge for how long a browser may keep a preflight's answer, seconds
     */
    public record Cors(
            @Nullable Boolean allowCredentials,
            List<String> allowHeaders,
            List<String> allowMethods,
            List<String> allowOrigins,
            List<String> exposeHeaders,
            @Nullable Integer maxAge) {

        public Cors {
            allowHeaders = List.copyOf(allowHeaders);
            allowMethods = List.copyOf(allowMethods);
            allowOrigins = List.copyOf(allowOrigins);
            exposeHeaders = List.copyOf(exposeHeaders);
        }
    }

    /** The alias that it invokes, or null for the function itself. */
    public @Nullable String alias() {
        return qualifier.equals(FunctionRecord.LATEST) ? null : qualifier;
    }
}
