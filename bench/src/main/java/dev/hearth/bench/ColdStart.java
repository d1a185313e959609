package dev.hearth.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of one cold invocation, milliseconds.
 *
 * @param total what the caller waited
 * @param init from REPORT: the runtime's start inside the sandbox, up to its first {@code next}
 * @param duration from REPORT: the handler's
 * @param bare the runtime's own start measured outside Hearth: from the start of its process to its first {@code next}
 */
record ColdStart(double total, double init, double duration, double bare) {

    private static final Pattern INIT = Pattern.compile("Init Duration: ([0-9.]+) ms");
    private static final Pattern DURATION = Pattern.compile("\tDuration: ([0-9.]+) ms");
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int PATIENCE_MILLIS = 30_000;

    /** What is neither init nor handler: admission, the sandbox, and delivery both ways. */
    double sandbox() {
        return total - init - duration;
    }

    /** What the caller waited beyond the runtime's own start. */
    double beyond() {
        return total - bare;
    }

    /** Invokes a function that never ran before. */
    static ColdStart measure(HearthProcess hearth, String name, String event, double bare) {
        RawHttp.Response response = hearth.invoke(name, event, Map.of("x-amz-log-type", "Tail"));
        String log = new String(
                Base64.getDecoder().decode(response.headers().getOrDefault("x-amz-log-result", "")),
                StandardCharsets.UTF_8);
        return new ColdStart(response.nanos() / NANOS_PER_MILLI, number(INIT, log), number(DURATION, log), bare);
    }

    private static double number(Pattern pattern, String log) {
        Matcher matcher = pattern.matcher(log);
        if (!matcher.find()) {
            throw new BenchException("the log of a cold invocation has no " + pattern + ": " + log);
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** Starts a runtime outside any sandbox; returns the milliseconds to its first request. */
    static double bareStart(List<String> command, Path taskRoot, String handler) {
        try (ServerSocket api = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            api.setSoTimeout(PATIENCE_MILLIS);
            Map<String, String> environment = Map.of(
                    "AWS_LAMBDA_RUNTIME_API",
                    "127.0.0.1:" + api.getLocalPort(),
                    "LAMBDA_TASK_ROOT",
                    taskRoot.toString(),
                    "_HANDLER",
                    handler);
            long start = System.nanoTime();
            try (Child _ = Child.startSilent(command, environment);
                    Socket connection = api.accept()) {
                if (connection.getInputStream().read() != 'G') {
                    throw new BenchException(command + " did not ask for an invocation");
                }
                return (System.nanoTime() - start) / NANOS_PER_MILLI;
            }
        } catch (IOException e) {
            throw new BenchException("cannot start " + command, e);
        }
    }
}
