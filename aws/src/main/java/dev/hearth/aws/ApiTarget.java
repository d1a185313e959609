package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import dev.hearth.core.FaultException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * A request for an operation of an API, by the generic codec.
 *
 * @param api which
 * @param match the operation; null while only the body can tell
 * @param head of the request
 */
record ApiTarget(ServedApi api, @Nullable Match match, RequestHead head) implements Target {

    /** The generic codec does not know what a request is about. */
    private static final String EVERYTHING = "*";

    static ApiTarget of(ServedApi api, RequestHead head) {
        return new ApiTarget(api, api.protocol().match(head), head);
    }

    @Override
    public int bodyLimit() {
        return match == null
                ? Limits.BODY_BYTES
                : Limits.body(api.model().service(), match.operation().name());
    }

    @Override
    public AwsError tooLarge() {
        return api.protocol()
                .named(
                        EdgeError.TOO_LARGE,
                        "Request must be smaller than " + bodyLimit() + " bytes for the "
                                + (match == null ? "" : match.operation().name() + " ") + "operation");
    }

    @Override
    public void serve(Exchange exchange, Body body) {
        // Taken here, on the loop: the body is emptied there when its sender goes away.
        ByteBuffer bytes = body.bytes();
        Match known = match != null ? match : api.protocol().match(head, bytes);
        String name = known.operation().name();
        Operation<?, ?> operation = api.built().get(name);
        if (operation == null) {
            throw EdgeError.UNKNOWN_OPERATION.because("Hearth has not built the operation " + name + " of the API '"
                    + api.model().service() + "'. What it has is listed in docs/COVERAGE.md.");
        }
        String service = api.model().service();
        exchange.require(service, Actions.of(service, name), EVERYTHING);
        Call call = exchange.call();
        RawHandler raw = operation.raw();
        if (raw == null) {
            exchange.onTask("aws " + service + ":" + name, () -> answer(exchange, known, operation, call, bytes));
            return;
        }
        switch (raw.begin(call, name, bytes)) {
            case RawHandler.Step.OnTask(Supplier<RawHandler.Answer> work) ->
                exchange.onTask("aws " + service + ":" + name, () -> answer(work.get()));
            case RawHandler.Step.Later(CompletionStage<Supplier<RawHandler.Answer>> later) ->
                later.whenComplete((made, failure) -> exchange.loop().run(() -> send(exchange, made, failure)));
        }
    }

    private void send(Exchange exchange, @Nullable Supplier<RawHandler.Answer> made, @Nullable Throwable failure) {
        if (made == null) {
            exchange.failed(new IllegalStateException("the operation gave nothing to answer", failure));
            return;
        }
        try {
            exchange.send(answer(made.get()));
        } catch (RuntimeException bug) {
            exchange.failed(bug);
        }
    }

    private Reply answer(RawHandler.Answer answer) {
        return new Reply(answer.status(), api.protocol().contentType(), Map.of(), answer.body());
    }

    private <I extends SdkPojo, O extends SdkPojo> Reply answer(
            Exchange exchange, Match known, Operation<I, O> operation, Call call, ByteBuffer body) {
        SdkPojo builder = operation.request().get();
        api.protocol().read(known, head, body, builder);
        @SuppressWarnings("unchecked") // Operation's contract: its builder makes an I
        I request = (I) ((Buildable) builder).build();
        PassedRoles.of(api.model().service(), operation.name(), request)
                .forEach(role -> exchange.require("iam", "PassRole", role));
        try {
            O response = operation.handler().handle(call, request);
            return api.protocol().write(known, response, call.requestId());
        } catch (FaultException refused) {
            return api.protocol().error(api.api().error(refused.fault()), call.requestId());
        }
    }
}
