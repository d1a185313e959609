package dev.hearth.guest;

import dev.hearth.guest.FakeRuntimeApi.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A bootstrap under an interpreter of this machine, served by a {@link FakeRuntimeApi}; its output goes to a file. */
final class RuntimeProcess implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE_SECONDS = 120;

    final FakeRuntimeApi api;
    private final Process process;
    private final Path output;

    private RuntimeProcess(FakeRuntimeApi api, Process process, Path output) {
        this.api = api;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a bootstrap.
     *
     * @param command the interpreter and its bootstrap
     * @param taskRoot the function's folder
     * @param handler the handler string
     * @param more further environment variables
     */
    static RuntimeProcess start(List<String> command, Path taskRoot, String handler, Map<String, String> more) {
        try {
            FakeRuntimeApi api = new FakeRuntimeApi();
            Path output = Files.createTempFile("runtime", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(variables(api, taskRoot, handler));
            builder.environment().putAll(more);
            return new RuntimeProcess(api, builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> variables(FakeRuntimeApi api, Path taskRoot, String handler) {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
        variables.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        variables.put("_HANDLER", handler);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", "tested");
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/tested");
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef");
        variables.put("LANG", "en_US.UTF-8");
        variables.put("PATH", System.getenv("PATH"));
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        return variables;
    }

    /** The folder of the test functions of one language. */
    static Path functions(String language) {
        return resource("/functions/" + language);
    }

    /** The folder that is {@code /var/runtime} for one language. */
    static Path runtime(String language) {
        return resource("/dev/hearth/guest/runtime/" + language);
    }

    private static Path resource(String name) {
        URL found = RuntimeProcess.class.getResource(name);
        if (found == null) {
            throw new AssertionError("no resource " + name);
        }
        return Path.of(URI.create(found.toString()));
    }

    static JsonNode json(Answer answer) {
        return JSON.readTree(answer.body());
    }

    /** Invokes and reads the JSON of the response; an error instead of a response fails the test. */
    JsonNode respond(String event) {
        Answer answer = api.invoke(event);
        if (!answer.path().endsWith("/response")) {
            throw new AssertionError("not a response: " + answer.path() + " " + answer.text());
        }
        return json(answer);
    }

    /** Everything written to stdout and stderr so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end of the process and returns its exit status. */
    int exit() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the runtime did not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        api.close();
        try {
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
