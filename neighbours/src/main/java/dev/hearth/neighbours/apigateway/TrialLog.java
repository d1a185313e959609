package dev.hearth.neighbours.apigateway;

import dev.hearth.core.Time;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What happened to a method that is tried, line by line, as API Gateway's execution logs tell it. Thread-safe. */
final class TrialLog {

    /** Of a body; longer ones are cut. */
    private static final int TEXT_CHARS = 1_024;

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH);

    private final Time time;
    private final StringBuilder lines = new StringBuilder();

    TrialLog(Time time, RestCall call) {
        this.time = time;
        GatewayRequest request = call.request();
        lines.append("Execution log for request ").append(request.requestId()).append('\n');
        line("Starting execution for request: " + request.requestId());
        line("HTTP Method: " + request.method() + ", Resource Path: " + call.path());
        line("Method request path: " + call.parameters());
        line("Method request query string: " + call.query());
        line("Method request headers: " + Text.grouped(request.headers()));
        line("Method request body before transformations: " + text(request.body()));
    }

    private synchronized void line(String text) {
        lines.append(WHEN.format(time.instant().atOffset(ZoneOffset.UTC)))
                .append(" : ")
                .append(text)
                .append('\n');
    }

    private static String text(ByteBuffer bytes) {
        return cut(StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
    }

    private static String cut(String text) {
        return text.length() <= TEXT_CHARS ? text : text.substring(0, TEXT_CHARS) + " [TRUNCATED]";
    }

    /** {@code functions}, whose calls are told. */
    Functions listening(Functions functions) {
        return new Functions() {
            @Override
            public CompletionStage<Result> call(
                    String function, byte[] event, boolean asynchronous, String requestId, @Nullable String trace) {
                line("Endpoint request body after transformations: " + text(ByteBuffer.wrap(event)));
                line("Sending request to " + function);
                long start = time.nanos();
                return functions
                        .call(function, event, asynchronous, requestId, trace)
                        .thenApply(result -> {
                            received(start);
                            line(
                                    switch (result) {
                                        case Result.Returned(ByteBuffer payload, String error) ->
                                            "Endpoint response body before transformations: " + text(payload)
                                                    + (error.isEmpty() ? "" : " (" + error + ")");
                                        case Result.Accepted _ -> "The function takes the event later";
                                        case Result.Refused(Result.Why why, String message) ->
                                            "Execution failed due to configuration error: " + why + " " + message;
                                    });
                            return result;
                        });
            }

            @Override
            public boolean permits(String function, String sourceArn) {
                boolean permitted = functions.permits(function, sourceArn);
                if (!permitted) {
                    line("Execution failed due to configuration error: Invalid permissions on Lambda function, for "
                            + sourceArn);
                }
                return permitted;
            }
        };
    }

    /** {@code caller}, whose calls are told. */
    HttpCaller listening(HttpCaller caller) {
        return request -> {
            line("Endpoint request URI: " + request.url());
            line("Endpoint request headers: " + Text.grouped(request.headers()));
            line("Endpoint request body after transformations: " + text(ByteBuffer.wrap(request.body())));
            line("Sending request to " + request.url());
            long start = time.nanos();
            return caller.call(request).thenApply(answer -> {
                received(start);
                line("Endpoint response status: " + answer.status());
                line("Endpoint response headers: " + Text.grouped(answer.headers()));
                line("Endpoint response body before transformations: " + text(ByteBuffer.wrap(answer.body())));
                return answer;
            });
        };
    }

    private void received(long start) {
        line("Received response. Integration latency: " + (time.nanos() - start) / 1_000_000 + " ms");
    }

    /** The whole, with what the method answered. */
    synchronized String end(int status, String body, Map<String, List<String>> headers) {
        line("Method response body after transformations: " + cut(body));
        line("Method response headers: " + headers);
        line("Successfully completed execution");
        line("Method completed with status: " + status);
        return lines.toString();
    }
}
