package dev.hearth.neighbours.templates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template's functions ask of the world around it. */
public interface Surroundings {

    /**
     * What {@code Ref} of a resource gives: its physical id as a rule, an {@link Unknown} while it is not made; null
     * when the template has it, but not under its conditions.
     */
    @Nullable
    Object ref(String logicalId);

    /**
     * An attribute of a resource, or an {@link Unknown} while it is not made.
     *
     * @throws dev.hearth.core.FaultException when its type has no such attribute
     */
    Object attribute(String logicalId, String attribute);

    /** The value that another stack exports under {@code name}; refused when there is none. */
    String exported(String name);

    /** The availability zones of {@code region}. */
    List<String> zones(String region);

    /** The value behind a dynamic reference, for example {@code ssm:/my/name:1}. */
    Object dynamic(String reference);
}
