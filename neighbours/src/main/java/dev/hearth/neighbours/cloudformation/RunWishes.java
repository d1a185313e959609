package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.resources.Wish;
import java.util.Map;

/** Wishes for the resource types. */
final class RunWishes {

    private RunWishes() {}

    static Wish of(
            Stack stack,
            StackResource row,
            Map<String, Object> properties,
            Map<String, String> tags,
            boolean again,
            AwsScope scope) {
        return new Wish(
                stack.id(),
                stack.name(),
                row.logicalId(),
                row.generation(),
                row.type(),
                properties,
                tags,
                again,
                row.physicalId(),
                row.madeIn(),
                scope);
    }
}
