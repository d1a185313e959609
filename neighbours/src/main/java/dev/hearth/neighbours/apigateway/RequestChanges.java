package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an HTTP API changes in a request before its integration sees it: {@code overwrite:header.name} and so on. */
final class RequestChanges {

    private RequestChanges() {}

    static HttpCall apply(Map<String, String> changes, HttpCall call) {
        if (changes.isEmpty()) {
            return call;
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        call.request().headers().forEach(headers::add);
        List<Map.Entry<String, String>> query =
                new ArrayList<>(Text.pairs(call.request().query()));
        String path = call.routePath();
        for (Map.Entry<String, String> change : changes.entrySet()) {
            int colon = change.getKey().indexOf(':');
            String how = colon < 0 ? "" : change.getKey().substring(0, colon);
            String what = change.getKey().substring(colon + 1);
            String value = HttpValues.of(change.getValue(), call, null);
            if (what.startsWith("header.")) {
                pair(headers, how, what.substring(7), value);
            } else if (what.startsWith("querystring.")) {
                pair(query, how, what.substring(12), value);
            } else if (what.equals("path") && value != null) {
                path = value.startsWith("/") ? value : "/" + value;
            }
        }
        return changed(call, headers, query, path);
    }

    static void pair(List<Map.Entry<String, String>> pairs, String how, String name, @Nullable String value) {
        if (!how.equals("append")) {
            pairs.removeIf(pair -> pair.getKey().equalsIgnoreCase(name));
        }
        if (!how.equals("remove") && value != null) {
            pairs.add(Map.entry(name, value));
        }
    }

    private static HttpCall changed(
            HttpCall call,
            List<Map.Entry<String, String>> headers,
            List<Map.Entry<String, String>> query,
            String path) {
        GatewayRequest old = call.request();
        GatewayRequest request = new GatewayRequest(
                old.api(),
                old.path(),
                old.byPath(),
                old.method(),
                query.stream()
                        .map(pair -> Text.encoded(pair.getKey()) + "=" + Text.encoded(pair.getValue()))
                        .collect(Collectors.joining("&")),
                new HeaderList(headers),
                old.body(),
                old.sourceIp(),
                old.domain(),
                old.requestId(),
                old.signature());
        return new HttpCall(
                call.stage(),
                call.route(),
                request,
                path,
                call.parameters(),
                call.identity(),
                call.now(),
                call.scope());
    }
}
