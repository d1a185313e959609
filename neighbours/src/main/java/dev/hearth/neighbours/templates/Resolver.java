package dev.hearth.neighbours.templates;

import java.util.Map;
import java.util.Set;

/** What a template's functions give, with values for its parameters. */
public interface Resolver {

    /** Stands for {@code AWS::NoValue}: what holds it is left out. */
    Object NOTHING = new Object();

    /**
     * A resolver of {@code template}'s functions.
     *
     * @param parameters values of its parameters and of the pseudo parameters: texts, and lists of texts
     */
    static Resolver create(Template template, Map<String, Object> parameters, Surroundings surroundings) {
        return new FunctionResolver(template, parameters, surroundings);
    }

    /**
     * {@code tree} with every function replaced by what it gives.
     *
     * @return {@link #NOTHING} when the whole is {@code AWS::NoValue}
     * @throws dev.hearth.core.FaultException with AWS's message
     */
    Object resolve(Object tree);

    /** What the condition {@code name} says. */
    boolean condition(String name);

    /** Whether {@code block} is there under its condition. */
    default boolean isThere(ResourceBlock block) {
        return block.condition().isEmpty() || condition(block.condition());
    }

    /** The names that {@code tree} needs, under the conditions that hold. */
    Set<String> needs(Object tree);
}
