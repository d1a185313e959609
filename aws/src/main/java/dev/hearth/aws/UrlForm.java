package dev.hearth.aws;

import dev.hearth.core.Fault;
import dev.hearth.neighbours.apigateway.FunctionResponse;
import dev.hearth.neighbours.apigateway.GatewayResponse;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.registry.FunctionUrl;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a function URL. A streamed one may begin with its status and headers as JSON and eight zero bytes
 * (Lambda developer guide, "Response streaming", and the custom runtime's content type for it). One exchange's, on
 * its event loop.
 */
final class UrlForm implements StreamForm {

    /** The longest status and headers of a streamed response; bytes. */
    static final int PRELUDE_BYTES = 64 * 1024;

    private static final String WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";
    private static final int ZEROS = 8;
    private static final byte[] ERROR = "Internal Server Error".getBytes(StandardCharsets.US_ASCII);
    /** What belongs to the connection and not to the function. */
    static final Set<String> OURS =
            Set.of("connection", "content-length", "transfer-encoding", "keep-alive", "te", "trailer", "upgrade");

    private final FunctionUrl url;
    private final RequestHead head;
    private @Nullable ByteArrayOutputStream prelude;
    private int zeros;
    private boolean broken;

    UrlForm(FunctionUrl url, RequestHead head) {
        this.url = url;
        this.head = head;
    }

    @Override
    public void begins(StreamedAnswer to, String executedVersion, String contentType) {
        if (contentType.startsWith(WITH_PRELUDE)) {
            prelude = new ByteArrayOutputStream();
            return;
        }
        HttpServerResponse response = to.open(200);
        if (response != null) {
            response.putHeader("Content-Type", contentType.isEmpty() ? "application/octet-stream" : contentType);
            UrlCors.apply(url.cors(), head, response.headers());
            response.writeHead();
        }
    }

    @Override
    public @Nullable Buffer chunk(StreamedAnswer to, ByteBuffer bytes) {
        ByteArrayOutputStream collected = prelude;
        while (collected != null && !broken && bytes.hasRemaining()) {
            byte next = bytes.get();
            zeros = next == 0 ? zeros + 1 : 0;
            collected.write(next);
            if (zeros == ZEROS) {
                prelude = null;
                open(to, collected.toByteArray());
                collected = null;
            } else if (collected.size() > PRELUDE_BYTES) {
                broken = true;
            }
        }
        return broken || prelude != null || !bytes.hasRemaining()
                ? null
                : BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    private void open(StreamedAnswer to, byte[] collected) {
        ByteBuffer json = ByteBuffer.wrap(collected, 0, collected.length - ZEROS);
        GatewayResponse result = FunctionResponse.prelude(json, "application/octet-stream");
        if (result == null) {
            broken = true;
            return;
        }
        HttpServerResponse response = to.open(result.status());
        if (response != null) {
            headers(response, result);
            response.writeHead();
        }
    }

    private void headers(HttpServerResponse response, GatewayResponse result) {
        result.headers().forEach(header -> {
            if (header.getKey().equalsIgnoreCase("Set-Cookie")) {
                response.headers().add(header.getKey(), header.getValue());
            } else if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                response.headers().set(header.getKey(), header.getValue());
            }
        });
        UrlCors.apply(url.cors(), head, response.headers());
    }

    @Override
    public void ends(StreamedAnswer to, InvokeOutcome outcome) {
        switch (outcome) {
            case InvokeOutcome.Answered answered
            when to.isOpen() -> {
                if (answered.functionError().isEmpty() && !broken) {
                    to.end();
                } else {
                    to.cutOff();
                }
            }
            case InvokeOutcome.Answered answered -> whole(to.exchange(), answered);
            case InvokeOutcome.Accepted _, InvokeOutcome.WouldRun _ ->
                refuse(to.exchange(), 500, "Internal Server Error");
            case InvokeOutcome.Refused refused -> refuse(to.exchange(), refused.fault());
        }
    }

    private void whole(Exchange exchange, InvokeOutcome.Answered answered) {
        boolean failed = !answered.functionError().isEmpty() || broken || prelude != null;
        if (!failed && url.invokeMode() == FunctionUrl.InvokeMode.RESPONSE_STREAM) {
            HttpServerResponse response = exchange.begin(200);
            if (response != null) {
                response.putHeader("Content-Type", "application/json");
                UrlCors.apply(url.cors(), head, response.headers());
                end(response, answered.payload());
            }
            return;
        }
        GatewayResponse result = failed ? null : FunctionResponse.of(answered.payload(), "application/json");
        if (result == null) {
            broken(exchange);
            return;
        }
        HttpServerResponse response = exchange.begin(result.status());
        if (response != null) {
            try {
                headers(response, result);
            } catch (IllegalArgumentException notAHeader) {
                response.headers().clear();
                end(response.setStatusCode(502), ByteBuffer.wrap(ERROR));
                return;
            }
            end(response, result.body());
        }
    }

    /** The function failed, or what it returned is no response: Lambda tells the caller nothing of it. */
    private void broken(Exchange exchange) {
        HttpServerResponse response = exchange.begin(502);
        if (response != null) {
            response.putHeader("Content-Type", "application/json");
            UrlCors.apply(url.cors(), head, response.headers());
            end(response, ByteBuffer.wrap(ERROR));
        }
    }

    private static void end(HttpServerResponse response, ByteBuffer body) {
        response.end(BufferInternal.buffer(Unpooled.wrappedBuffer(body)));
    }

    private void refuse(Exchange exchange, Fault fault) {
        switch (fault.kind()) {
            case THROTTLED -> refuse(exchange, 429, fault.message());
            case REQUEST_TOO_LARGE -> refuse(exchange, 413, fault.message());
            case NOT_FOUND, ACCESS_DENIED -> refuse(exchange, 403, UrlTarget.FORBIDDEN);
            case UNAVAILABLE -> refuse(exchange, 503, "Service Unavailable");
            case VALIDATION,
                    INVALID_PARAMETER,
                    INVALID_REQUEST_CONTENT,
                    UNSUPPORTED_MEDIA_TYPE,
                    ALREADY_EXISTS,
                    CONFLICT,
                    PRECONDITION_FAILED,
                    LIMIT_EXCEEDED,
                    CODE_STORAGE_EXCEEDED,
                    RECURSIVE_INVOCATION,
                    INVALID_ZIP,
                    INVALID_RUNTIME,
                    SNAP_START,
                    SNAP_START_TIMEOUT,
                    NOT_READY,
                    INTERNAL -> refuse(exchange, 502, "Internal Server Error");
        }
    }

    /** Answers in the URL's name. */
    void refuse(Exchange exchange, int status, String message) {
        HttpServerResponse response = exchange.begin(status);
        if (response != null) {
            response.putHeader("Content-Type", "application/json");
            UrlCors.apply(url.cors(), head, response.headers());
            response.end(Buffer.buffer(UrlTarget.message(message)));
        }
    }
}
