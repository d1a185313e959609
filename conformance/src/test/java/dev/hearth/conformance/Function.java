package dev.hearth.conformance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/** One function of a test, made as a user makes it and deleted at the end. */
final class Function implements AutoCloseable {

    static final String ROLE = "arn:aws:iam::000000000000:role/any";
    /** Of whoever asks for no other: what is quick may still be starved by a busy machine. Queues hide for longer. */
    private static final int TIMEOUT_SECONDS = 30;

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final LambdaClient lambda;
    private final String name;

    private Function(LambdaClient lambda, String name) {
        this.lambda = lambda;
        this.name = name;
    }

    /** Creates a function of a name of its own and waits until it is active. */
    static Function create(
            Hearth hearth, String runtime, byte[] zip, UnaryOperator<CreateFunctionRequest.Builder> more) {
        String name = "conformance-" + NEXT.incrementAndGet();
        CreateFunctionRequest.Builder request = CreateFunctionRequest.builder()
                .functionName(name)
                .runtime(runtime)
                .handler("app.handler")
                .role(ROLE)
                .timeout(TIMEOUT_SECONDS)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(zip)));
        hearth.lambda().createFunction(more.apply(request).build());
        hearth.lambda().waiter().waitUntilFunctionActiveV2(get -> get.functionName(name));
        return new Function(hearth.lambda(), name);
    }

    static Function python(Hearth hearth, String source) {
        return python(hearth, source, UnaryOperator.identity());
    }

    static Function python(Hearth hearth, String source, UnaryOperator<CreateFunctionRequest.Builder> more) {
        return create(hearth, "python3.11", Zip.of("app.py", source), more);
    }

    static Function node(Hearth hearth, String source) {
        return create(hearth, nodeRuntime(), Zip.of("app.mjs", source), UnaryOperator.identity());
    }

    /** Node.js 20 as on Lambda; in guests the one of Debian's packages, of which their image is made. */
    static String nodeRuntime() {
        return Hearth.inGuests() ? "nodejs18.x" : "nodejs20.x";
    }

    String name() {
        return name;
    }

    String logGroup() {
        return "/aws/lambda/" + name;
    }

    /** An answer as tests look at it. */
    record Answer(String payload, @Nullable String error, String log, String version) {

        boolean failed() {
            return error != null;
        }
    }

    Answer invoke(String payload) {
        InvokeResponse response = lambda.invoke(
                request -> request.functionName(name).logType(LogType.TAIL).payload(SdkBytes.fromUtf8String(payload)));
        String log = response.logResult() == null
                ? ""
                : new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
        return new Answer(response.payload().asUtf8String(), response.functionError(), log, response.executedVersion());
    }

    void updateCode(byte[] zip) {
        lambda.updateFunctionCode(request -> request.functionName(name).zipFile(SdkBytes.fromByteArray(zip)));
        lambda.waiter().waitUntilFunctionUpdatedV2(get -> get.functionName(name));
    }

    void updateEnvironment(Map<String, String> variables) {
        lambda.updateFunctionConfiguration(
                request -> request.functionName(name).environment(environment -> environment.variables(variables)));
        lambda.waiter().waitUntilFunctionUpdatedV2(get -> get.functionName(name));
    }

    static UnaryOperator<CreateFunctionRequest.Builder> timeout(Duration timeout) {
        return request -> request.timeout((int) timeout.toSeconds());
    }

    @Override
    public void close() {
        lambda.deleteFunction(request -> request.functionName(name));
    }
}
