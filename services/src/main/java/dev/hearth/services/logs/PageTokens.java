package dev.hearth.services.logs;

import dev.hearth.services.logs.LogStore.StreamScan;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that continue a list of groups or streams: the last item of the page, in a form that nobody is tempted to
 * make up.
 */
final class PageTokens {

    private PageTokens() {}

    static String ofGroup(String lastName) {
        return encode("g:" + lastName);
    }

    static @Nullable String group(@Nullable String token) {
        return token == null ? null : decode(token, "g:");
    }

    static String ofStream(LogStream last) {
        Long event = last.lastEventMillis();
        return encode("s:" + (event == null ? -1 : event) + ":" + last.name());
    }

    static StreamScan.@Nullable After stream(@Nullable String token) {
        if (token == null) {
            return null;
        }
        String place = decode(token, "s:");
        int colon = place.indexOf(':');
        try {
            return new StreamScan.After(Long.parseLong(place.substring(0, colon)), place.substring(colon + 1));
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw LogDecisions.invalidToken();
        }
    }

    private static String encode(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token, String kind) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (place.startsWith(kind)) {
                return place.substring(kind.length());
            }
        } catch (IllegalArgumentException e) {
            throw LogDecisions.invalidToken();
        }
        throw LogDecisions.invalidToken();
    }
}
