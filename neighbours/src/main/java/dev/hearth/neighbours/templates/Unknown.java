package dev.hearth.neighbours.templates;

/**
 * A value that is known only after a resource was made; it stands in the trees of a plan, never in those of a request.
 *
 * @param source the resource, or {@code resource.attribute}
 */
public record Unknown(String source) {

    /** The resource's logical id. */
    public String logicalId() {
        int dot = source.indexOf('.');
        return dot < 0 ? source : source.substring(0, dot);
    }

    /** Whether {@code tree} holds one anywhere. */
    public static boolean in(Object tree) {
        return switch (tree) {
            case Unknown unknown -> true;
            case java.util.Map<?, ?> map -> map.values().stream().anyMatch(Unknown::in);
            case java.util.Collection<?> list -> list.stream().anyMatch(Unknown::in);
            default -> false;
        };
    }

    @Override
    public String toString() {
        return "{{changeSet:KNOWN_AFTER_APPLY}}";
    }
}
