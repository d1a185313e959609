package dev.hearth.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Hearth is measured against, running: for each language a forwarder with its workers, and a bare HTTP server. */
final class Limits implements AutoCloseable {

    private static final Pattern FORWARDER = Pattern.compile("clients=(\\d+) runtime-api=(\\d+)");
    private static final Pattern SERVER = Pattern.compile("port=(\\d+)");

    private final List<Child> children = new ArrayList<>();

    /** Starts a forwarder and its workers, which run the function outside any sandbox. */
    Subject forwarder(
            Programs programs, List<String> worker, Path taskRoot, String handler, int workers, String event) {
        Child forwarder = started(List.of(programs.program("forwarder")), Map.of());
        Matcher ports = forwarder.find(FORWARDER);
        Map<String, String> environment = Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                "127.0.0.1:" + ports.group(2),
                "LAMBDA_TASK_ROOT",
                taskRoot.toString(),
                "_HANDLER",
                handler);
        for (int i = 0; i < workers; i++) {
            children.add(Child.startSilent(worker, environment));
        }
        return subject(Integer.parseInt(ports.group(1)), event);
    }

    /** Starts a bare HTTP server that prints {@code port=N}. */
    Subject server(List<String> command, String event) {
        Child server = started(command, Map.of());
        return subject(Integer.parseInt(server.find(SERVER).group(1)), event);
    }

    private Child started(List<String> command, Map<String, String> environment) {
        Child child = Child.start(command, environment);
        children.add(child);
        return child;
    }

    private static Subject subject(int port, String event) {
        Map<String, String> headers = Map.of("host", "127.0.0.1:" + port, "content-type", "application/json");
        byte[] request = RawHttp.request("POST", "/", headers, event.getBytes(StandardCharsets.UTF_8));
        return new Subject(port, () -> request);
    }

    @Override
    public void close() {
        children.forEach(Child::close);
    }
}
