package dev.hearth.services.worker;

import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.services.worker.EnvironmentState.InitFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** The errors that Lambda gives in a function's place, word for word. */
final class Outcomes {

    private static final Pattern ERROR_TYPE = Pattern.compile("(Runtime|Function)\\.[A-Z][a-zA-Z]+");

    private Outcomes() {}

    static Outcome response(ByteBuffer payload) {
        return new Outcome(Outcome.Kind.RESPONSE, payload, "", "");
    }

    /** An error that the runtime posted for this invocation; its payload goes to the caller as it is. */
    static Outcome functionError(String errorType, ByteBuffer payload) {
        return new Outcome(Outcome.Kind.FUNCTION_ERROR, payload, errorType, "");
    }

    static Outcome oversized(long size) {
        String message = "Response payload size (" + size + " bytes) exceeded maximum allowed payload size ("
                + Limits.PAYLOAD_BYTES + " bytes).";
        String type = "Function.ResponseSizeTooLarge";
        return new Outcome(Outcome.Kind.FUNCTION_ERROR, errorObject(type, message), type, "");
    }

    /** The runtime closed its connection in the middle of a streamed response. */
    static Outcome truncated(String requestId) {
        return runtimeFailure(
                requestId, "Runtime.TruncatedResponse", "Runtime closed its response before it was whole");
    }

    /**
     * The error object that a streamed response's trailers carry in base64; one of its type alone when they carry
     * none.
     */
    static ByteBuffer trailedError(String errorType, @Nullable String base64) {
        if (base64 == null) {
            return errorObject(errorType, "");
        }
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return errorObject(errorType, base64);
        }
    }

    static Outcome timedOut(String requestId, Duration timeout) {
        String message = timeoutMessage(timeout);
        ByteBuffer payload = errorObject("Sandbox.Timedout", "RequestId: " + requestId + " Error: " + message);
        return new Outcome(Outcome.Kind.TIMEOUT, payload, "Sandbox.Timedout", message);
    }

    static Outcome exited(String requestId, SandboxEnd end) {
        return runtimeFailure(requestId, exitType(end), exitMessage(end));
    }

    static Outcome initFailed(String requestId, InitFailure failure) {
        ByteBuffer payload = failure.payload();
        return payload == null
                ? runtimeFailure(requestId, failure.errorType(), failure.message())
                : new Outcome(Outcome.Kind.RUNTIME_FAILURE, payload, failure.errorType(), "");
    }

    static Outcome extensionFailed(String requestId, EnvironmentEvent.ExtensionFailed failure) {
        return runtimeFailure(requestId, failure.errorType(), failure.message());
    }

    static InitFailure initExited(SandboxEnd end) {
        return new InitFailure(exitType(end), exitMessage(end), null);
    }

    /** What a runtime posted about its init; a type that is none of Lambda's becomes {@code Runtime.Unknown}. */
    static InitFailure initErred(String errorType, ByteBuffer payload) {
        String type = ERROR_TYPE.matcher(errorType).find()
                ? errorType
                : errorType.startsWith("Function.") ? "Function.Unknown" : "Runtime.Unknown";
        return new InitFailure(type, "", payload);
    }

    static InitFailure invalidEntrypoint(String message) {
        return new InitFailure("Runtime.InvalidEntrypoint", message, null);
    }

    static String timeoutMessage(Duration timeout) {
        return String.format(Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / 1000.0);
    }

    /** {@code {"errorType":…,"errorMessage":…}}, in Lambda's order. */
    static ByteBuffer errorObject(String type, String message) {
        StringBuilder json = new StringBuilder(message.length() + type.length() + 40);
        json.append("{\"errorType\":\"");
        JsonStringEncoder.getInstance().quoteAsString(type, json);
        json.append("\",\"errorMessage\":\"");
        JsonStringEncoder.getInstance().quoteAsString(message, json);
        return ByteBuffer.wrap(json.append("\"}").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome runtimeFailure(String requestId, String type, String message) {
        ByteBuffer payload = errorObject(type, "RequestId: " + requestId + " Error: " + message);
        return new Outcome(Outcome.Kind.RUNTIME_FAILURE, payload, type, message);
    }

    /** Lambda names a kill by the memory limit {@code Runtime.OutOfMemory}, with the same message as any kill. */
    private static String exitType(SandboxEnd end) {
        if (end.exitStatus() == SandboxEnd.INVALID_ENTRYPOINT) {
            return "Runtime.InvalidEntrypoint";
        }
        return end.outOfMemory() ? "Runtime.OutOfMemory" : "Runtime.ExitError";
    }

    private static String exitMessage(SandboxEnd end) {
        if (end.exitStatus() == SandboxEnd.INVALID_ENTRYPOINT) {
            return "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]";
        }
        if (end.signal() == 0 && end.exitStatus() == 0) {
            return "Runtime exited without providing a reason";
        }
        return "Runtime exited with error: "
                + (end.signal() == 0 ? "exit status " + end.exitStatus() : "signal: " + signalName(end.signal()));
    }

    /** Signals under the names that Lambda prints, which are the Go library's. */
    static String signalName(int signal) {
        return switch (signal) {
            case 1 -> "hangup";
            case 2 -> "interrupt";
            case 3 -> "quit";
            case 4 -> "illegal instruction";
            case 5 -> "trace/breakpoint trap";
            case 6 -> "aborted";
            case 7 -> "bus error";
            case 8 -> "floating point exception";
            case 9 -> "killed";
            case 10 -> "user defined signal 1";
            case 11 -> "segmentation fault";
            case 12 -> "user defined signal 2";
            case 13 -> "broken pipe";
            case 14 -> "alarm clock";
            case 15 -> "terminated";
            case 31 -> "bad system call";
            default -> "signal " + signal;
        };
    }
}
