package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** An external extension from a layer, in a real sandbox: events, telemetry, shutdown. */
@ExtendWith(SharedHearth.class)
class ExtensionTest {

    private static final String AGENT = """
            #!/usr/bin/python3
            import http.client, http.server, json, os, threading

            API = os.environ["AWS_LAMBDA_RUNTIME_API"]

            class Sink(http.server.BaseHTTPRequestHandler):
                def do_POST(self):
                    for event in json.loads(self.rfile.read(int(self.headers["Content-Length"]))):
                        if event["type"].startswith("platform."):
                            print("AGENT GOT", event["type"], flush=True)
                    self.send_response(200)
                    self.end_headers()
                def log_message(self, *args):
                    pass

            def call(method, path, body=None, **fields):
                c = http.client.HTTPConnection(API)
                c.request(method, path, json.dumps(body) if body is not None else None, fields)
                r = c.getresponse()
                body = r.read()
                return r, json.loads(body) if body.startswith(b"{") else None

            server = http.server.HTTPServer(("sandbox.localdomain", 4243), Sink)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            events = {"events": ["INVOKE", "SHUTDOWN"]}
            r, me = call("POST", "/2020-01-01/extension/register", events, **{"Lambda-Extension-Name": "agent"})
            ident = {"Lambda-Extension-Identifier": r.headers["Lambda-Extension-Identifier"]}
            call("PUT", "/2022-07-01/telemetry", {
                "schemaVersion": "2022-12-13", "types": ["platform"],
                "buffering": {"timeoutMs": 25, "maxBytes": 262144, "maxItems": 1000},
                "destination": {"protocol": "HTTP", "URI": "http://sandbox.localdomain:4243"}}, **ident)
            while True:
                r, event = call("GET", "/2020-01-01/extension/event/next", **ident)
                print("AGENT EVENT", event["eventType"], event.get("shutdownReason", ""), flush=True)
                if event["eventType"] == "SHUTDOWN":
                    break
            """;

    private final Hearth hearth;

    @TempDir
    private Path folder;

    ExtensionTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @Test
    void anExtensionOfALayerHearsOfEverything() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs a Python that a sandbox sees");
        Path agent = Files.writeString(folder.resolve("agent"), AGENT);
        byte[] zip = Zip.executable("extensions/agent", agent);
        String layer = hearth.lambda()
                .publishLayerVersion(request ->
                        request.layerName("agent").content(content -> content.zipFile(SdkBytes.fromByteArray(zip))))
                .layerVersionArn();
        try (Function function =
                Function.python(hearth, "def handler(e, c):\n    return 'fine'\n", request -> request.layers(layer))) {
            assertThat(function.invoke("{}").payload()).isEqualTo("\"fine\"");
            assertThat(function.invoke("{}").payload()).isEqualTo("\"fine\"");
            await().atMost(Duration.ofSeconds(120))
                    .ignoreExceptionsInstanceOf(CloudWatchLogsException.class) // the group comes with the first line
                    .untilAsserted(() -> assertThat(log(function))
                            .contains(
                                    "AGENT EVENT INVOKE", "AGENT GOT platform.initStart", "AGENT GOT platform.report"));
            function.updateCode(Zip.of("app.py", "def handler(e, c):\n    return 'new'\n"));
            assertThat(function.invoke("{}").payload()).isEqualTo("\"new\"");
            await().atMost(Duration.ofSeconds(120))
                    .ignoreExceptionsInstanceOf(CloudWatchLogsException.class) // the group comes with the first line
                    .untilAsserted(() -> assertThat(log(function)).contains("AGENT EVENT SHUTDOWN spindown"));
        }
    }

    private String log(Function function) {
        return hearth.logs().filterLogEvents(request -> request.logGroupName(function.logGroup())).events().stream()
                .map(FilteredLogEvent::message)
                .collect(Collectors.joining("\n"));
    }
}
