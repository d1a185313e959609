package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * Functions and clients that behave as badly as they can. After each the next invocation works, and at the end
 * nothing of
 * them is left on the host.
 */
@Tag("slow")
@ExtendWith(SharedHearth.class)
class BadDaysTest {

    private static final Duration SOON = Duration.ofSeconds(120);

    /** What tells this run's processes from those of another on the same machine. */
    private static final String SLEEP_SECONDS =
            Long.toString(1_000_000_000L + ProcessHandle.current().pid());

    private static final String BAD = """
            import os, signal, socket, subprocess, sys, time
            N = 0

            def runtime_api(method, path, body=b"", length=None):
                s = socket.create_connection(tuple(os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")))
                head = "%s /2018-06-01/runtime/%s HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: %d\\r\\n\\r\\n"
                s.sendall((head % (method, path, len(body) if length is None else length)).encode() + body)
                return s

            def answer(request_id, body=b'"other"', length=None):
                s = runtime_api("POST", "invocation/" + request_id + "/response", body, length)
                return s.recv(4096).decode().split(" ")[1] if length is None else s.close()

            def children():
                for _ in range(5):
                    subprocess.Popen(["/bin/sleep", "@sleep@"], start_new_session=True)

            def bomb():
                made = 0
                try:
                    while made < 5000:
                        if os.fork() == 0:
                            time.sleep(1000)
                            os._exit(0)
                        made += 1
                except OSError as e:
                    return "stopped"

            def full():
                try:
                    with open("/tmp/x", "wb") as f:
                        while True:
                            f.write(b"x" * (1 << 20))
                except OSError as e:
                    return e.errno

            def handler(event, context):
                global N
                N += 1
                what = event.get("what")
                if what == "children": children()
                if what == "cut": answer(context.aws_request_id, b'"half', 100)
                if what == "twice": return [answer(context.aws_request_id), answer(context.aws_request_id)]
                if what == "wrong": return answer("8f5e1c3a-0b1d-4c52-9a53-0123456789ab")
                if what == "size": return "x" * (event["bytes"] - 2)
                if what == "flood":
                    for _ in range(1600): os.write(1, b"y" * 65535 + b"\\n")
                if what == "term":
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    time.sleep(60)
                if what == "memory": return len([bytearray(8 << 20) for _ in range(64)])
                if what == "bomb": return bomb()
                if what == "tmp": return full()
                if what == "sleep": time.sleep(event["seconds"])
                if what == "large": return "y" * 2000000
                return N
            """;

    private final Hearth hearth;

    BadDaysTest(Hearth hearth) {
        this.hearth = hearth;
    }

    private Function bad(int timeoutSeconds) {
        return Function.python(
                hearth, BAD.replace("@sleep@", SLEEP_SECONDS), Function.timeout(Duration.ofSeconds(timeoutSeconds)));
    }

    /** No process outside of living environments: those of deleted functions end. */
    @AfterEach
    void nothingIsLeft() {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(processes("sleep " + SLEEP_SECONDS)).isEmpty());
    }

    private static List<String> processes(String command) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.map(process -> process.resolve("cmdline"))
                    .map(BadDaysTest::read)
                    .filter(line -> line.contains(command))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    children | 1
                    cut      | 1
                    wrong    | "400"
                    flood    | 1
                    tmp      | 28
                    """)
    void theEnvironmentSurvives(String what, String expected) {
        try (Function function = bad(120)) {
            Function.Answer answer = function.invoke("{\"what\":\"" + what + "\"}");
            assertThat(answer.error()).isNull();
            assertThat(answer.payload()).isEqualTo(expected);
            assertThat(function.invoke("{}").payload()).as("the next one").isIn("1", "2");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    memory | 60 | "errorType":"Runtime.
                    term   | 3  | "errorType":"Sandbox.Timedout"
                    """)
    void theEnvironmentIsReplaced(String what, int timeoutSeconds, String expected) {
        try (Function function = bad(timeoutSeconds)) {
            Function.Answer answer = function.invoke("{\"what\":\"" + what + "\"}");
            assertThat(answer.error()).isEqualTo("Unhandled");
            assertThat(answer.payload()).contains(expected);
            assertThat(function.invoke("{}").payload()).isEqualTo("1");
        }
    }

    @Test
    void aForkBombIsStoppedByOneOfTheLimits() {
        try (Function function = bad(120)) {
            Function.Answer answer = function.invoke("{\"what\":\"bomb\"}");
            assertThat(answer.payload()).containsAnyOf("stopped", "Runtime.OutOfMemory", "Runtime.ExitError");
            assertThat(function.invoke("{}").payload()).isIn("1", "2");
        }
    }

    @Test
    void tmpIsKeptBetweenInvocationsAndBackgroundWorkStandsStill() {
        String source = """
                import os, threading, time
                def count():
                    n = 0
                    while True:
                        n += 1
                        open("/tmp/n", "w").write(str(n))
                        time.sleep(0.01)
                threading.Thread(target=count, daemon=True).start()
                started = time.monotonic()
                def handler(e, c):
                    text = ""
                    while not text:
                        time.sleep(0.05)
                        text = open("/tmp/n").read() if os.path.exists("/tmp/n") else ""
                    return [int(text), time.monotonic() - started]
                """;
        try (Function function = Function.python(hearth, source)) {
            String first = function.invoke("{}").payload();
            await().pollDelay(Duration.ofSeconds(3)).atMost(SOON).until(() -> true);
            String second = function.invoke("{}").payload();
            double ran = number(second, 0) - number(first, 0);
            double passed = number(second, 1) - number(first, 1);
            assertThat(passed).isGreaterThan(2.9);
            assertThat(ran).isBetween(1.0, 130.0);
        }
    }

    private static double number(String array, int index) {
        return Double.parseDouble(array.replaceAll("[\\[\\] ]", "").split(",")[index]);
    }

    @Test
    void theFirstOfTwoAnswersCountsAndTheLateOneIsRefused() {
        try (Function function = bad(30)) {
            assertThat(function.invoke("{\"what\":\"twice\"}").payload()).isEqualTo("\"other\"");
            assertThat(function.invoke("{}").payload()).isEqualTo("2");
        }
    }

    @Test
    void sixMegabytesPassAndAHundredAndOneBytesMoreDoNot() {
        try (Function function = bad(30)) {
            int most = 6 * 1024 * 1024 + 100;
            Function.Answer fits = function.invoke("{\"what\":\"size\",\"bytes\":" + most + "}");
            assertThat(fits.error()).isNull();
            assertThat(fits.payload()).hasSize(most);
            Function.Answer over = function.invoke("{\"what\":\"size\",\"bytes\":" + (most + 1) + "}");
            assertThat(over.payload())
                    .contains("Function.ResponseSizeTooLarge")
                    .contains("(" + (most + 1) + " bytes) exceeded maximum allowed payload size (" + most + " bytes)");
            assertThat(function.invoke("{}").payload()).isEqualTo("3");
        }
    }

    @Test
    void aClientThatDisconnectsWhileTheFunctionRunsHarmsNobody() throws Exception {
        try (Function function = bad(30)) {
            function.invoke("{}");
            try (Socket client = send(function, "{\"what\":\"sleep\",\"seconds\":1}")) {
                client.setSoLinger(true, 0);
            }
            await().atMost(SOON).until(() -> function.invoke("{}").payload().equals("3"));
        }
    }

    @Test
    void aClientThatReadsAByteAtATimeGetsItAll() throws Exception {
        try (Function function = bad(30);
                Socket client = send(function, "{\"what\":\"large\"}")) {
            for (int i = 0; i < 2_000; i++) {
                assertThat(client.getInputStream().read()).isNotNegative();
            }
            assertThat(function.invoke("{}").payload()).as("meanwhile").isIn("1", "2");
            byte[] rest = client.getInputStream().readNBytes(2_000_000 - 2_000);
            assertThat(rest).hasSize(2_000_000 - 2_000);
        }
    }

    private Socket send(Function function, String payload) throws IOException {
        URI uri = hearth.endpoint().resolve("/2015-03-31/functions/" + function.name() + "/invocations");
        AwsV4HttpSigner signer = AwsV4HttpSigner.create();
        SdkHttpRequest request =
                SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri).build();
        SdkHttpRequest signed = signer.sign(sign -> sign.identity(hearth.keys())
                        .request(request)
                        .payload(() -> new java.io.ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
                .request();
        StringBuilder head = new StringBuilder("POST " + uri.getPath() + " HTTP/1.1\r\n");
        signed.headers()
                .forEach((name, values) ->
                        head.append(name).append(": ").append(values.getFirst()).append("\r\n"));
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout((int) SOON.toMillis());
        socket.getOutputStream()
                .write((head + "Content-Length: " + payload.length() + "\r\n\r\n" + payload)
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }
}
