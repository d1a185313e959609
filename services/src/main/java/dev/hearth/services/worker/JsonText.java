package dev.hearth.services.worker;

import tools.jackson.core.io.JsonStringEncoder;

/** Strings as JSON writes them. */
final class JsonText {

    private JsonText() {}

    static StringBuilder quoted(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"');
    }

    static String quoted(String text) {
        return quoted(new StringBuilder(text.length() + 2), text).toString();
    }
}
