package dev.hearth.neighbours.apigateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** First-class AWS service integrations of HTTP APIs as requests to those services (developer guide, "reference"). */
final class ServiceCalls {

    private static final String JSON_1_0 = "application/x-amz-json-1.0";
    private static final String JSON_1_1 = "application/x-amz-json-1.1";

    private ServiceCalls() {}

    /** The request, or null for a service that Hearth does not have. */
    static HttpCaller.@Nullable Outgoing of(HttpIntegration integration, HttpCall call) {
        Map<String, String> given = new LinkedHashMap<>();
        integration.requestParameters().forEach((name, expression) -> {
            String value = HttpValues.of(expression, call, null);
            if (value != null) {
                given.put(name, value);
            }
        });
        return switch (integration.subtype()) {
            case "SQS-SendMessage" -> json("sqs", "AmazonSQS.SendMessage", JSON_1_0, given, integration);
            case "SQS-DeleteMessage" -> json("sqs", "AmazonSQS.DeleteMessage", JSON_1_0, given, integration);
            case "SQS-ReceiveMessage" -> json("sqs", "AmazonSQS.ReceiveMessage", JSON_1_0, given, integration);
            case "SQS-PurgeQueue" -> json("sqs", "AmazonSQS.PurgeQueue", JSON_1_0, given, integration);
            case "EventBridge-PutEvents" ->
                json("events", "AWSEvents.PutEvents", JSON_1_1, Map.of("Entries", List.of(entry(given))), integration);
            default -> null;
        };
    }

    private static Map<String, Object> entry(Map<String, String> given) {
        Map<String, Object> entry = new LinkedHashMap<>(given);
        if (given.get("Resources") instanceof String resources) {
            entry.put("Resources", List.of(resources.split(",")));
        }
        return entry;
    }

    private static HttpCaller.Outgoing json(
            String service, String target, String type, Map<String, ?> body, HttpIntegration integration) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("X-Amz-Target", target));
        headers.add(Map.entry("Content-Type", type));
        byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        return new HttpCaller.Outgoing(service, "POST", "/", headers, bytes, integration.timeout());
    }
}
