package dev.hearth.neighbours.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an HTTP API changes in a response of its integration, by the response's status. */
final class ResponseChanges {

    private ResponseChanges() {}

    static GatewayResponse apply(Map<String, Map<String, String>> changes, GatewayResponse response, HttpCall call) {
        Map<String, String> own = changes.get(String.valueOf(response.status()));
        if (own == null) {
            return response;
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>(response.headers());
        int status = response.status();
        for (Map.Entry<String, String> change : own.entrySet()) {
            int colon = change.getKey().indexOf(':');
            String how = colon < 0 ? "" : change.getKey().substring(0, colon);
            String what = change.getKey().substring(colon + 1);
            String value = HttpValues.of(change.getValue(), call, response);
            if (what.startsWith("header.")) {
                RequestChanges.pair(headers, how, what.substring(7), value);
            } else if (what.equals("statuscode") && value != null && value.matches("[1-5]\\d\\d")) {
                status = Integer.parseInt(value);
            }
        }
        return new GatewayResponse(status, headers, response.body());
    }
}
