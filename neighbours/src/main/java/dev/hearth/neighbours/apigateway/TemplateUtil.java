package dev.hearth.neighbours.apigateway;

import org.jspecify.annotations.Nullable;

/** The variable {@code $util} of mapping templates (developer guide, "$util variables"). */
public interface TemplateUtil {

    /** A text as it stands within a JavaScript string. */
    String escapeJavaScript(@Nullable Object text);

    /** The value of a JSON text; null for what is none. */
    @Nullable
    Object parseJson(@Nullable Object json);

    String urlEncode(@Nullable Object text);

    String urlDecode(@Nullable Object text);

    String base64Encode(@Nullable Object text);

    String base64Decode(@Nullable Object text);
}
