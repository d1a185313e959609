package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Headers that a REST API's integration may not set, and what becomes of them (developer guide, "Important notes"). */
final class Remapped {

    private static final Set<String> RENAMED = Set.of(
            "authorization",
            "connection",
            "content-length",
            "content-md5",
            "date",
            "expect",
            "host",
            "server",
            "te",
            "transfer-encoding",
            "upgrade",
            "www-authenticate");

    private Remapped() {}

    static GatewayResponse headers(GatewayResponse response) {
        boolean any = false;
        for (Map.Entry<String, String> header : response.headers()) {
            any |= RENAMED.contains(header.getKey().toLowerCase(Locale.ROOT));
        }
        if (!any) {
            return response;
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : response.headers()) {
            boolean renamed = RENAMED.contains(header.getKey().toLowerCase(Locale.ROOT));
            headers.add(renamed ? Map.entry("x-amzn-Remapped-" + header.getKey(), header.getValue()) : header);
        }
        return new GatewayResponse(response.status(), headers, response.body());
    }
}
