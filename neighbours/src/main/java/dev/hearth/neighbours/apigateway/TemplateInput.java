package dev.hearth.neighbours.apigateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variable {@code $input} of mapping templates (developer guide, "$input variables"). */
public interface TemplateInput {

    /** The body as text. */
    String getBody();

    /** What is at a path of the body, as JSON. */
    String json(String path);

    /** What is at a path of the body, as a value. */
    @Nullable
    Object path(String path);

    /** All parameters: {@code path}, {@code querystring} and {@code header}. */
    Map<String, Map<String, String>> params();

    /** The parameters of one of these kinds, or a parameter of the first kind that has it. */
    @Nullable
    Object params(String name);
}
