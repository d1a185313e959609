package dev.hearth.aws;

import dev.hearth.services.registry.FunctionUrl;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a function URL tells browsers of other origins (Lambda developer guide, "Cross-origin resource sharing"). */
final class UrlCors {

    private UrlCors() {}

    /** Whether the request asks what would be allowed, which the URL answers itself. */
    static boolean isPreflight(FunctionUrl url, RequestHead head) {
        return url.cors() != null
                && head.method().equals("OPTIONS")
                && head.header("Origin") != null
                && head.header("Access-Control-Request-Method") != null;
    }

    /** Adds what every answer carries, in place of what the function said. */
    static void apply(FunctionUrl.@Nullable Cors cors, RequestHead head, MultiMap headers) {
        String origin = head.header("Origin");
        if (cors == null || origin == null || !allows(cors.allowOrigins(), origin)) {
            return;
        }
        boolean credentials = Boolean.TRUE.equals(cors.allowCredentials());
        boolean everybody = cors.allowOrigins().contains("*") && !credentials;
        headers.set("Access-Control-Allow-Origin", everybody ? "*" : origin);
        if (!everybody) {
            headers.add("Vary", "Origin");
        }
        if (credentials) {
            headers.set("Access-Control-Allow-Credentials", "true");
        }
        if (!cors.exposeHeaders().isEmpty()) {
            headers.set("Access-Control-Expose-Headers", String.join(",", cors.exposeHeaders()));
        }
    }

    /** Adds what a preflight asks for. */
    static void applyPreflight(FunctionUrl.Cors cors, RequestHead head, MultiMap headers) {
        String origin = head.header("Origin");
        if (origin == null || !allows(cors.allowOrigins(), origin)) {
            return;
        }
        apply(cors, head, headers);
        if (!cors.allowMethods().isEmpty()) {
            headers.set("Access-Control-Allow-Methods", String.join(",", cors.allowMethods()));
        }
        if (!cors.allowHeaders().isEmpty()) {
            headers.set("Access-Control-Allow-Headers", String.join(",", cors.allowHeaders()));
        }
        if (cors.maxAge() != null) {
            headers.set("Access-Control-Max-Age", String.valueOf(cors.maxAge()));
        }
    }

    private static boolean allows(List<String> origins, String origin) {
        return origins.stream().anyMatch(allowed -> matches(allowed.toLowerCase(Locale.ROOT), origin));
    }

    /** An origin may hold one star: {@code *}, {@code http://*} or {@code https://*.example.com}. */
    private static boolean matches(String allowed, String origin) {
        String wanted = origin.toLowerCase(Locale.ROOT);
        int star = allowed.indexOf('*');
        if (star < 0) {
            return allowed.equals(wanted);
        }
        String before = allowed.substring(0, star);
        String after = allowed.substring(star + 1);
        return wanted.length() >= before.length() + after.length()
                && wanted.startsWith(before)
                && wanted.endsWith(after);
    }
}
