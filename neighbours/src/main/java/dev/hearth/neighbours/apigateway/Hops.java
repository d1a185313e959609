package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Headers that belong to one connection and are not handed on. */
final class Hops {

    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private Hops() {}

    static List<Map.Entry<String, String>> without(Iterable<Map.Entry<String, String>> headers) {
        List<Map.Entry<String, String>> rest = new ArrayList<>();
        headers.forEach(header -> {
            if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                rest.add(header);
            }
        });
        return rest;
    }
}
