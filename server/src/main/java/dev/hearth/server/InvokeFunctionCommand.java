package dev.hearth.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code invoke}: one synchronous invocation; the response goes to standard output. */
final class InvokeFunctionCommand {

    static final Command COMMAND = new Command(
            "invoke",
            "NAME",
            "Invoke a function and print its response; status 1 when it failed.",
            List.of(
                    new Command.Option("--payload", "JSON|@FILE", "The event. Default: {}"),
                    new Command.Option(
                            "--tail", "", "Print the end of its log, and where its time went, to standard error."),
                    Target.PORT,
                    Target.DATA),
            InvokeFunctionCommand::run);

    private static final String PHASES = "x-hearth-phases";

    private InvokeFunctionCommand() {}

    private static int run(Arguments arguments) {
        String name = arguments.parameter();
        boolean tail = arguments.has("--tail");
        Target target = Target.of(arguments);
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/json");
        if (tail) {
            headers.put("x-amz-log-type", "Tail");
            headers.put(PHASES, "1");
        }
        String path = "/2015-03-31/functions/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/invocations";
        SignedClient.Answer answer = SignedClient.of(target).post("lambda", path, headers, event(arguments));
        if (answer.status() != HttpURLConnection.HTTP_OK) {
            @Nullable String type = answer.header().apply("x-amzn-errortype");
            throw new CommandException((type == null ? "HTTP " + answer.status() : type) + ": " + answer.text());
        }
        @Nullable String log = answer.header().apply("x-amz-log-result");
        if (log != null) {
            System.err.print(new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8));
        }
        @Nullable String phases = answer.header().apply(PHASES);
        if (phases != null) {
            System.err.println(PhaseBar.of(phases, onTerminal()));
        }
        System.out.println(answer.text());
        @Nullable String error = answer.header().apply("x-amz-function-error");
        if (error != null) {
            System.err.println("hearth: the function failed (" + error + ")");
            return 1;
        }
        return 0;
    }

    private static boolean onTerminal() {
        return System.getenv("NO_COLOR") == null
                && System.console() != null
                && System.console().isTerminal();
    }

    private static byte[] event(Arguments arguments) {
        String payload = arguments.value("--payload").orElse("{}");
        if (!payload.startsWith("@")) {
            return payload.getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(payload.substring(1));
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandException("cannot read the payload from " + file + ": " + e.getMessage());
        }
    }
}
