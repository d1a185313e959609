package dev.hearth.neighbours.templates;

import java.util.Map;

/**
 * A transform of whole templates, as {@code AWS::Serverless-2016-10-31} is one. Pure.
 *
 * <p>The engine applies those that a template's {@code Transform} names, one after the other, before it looks at its
 * resources; the template it gets back no longer names them.
 */
@FunctionalInterface
public interface Transform {

    /**
     * The template that {@code template} stands for.
     *
     * @param template a tree whose functions are in their long form; not to be changed
     * @param parameters the template's parameters and the pseudo parameters, by name: texts, and lists of texts for
     *     those of a list type
     * @throws dev.hearth.core.FaultException a {@code VALIDATION} with what is wrong; {@link TemplateFault} makes it
     */
    Map<String, Object> apply(Map<String, Object> template, Map<String, Object> parameters);
}
