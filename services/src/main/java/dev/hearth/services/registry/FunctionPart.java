package dev.hearth.services.registry;

import java.util.Map;

/** What belongs to a function beside its versions; immutable. */
public sealed interface FunctionPart {

    /** What it is found by. */
    Key key();

    /** Its kinds; the names are those of the store. */
    enum Kind {
        ALIAS
    }

    /**
     * What a part is found by.
     *
     * @param qualifier an alias, a version or {@code $LATEST}
     */
    record Key(Kind kind, String function, String qualifier) {}

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
}
