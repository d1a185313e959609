package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cross-origin requests by a bucket's rules (user guide, "Using cross-origin resource sharing"). */
final class Cors {

    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");
    private static final int MAX_RULES = 100;

    private Cors() {}

    static void requireRules(Element document) {
        List<Element> rules = document.children("CORSRule");
        if (rules.isEmpty() || rules.size() > MAX_RULES) {
            throw S3Error.MALFORMED_XML.thrown();
        }
        for (Element rule : rules) {
            if (!rule.has("AllowedMethod") || !rule.has("AllowedOrigin")) {
                throw S3Error.MALFORMED_XML.thrown();
            }
            for (Element method : rule.children("AllowedMethod")) {
                if (!METHODS.contains(method.text())) {
                    throw S3Error.INVALID_REQUEST.because("Found unsupported HTTP method in CORS config. Unsupported"
                            + " method is " + method.text());
                }
            }
            boolean stars = rule.children("AllowedOrigin").stream()
                    .anyMatch(origin ->
                            origin.text().chars().filter(c -> c == '*').count() > 1);
            if (stars) {
                throw S3Error.INVALID_REQUEST.because("AllowedOrigin can not have more than one wildcard.");
            }
        }
    }

    static StreamReply preflight(S3Call call) {
        String origin = call.header("Origin");
        String method = call.header("Access-Control-Request-Method");
        if (origin == null || method == null) {
            throw S3Error.INVALID_REQUEST.because("Insufficient information. Origin request header needed.");
        }
        Bucket bucket = call.s3().buckets().find(call.bucketName());
        if (bucket == null || bucket.setting(Setting.CORS) == null) {
            throw S3Error.ACCESS_DENIED.because("CORSResponse: CORS is not enabled for this bucket.");
        }
        List<String> headers = listed(call.header("Access-Control-Request-Headers"));
        Element rule = rule(bucket, origin, method, headers);
        if (rule == null) {
            throw S3Error.ACCESS_DENIED.because("CORSResponse: This CORS request is not allowed. This is usually"
                    + " because the evalution of Origin, request method / Access-Control-Request-Method or"
                    + " Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.");
        }
        Headers answer = allowed(rule, origin);
        if (!headers.isEmpty()) {
            answer.put("Access-Control-Allow-Headers", String.join(", ", headers));
        }
        return StreamReply.empty(200, answer.list());
    }

    private static List<String> listed(@Nullable String header) {
        List<String> names = new ArrayList<>();
        if (header != null) {
            for (String name : header.split(",")) {
                if (!name.isBlank()) {
                    names.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }

    private static @Nullable Element rule(Bucket bucket, String origin, String method, List<String> headers) {
        String document = bucket.setting(Setting.CORS);
        if (document == null) {
            return null;
        }
        for (Element rule : Element.parse(document).children("CORSRule")) {
            List<String> allowed = rule.children("AllowedHeader").stream()
                    .map(header -> header.text().toLowerCase(Locale.ROOT))
                    .toList();
            boolean matches = rule.children("AllowedOrigin").stream().anyMatch(each -> like(each.text(), origin))
                    && rule.children("AllowedMethod").stream()
                            .anyMatch(each -> each.text().equals(method))
                    && headers.stream().allMatch(header -> allowed.stream().anyMatch(each -> like(each, header)));
            if (matches) {
                return rule;
            }
        }
        return null;
    }

    private static boolean like(String pattern, String text) {
        int star = pattern.indexOf('*');
        return star < 0
                ? pattern.equals(text)
                : text.length() >= pattern.length() - 1
                        && text.startsWith(pattern.substring(0, star))
                        && text.endsWith(pattern.substring(star + 1));
    }

    private static Headers allowed(Element rule, String origin) {
        boolean any = rule.children("AllowedOrigin").stream()
                .anyMatch(each -> each.text().equals("*"));
        Headers headers = new Headers().put("Access-Control-Allow-Origin", any ? "*" : origin);
        headers.putIf(!any, "Access-Control-Allow-Credentials", "true");
        List<String> methods =
                rule.children("AllowedMethod").stream().map(Element::text).toList();
        headers.put("Access-Control-Allow-Methods", String.join(", ", methods));
        List<String> exposed =
                rule.children("ExposeHeader").stream().map(Element::text).toList();
        headers.putIf(!exposed.isEmpty(), "Access-Control-Expose-Headers", String.join(", ", exposed));
        headers.putIf(rule.has("MaxAgeSeconds"), "Access-Control-Max-Age", rule.text("MaxAgeSeconds"));
        return headers.put("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
    }

    /** The answer with what the rules of its bucket say to the page that asked. */
    static StreamReply applied(S3Call call, StreamReply reply) {
        String origin = call.header("Origin");
        Bucket bucket = origin == null ? null : call.s3().buckets().find(call.bucketName());
        if (origin == null || bucket == null) {
            return reply;
        }
        String method = call.header("Access-Control-Request-Method");
        Element rule = rule(bucket, origin, method == null ? call.request().method() : method, List.of());
        if (rule == null) {
            return reply;
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>(reply.headers());
        headers.addAll(allowed(rule, origin).list());
        return new StreamReply(reply.status(), headers, reply.content());
    }
}
