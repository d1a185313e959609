package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.apigateway.GatewayRequest;
import dev.hearth.neighbours.iam.AccessRequest;
import dev.hearth.neighbours.iam.Caller;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.neighbours.iam.Signer;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer. Belongs to its event loop, except {@link #onTask}'s work.
 *
 * <pre>
 * start   -- head is fine -------------> reading
 * reading -- body is there, signed ----> serving
 * start, reading, serving -- answer ---> answered; what still arrives of the body is thrown away
 * </pre>
 */
final class Exchange {

    /** How much of a refused body is read, so that its sender gets to see the answer; bytes. */
    static final long DRAIN_BYTES = 128L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final CharSequence REQUEST_ID = AsciiString.cached("x-amzn-RequestId");
    private static final CharSequence CONTENT_TYPE = AsciiString.cached("Content-Type");
    private static final CharSequence DATE = AsciiString.cached("Date");

    private final EdgeLoop loop;
    private final Peer peer;
    private final HttpServerRequest request;
    private final RequestHead head;
    private final String requestId;
    private @Nullable Claim claim;
    private @Nullable Signer key;
    private GatewayRequest.@Nullable Signature signature;
    private @Nullable Target target;
    private @Nullable Body body;
    private boolean answered;
    private long drained;
    private long wholeNanos;

    Exchange(EdgeLoop loop, Peer peer, HttpServerRequest request) {
        this.loop = loop;
        this.peer = peer;
        this.request = request;
        this.head = RequestHead.of(request);
        this.requestId = loop.requestId();
    }

    /** Looks at the head; asks for the body when nothing speaks against it. */
    void start() {
        peer.reading(this, loop.now());
        request.exceptionHandler(gone -> abandoned());
        try {
            Target wanted = Targets.plain(loop.parts(), head, request);
            target = wanted;
            if (wanted instanceof StreamTarget stream) {
                new StreamExchange(this, peer, stream, request).begin();
                return;
            }
            if (wanted instanceof UrlTarget url && url.isSigned()) {
                admit();
            } else if (wanted instanceof GatewayTarget api) {
                admitQuietly();
                if (GatewayTarget.isHandshake(head)) {
                    upgrade(api);
                    return;
                }
            } else if (wanted == null) {
                wanted = Targets.signed(loop.parts(), head, admit());
            }
            target = wanted;
            receive(wanted);
        } catch (Refusal refusal) {
            refuse(refusal);
        } catch (RuntimeException bug) {
            failed(bug);
        }
    }

    private Claim admit() {
        Claim given = ClaimReader.read(head);
        key = loop.signatures().admit(given);
        claim = given;
        if (target != null && !given.service().equals("lambda")) {
            throw EdgeError.INVALID_SIGNATURE.because("Credential should be scoped to correct service: 'lambda'.");
        }
        return given;
    }

    /** An API may ask for a signature or not: what is wrong with it matters only when it does. */
    private void admitQuietly() {
        if (!GatewayTarget.claimsSignature(head)) {
            return;
        }
        try {
            Claim given = ClaimReader.read(head);
            key = loop.signatures().admit(given);
            claim = given;
            if (!given.service().equals("execute-api")) {
                throw EdgeError.INVALID_SIGNATURE.because(
                        "Credential should be scoped to correct service: 'execute-api'.");
            }
        } catch (Refusal refusal) {
            signature = GatewayTarget.refused(refusal);
        }
    }

    private void verify(Claim given, Signer known, Body incoming) {
        boolean unsigned = SigV4.UNSIGNED_PAYLOAD.equals(head.header("x-amz-content-sha256"));
        String hash = unsigned ? SigV4.UNSIGNED_PAYLOAD : incoming.hash(loop.signatures());
        loop.signatures().verify(head, given, known, hash);
    }

    private void verifyQuietly(Claim given, Signer known, Body incoming) {
        try {
            verify(given, known, incoming);
            signature = new GatewayRequest.Signature.Signed(
                    given.accessKeyId(),
                    known.caller().account(),
                    known.caller().arn(),
                    known.caller().userId());
        } catch (Refusal refusal) {
            signature = GatewayTarget.refused(refusal);
        }
    }

    /** A handshake of WebSocket's has no body; whoever answers it decides about the connection. */
    private void upgrade(GatewayTarget api) {
        peer.serving();
        request.pause();
        if (claim != null && key != null && signature == null) {
            verifyQuietly(claim, key, new Body(0, loop.parts()));
        }
        api.open(this, request);
    }

    private void receive(Target wanted) {
        Body incoming = new Body(wanted.bodyLimit(), loop.parts());
        body = incoming;
        String announced = head.header("Content-Length");
        if (announced != null && tooLong(announced, wanted.bodyLimit())) {
            answer(wanted.tooLarge());
            return;
        }
        request.handler(chunk -> chunk(wanted, incoming, chunk));
        request.endHandler(end -> complete(wanted, incoming));
        if ("100-continue".equalsIgnoreCase(head.header("Expect"))) {
            request.response().writeContinue();
        }
    }

    private static boolean tooLong(String announced, int limit) {
        try {
            return Long.parseLong(announced.trim()) > limit;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private void chunk(Target wanted, Body incoming, Buffer chunk) {
        if (answered) {
            drain(chunk);
            return;
        }
        try {
            if (!incoming.add(chunk)) {
                answer(wanted.tooLarge());
            }
        } catch (Refusal refusal) {
            refuse(refusal);
        } catch (RuntimeException bug) {
            failed(bug);
        }
    }

    private void drain(Buffer chunk) {
        drained += chunk.length();
        if (drained > DRAIN_BYTES) {
            request.connection().close();
        }
    }

    private void complete(Target wanted, Body incoming) {
        if (answered) {
            return;
        }
        wholeNanos = loop.parts().ports().time().nanos();
        peer.serving();
        try {
            if (claim != null && key != null) {
                if (!(wanted instanceof GatewayTarget)) {
                    verify(claim, key, incoming);
                } else if (signature == null) {
                    verifyQuietly(claim, key, incoming);
                }
            }
            wanted.serve(this, incoming);
        } catch (Refusal refusal) {
            refuse(refusal);
        } catch (RuntimeException bug) {
            failed(bug);
        }
    }

    /** Makes the answer on a task, where it may block. */
    void onTask(String name, Supplier<Reply> work) {
        loop.parts().ports().tasks().start(name, () -> {
            Reply reply;
            try {
                reply = work.get();
            } catch (Refusal refusal) {
                reply = errorReply(refusal);
            } catch (RuntimeException | Error bug) {
                LOG.error("{} failed, request {}", name, requestId, bug);
                reply = internalReply();
            }
            Reply made = reply;
            loop.run(() -> send(made));
        });
    }

    /** The body did not arrive in time. */
    void tooSlow() {
        refuse(EdgeError.TIMED_OUT.because("The request's body did not arrive in time"));
    }

    private void abandoned() {
        answered = true;
        if (body != null) {
            body.release();
        }
    }

    private void refuse(Refusal refusal) {
        send(errorReply(refusal));
    }

    void failed(RuntimeException bug) {
        LOG.error("{} {} failed, request {}", head.method(), head.path(), requestId, bug);
        send(internalReply());
    }

    /** Answers with {@code error} in the form of the API at hand. */
    void answer(AwsError error) {
        ServedApi api = api();
        send(api == null ? plain(error) : api.protocol().error(error, requestId));
    }

    private Reply errorReply(Refusal refusal) {
        ServedApi api = api();
        return api == null
                ? plain(refusal.error().json(refusal.text()))
                : api.protocol().error(api.protocol().named(refusal.error(), refusal.text()), requestId);
    }

    private Reply internalReply() {
        ServedApi api = api();
        String message = "Hearth failed; its log says why under this request's id";
        return api == null
                ? plain(EdgeError.INTERNAL.json(message))
                : api.protocol().error(api.api().error(new Fault(Fault.Kind.INTERNAL, message)), requestId);
    }

    private Reply plain(AwsError error) {
        return target == null ? PlainError.reply(error) : target.plain(error);
    }

    private @Nullable ServedApi api() {
        if (target != null) {
            return target.api();
        }
        ServedApi claimed = claim == null ? null : loop.parts().api(claim.service(), head);
        return claimed != null ? claimed.spokenBy(head) : loop.parts().guess(head);
    }

    /** On the event loop. */
    void send(Reply reply) {
        HttpServerResponse response = begin(reply.status());
        if (response != null) {
            reply.headers().forEach(response::putHeader);
            if (!reply.contentType().isEmpty()) {
                response.putHeader(CONTENT_TYPE, reply.contentType());
            }
            response.end(BufferInternal.buffer(Unpooled.wrappedBuffer(reply.body())));
        }
    }

    /** The response with what every answer carries; null when nobody waits for it any more. On the event loop. */
    @Nullable
    HttpServerResponse begin(int status) {
        return begin(status, false);
    }

    /** As {@link #begin}, for an answer that takes its time; {@link #streamed} tells its end. */
    @Nullable
    HttpServerResponse beginStream(int status) {
        return begin(status, true);
    }

    /** The answer that {@link #beginStream} began is over. */
    void streamed() {
        peer.waiting(loop.now());
    }

    /** Closes the connection, whatever was sent. */
    void disconnect() {
        request.connection().close();
    }

    private @Nullable HttpServerResponse begin(int status, boolean streaming) {
        HttpServerResponse response = request.response();
        if (answered || response.closed() || response.ended()) {
            abandoned();
            return null;
        }
        answered = true;
        if (!streaming) {
            peer.waiting(loop.now());
        }
        if (body != null) {
            body.release();
        }
        if (!request.isEnded()) {
            request.handler(this::drain);
        }
        return response.setStatusCode(status).putHeader(REQUEST_ID, requestId).putHeader(DATE, loop.date());
    }

    /** What became of a signature to an API; null when there is none. */
    GatewayRequest.@Nullable Signature signature() {
        return signature;
    }

    EdgeLoop loop() {
        return loop;
    }

    /** The id that the answer carries. */
    String requestId() {
        return requestId;
    }

    /** When the request was there with all of its body, in the clock's nanoseconds. */
    long wholeNanos() {
        return wholeNanos;
    }

    /** Asks the one decision point; refuses what it does not allow. */
    void require(String service, String operation, String resource) {
        require(new AccessRequest(caller(), service, operation, resource));
    }

    /** The same about a resource that has a policy of its own. */
    void require(AccessRequest question) {
        if (!loop.parts().decisions().allows(question)) {
            throw EdgeError.ACCESS_DENIED.because(DecisionPoint.refusal(question));
        }
    }

    /** Who makes this request. */
    Caller caller() {
        Signer signer = key;
        return signer == null ? Caller.ANONYMOUS : signer.caller();
    }

    /** What a handler may know of this request. */
    Call call() {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        request.response().closeHandler(closed -> gone.complete(null));
        return new Call(
                requestId,
                claim == null ? "" : claim.accessKeyId(),
                caller(),
                loop.parts().scope(),
                head.endpoint(),
                head.header("X-Amzn-Trace-Id"),
                gone);
    }
}
