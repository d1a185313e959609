package dev.hearth.services.registry;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What belongs to a function beside its versions; immutable. */
public sealed interface FunctionPart {

    /** What it is found by. */
    Key key();

    /** Its kinds; the names are those of the store. */
    enum Kind {
        ALIAS,
        POLICY,
        EVENT_INVOKE,
        RUNTIME_MANAGEMENT,
        RECURSION,
        URL
    }

    /**
     * What a part is found by.
     *
     * @param qualifier an alias, a version or {@code $LATEST}
     */
    record Key(Kind kind, String function, String qualifier) {}

    /** A function's HTTP address, kept under the alias or {@code $LATEST} that it belongs to. */
    record Url(FunctionUrl url) implements FunctionPart {

        @Override
        public Key key() {
            return new Key(Kind.URL, url.function(), url.qualifier());
        }
    }

    /**
     * A name for a version, or for two with a weight (botocore: {@code AliasConfiguration}).
     *
     * @param function name of its function
     * @param name its own
     * @param version the version it points to
     * @param description at most 256 characters
     * @param weights the part of the invocations, 0 to 1, that goes to another version; empty or one entry
     * @param revisionId changes with every change
     */
    record Alias(
            String function,
            String name,
            String version,
            String description,
            Map<String, Double> weights,
            String revisionId)
            implements FunctionPart {

        public Alias {
            weights = Map.copyOf(weights);
        }

        @Override
        public Key key() {
            return new Key(Kind.ALIAS, function, name);
        }

        Alias withRevision(String newRevisionId) {
            return new Alias(function, name, version, description, weights, newRevisionId);
        }
    }

    /**
     * Who may do what with a version or an alias. Its revision is that of what it belongs to.
     *
     * @param qualifier an alias, a version or {@code $LATEST}
     */
    record Policy(String function, String qualifier, PolicyDocument document) implements FunctionPart {

        @Override
        public Key key() {
            return new Key(Kind.POLICY, function, qualifier);
        }
    }

    /**
     * What becomes of asynchronous invocations (botocore: {@code FunctionEventInvokeConfig}).
     *
     * @param qualifier an alias, a version or {@code $LATEST}
     * @param maximumRetryAttempts 0 to 2, or null for Lambda's default
     * @param maximumEventAgeSeconds 60 to 21,600, or null for Lambda's default
     * @param onSuccess ARN, or empty
     * @param onFailure ARN, or empty
     * @param lastModified when it was last put or updated
     */
    record EventInvoke(
            String function,
            String qualifier,
            @Nullable Integer maximumRetryAttempts,
            @Nullable Integer maximumEventAgeSeconds,
            String onSuccess,
            String onFailure,
            Instant lastModified)
            implements FunctionPart {

        @Override
        public Key key() {
            return new Key(Kind.EVENT_INVOKE, function, qualifier);
        }
    }

    /**
     * When a version gets a new runtime; kept and returned, for a function here runs on what the host has now.
     *
     * @param qualifier a version or {@code $LATEST}
     * @param updateRuntimeOn {@code Auto}, {@code FunctionUpdate} or {@code Manual}
     * @param runtimeVersionArn with {@code Manual}, else empty
     */
    record RuntimeManagement(String function, String qualifier, String updateRuntimeOn, String runtimeVersionArn)
            implements FunctionPart {

        @Override
        public Key key() {
            return new Key(Kind.RUNTIME_MANAGEMENT, function, qualifier);
        }
    }

    /**
     * What Lambda does when a function reaches itself in a circle.
     *
     * @param recursiveLoop {@code Terminate} or {@code Allow}
     */
    record Recursion(String function, String recursiveLoop) implements FunctionPart {

        @Override
        public Key key() {
            return new Key(Kind.RECURSION, function, FunctionRecord.LATEST);
        }
    }
}
