package dev.hearth.neighbours.apigateway;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an HTTP API tells browsers of other origins (developer guide, "Configuring CORS for an HTTP API"). The API
 * answers
 * preflights itself and its word counts before the integration's.
 */
record Cors(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        int maxAge,
        boolean credentials) {

    private static final Set<String> OURS = Set.of(
            "access-control-allow-origin",
            "access-control-allow-methods",
            "access-control-allow-headers",
            "access-control-expose-headers",
            "access-control-max-age",
            "access-control-allow-credentials");

    static Cors of(Doc doc) {
        return new Cors(
                doc.texts("allowOrigins"),
                doc.texts("allowMethods"),
                doc.texts("allowHeaders"),
                doc.texts("exposeHeaders"),
                doc.number("maxAge", -1),
                doc.truth("allowCredentials"));
    }

    static boolean isPreflight(GatewayRequest request) {
        return request.method().equals("OPTIONS")
                && !request.header("Origin").isEmpty()
                && !request.header("Access-Control-Request-Method").isEmpty();
    }

    GatewayResponse preflight(GatewayRequest request) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        String origin = allowed(request.header("Origin"));
        if (!origin.isEmpty()) {
            all.add(Map.entry("Access-Control-Allow-Origin", origin));
            list(all, "Access-Control-Allow-Methods", methods);
            list(all, "Access-Control-Allow-Headers", headers);
            list(all, "Access-Control-Expose-Headers", exposed);
            if (maxAge >= 0) {
                all.add(Map.entry("Access-Control-Max-Age", String.valueOf(maxAge)));
            }
            if (credentials) {
                all.add(Map.entry("Access-Control-Allow-Credentials", "true"));
            }
        }
        return new GatewayResponse(204, all, ByteBuffer.allocate(0));
    }

    /** {@code response} with this configuration's headers in place of its own. */
    GatewayResponse on(GatewayRequest request, GatewayResponse response) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        response.headers().forEach(header -> {
            if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                all.add(header);
            }
        });
        String origin = allowed(request.header("Origin"));
        if (!origin.isEmpty()) {
            all.add(Map.entry("Access-Control-Allow-Origin", origin));
            list(all, "Access-Control-Expose-Headers", exposed);
            if (credentials) {
                all.add(Map.entry("Access-Control-Allow-Credentials", "true"));
            }
        }
        return new GatewayResponse(response.status(), all, response.body());
    }

    private static void list(List<Map.Entry<String, String>> all, String name, List<String> values) {
        if (!values.isEmpty()) {
            all.add(Map.entry(name, String.join(",", values)));
        }
    }

    /** What to answer to an origin; empty when it is not allowed. */
    private String allowed(String origin) {
        if (origin.isEmpty()) {
            return "";
        }
        if (origins.contains("*")) {
            return "*";
        }
        String wanted = origin.toLowerCase(Locale.ROOT);
        for (String each : origins) {
            String known = each.toLowerCase(Locale.ROOT);
            if (known.equals(wanted)
                    || known.endsWith("://*") && wanted.startsWith(known.substring(0, known.length() - 1))) {
                return origin;
            }
        }
        return "";
    }
}
