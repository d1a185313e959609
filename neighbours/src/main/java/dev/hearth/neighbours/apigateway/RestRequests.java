package dev.hearth.neighbours.apigateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The requests that a REST API's integrations make of a caller's. Pure. */
final class RestRequests {

    private static final Pattern SERVICE =
            Pattern.compile("arn:[^:]+:apigateway:[^:]*:([a-z0-9.-]+):(path|action)/(.*)", Pattern.DOTALL);

    /** What JSON services' actions are called with, before the action's own name. */
    private static final Map<String, String> TARGETS = Map.of(
            "dynamodb", "DynamoDB_20120810.",
            "events", "AWSEvents.",
            "states", "AWSStepFunctions.",
            "logs", "Logs_20140328.",
            "kinesis", "Kinesis_20131202.");

    private RestRequests() {}

    /** A request to a URL. {@code whole}: with everything of the caller's, as a proxy sends it. */
    static HttpCaller.Outgoing http(
            RestCall call,
            RestIntegration integration,
            byte[] body,
            boolean whole,
            Map<String, @Nullable Object> overrides) {
        List<Map.Entry<String, String>> headers =
                whole ? Hops.without(call.request().headers()) : new ArrayList<>();
        List<Map.Entry<String, String>> query =
                whole ? new ArrayList<>(Text.pairs(call.request().query())) : new ArrayList<>();
        String url = integration.uri();
        if (!whole) {
            headers.add(Map.entry("Content-Type", call.contentType()));
        }
        url = parameters(call, integration, overrides, url, headers, query);
        String method = integration.method().equals("ANY") ? call.request().method() : integration.method();
        return new HttpCaller.Outgoing("", method, withQuery(url, query), headers, body, integration.timeout());
    }

    /** Sets headers and query as the integration says; gives the URL with the path's parameters in it. */
    private static String parameters(
            RestCall call,
            RestIntegration integration,
            Map<String, @Nullable Object> overrides,
            String template,
            List<Map.Entry<String, String>> headers,
            List<Map.Entry<String, String>> query) {
        String url = template;
        for (Map.Entry<String, String> parameter : integration.parameters().entrySet()) {
            String place = parameter.getKey();
            String value = RestValues.ofMethod(parameter.getValue(), call);
            if (value == null) {
                continue;
            }
            if (place.startsWith("integration.request.header.")) {
                RequestChanges.pair(headers, "", place.substring(27), value);
            } else if (place.startsWith("integration.request.querystring.")) {
                RequestChanges.pair(query, "", place.substring(32), value);
            } else if (place.startsWith("integration.request.path.")) {
                url = url.replace("{" + place.substring(25) + "}", value);
            }
        }
        for (Map.Entry<String, @Nullable Object> header :
                Doc.map(overrides.get("header")).entrySet()) {
            RequestChanges.pair(headers, "", header.getKey(), String.valueOf(header.getValue()));
        }
        for (Map.Entry<String, @Nullable Object> each :
                Doc.map(overrides.get("querystring")).entrySet()) {
            RequestChanges.pair(query, "", each.getKey(), String.valueOf(each.getValue()));
        }
        for (Map.Entry<String, @Nullable Object> each :
                Doc.map(overrides.get("path")).entrySet()) {
            url = url.replace("{" + each.getKey() + "}", String.valueOf(each.getValue()));
        }
        return url;
    }

    private static String withQuery(String url, List<Map.Entry<String, String>> query) {
        String text = query.stream()
                .map(pair -> Text.encoded(pair.getKey()) + "=" + Text.encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
        return text.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + text;
    }

    /** A request to one of AWS's services; null when the integration names none. */
    static HttpCaller.@Nullable Outgoing service(
            RestCall call, RestIntegration integration, byte[] body, Map<String, @Nullable Object> overrides) {
        Matcher uri = SERVICE.matcher(integration.uri());
        if (!uri.matches()) {
            return null;
        }
        String service = uri.group(1);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        List<Map.Entry<String, String>> query = new ArrayList<>();
        headers.add(Map.entry("Content-Type", "application/json"));
        String path = parameters(call, integration, overrides, "/" + uri.group(3), headers, query);
        if (uri.group(2).equals("path")) {
            return new HttpCaller.Outgoing(
                    service, integration.method(), withQuery(path, query), headers, body, integration.timeout());
        }
        String action = uri.group(3);
        if (TARGETS.get(service) instanceof String target) {
            if (headers.stream().noneMatch(header -> header.getKey().equalsIgnoreCase("x-amz-target"))) {
                headers.add(Map.entry("X-Amz-Target", target + action));
            }
            boolean older = service.equals("dynamodb") || service.equals("states");
            RequestChanges.pair(headers, "", "Content-Type", "application/x-amz-json-1." + (older ? "0" : "1"));
            return new HttpCaller.Outgoing(service, "POST", "/", headers, body, integration.timeout());
        }
        // The Query protocol: its parameters stand in the query string, or in a form that the template writes.
        String form = new String(body, StandardCharsets.UTF_8);
        query.addFirst(Map.entry("Action", action));
        String all = withQuery("", query).substring(1) + (form.contains("=") ? "&" + form : "");
        RequestChanges.pair(headers, "", "Content-Type", "application/x-www-form-urlencoded");
        return new HttpCaller.Outgoing(
                service, "POST", "/", headers, all.getBytes(StandardCharsets.UTF_8), integration.timeout());
    }

    /** What an expression means for an integration's answer. */
    static @Nullable String ofIntegration(
            String expression, RestCall call, List<Map.Entry<String, String>> headers, byte[] body) {
        if (RestValues.isStatic(expression)) {
            return expression.substring(1, expression.length() - 1);
        }
        if (expression.startsWith("integration.response.header.")) {
            return new HeaderList(headers).first(expression.substring(28));
        }
        if (expression.startsWith("integration.response.body")) {
            return RestValues.ofBody(new String(body, StandardCharsets.UTF_8), expression.substring(25));
        }
        return RestValues.ofContext(expression, call);
    }

    /** The bytes that a body in base64 means; the body itself when it is none. */
    static byte[] fromBase64(byte[] body) {
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException notBase64) {
            return body;
        }
    }
}
