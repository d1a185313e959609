package dev.hearth.neighbours.resources;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A type whose resources are words in a template and nothing else, such as {@code AWS::CDK::Metadata}. */
record NothingType(String name) implements ResourceType {

    @Override
    public Set<String> replacing() {
        return Set.of();
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        return Made.of(wish.madeUp(128), Map.of());
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        return Made.of(physicalId);
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        // There is nothing.
    }
}
