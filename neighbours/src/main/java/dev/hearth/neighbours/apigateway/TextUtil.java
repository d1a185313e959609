package dev.hearth.neighbours.apigateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** {@link TemplateUtil}. */
final class TextUtil implements TemplateUtil {

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    @Override
    public String escapeJavaScript(@Nullable Object value) {
        String text = text(value);
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'' -> escaped.append("\\'");
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '/' -> escaped.append("\\/");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                default -> {
                    if (c < ' ' || c > '~') {
                        escaped.append(String.format("\\u%04X", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    @Override
    public @Nullable Object parseJson(@Nullable Object json) {
        try {
            return Json.read(text(json));
        } catch (JacksonException notJson) {
            return null;
        }
    }

    @Override
    public String urlEncode(@Nullable Object value) {
        return Text.encoded(text(value));
    }

    @Override
    public String urlDecode(@Nullable Object value) {
        return Text.decoded(text(value), true);
    }

    @Override
    public String base64Encode(@Nullable Object value) {
        return Base64.getEncoder().encodeToString(text(value).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String base64Decode(@Nullable Object value) {
        try {
            return new String(Base64.getDecoder().decode(text(value)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
