package dev.hearth.services.worker;

import static dev.hearth.services.worker.WorkerFixture.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.Fault;
import dev.hearth.sandbox.FakeSandboxDriver;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.SandboxEnd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which a function can fail, and what Lambda's caller and log get to see of it. */
class ErrorClassesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(60);
    /** Half a minute where the clock runs a hundred times as fast. */
    private static final Duration PATIENT = Duration.ofMinutes(50);

    @Test
    void functionErrorGoesToTheCallerAsItIsAndTheEnvironmentLives() throws Exception {
        String error = "{\"errorType\":\"ValueError\",\"errorMessage\":\"boom\"}";
        try (WorkerFixture fixture = new WorkerFixture(forever((api, event) -> {
            assertThat(api.error(event.requestId(), "Runtime.UnhandledException", error)
                            .status())
                    .isEqualTo(202);
        }))) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            for (int i = 0; i < 2; i++) {
                InvocationResult.Answered answer = fixture.invoke(id, REQUEST_ID, "{}");
                assertThat(WorkerFixture.text(answer.payload())).isEqualTo(error);
                assertThat(answer.functionError()).isEqualTo("Unhandled");
                assertThat(answer.reusable()).isTrue();
            }
        }
    }

    @Test
    void sandboxTimedoutKillsAndSaysSoInTheLog() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(once((_, _) -> Thread.sleep(Duration.ofHours(1))))) {
            InvocationResult.Answered answer = failing(fixture, SHORT, true);
            assertThat(WorkerFixture.text(answer.payload()))
                    .isEqualTo("{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: " + REQUEST_ID
                            + " Error: Task timed out after 0.06 seconds\"}");
            List<String> log = tail(answer);
            assertThat(log.get(1))
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z " + REQUEST_ID
                            + " Task timed out after 0\\.06 seconds");
            assertThat(log.get(3)).endsWith("\tStatus: timeout").contains("\tDuration: 60.00 ms\t");
            assertThat(fixture.driver.running()).isZero();
            assertThat(fixture.gone).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "0, 0, false, Runtime.ExitError, Runtime exited without providing a reason",
                "1, 0, false, Runtime.ExitError, Runtime exited with error: exit status 1",
                "106, 0, false, Runtime.ExitError, Runtime exited with error: exit status 106",
                "-1, 9, false, Runtime.ExitError, Runtime exited with error: signal: killed",
                "-1, 11, false, Runtime.ExitError, Runtime exited with error: signal: segmentation fault",
                "-1, 6, false, Runtime.ExitError, Runtime exited with error: signal: aborted",
                "-1, 9, true, Runtime.OutOfMemory, Runtime exited with error: signal: killed",
                "-2, 0, false, Runtime.InvalidEntrypoint, "
                        + "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
            })
    void exitCrashAndOutOfMemory(int status, int signal, boolean outOfMemory, String type, String message)
            throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                api.next();
                guest.end(new SandboxEnd(status, signal, outOfMemory));
            }
        })) {
            InvocationResult.Answered answer = failing(fixture, LONG, true);
            assertThat(WorkerFixture.text(answer.payload()))
                    .isEqualTo("{\"errorType\":\"" + type + "\",\"errorMessage\":\"RequestId: " + REQUEST_ID
                            + " Error: " + message + "\"}");
            assertThat(tail(answer))
                    .containsSubsequence(
                            "RequestId: " + REQUEST_ID + " Error: " + message, type, "END RequestId: " + REQUEST_ID)
                    .last()
                    .asString()
                    .endsWith("\tStatus: error\tError Type: " + type);
            assertThat(fixture.gone).hasSize(1);
        }
    }

    @Test
    void initErrorIsTheAnswerOfOneInvocation() throws Exception {
        String error =
                "{\"errorMessage\":\"Unable to import module 'app'\",\"errorType\":\"Runtime.ImportModuleError\"}";
        FakeSandboxDriver.Bootstrap bootstrap = guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                assertThat(api.initError("Runtime.ImportModuleError", error).status())
                        .isEqualTo(202);
                guest.print("last words\n");
                guest.end(new SandboxEnd(1, 0, false));
            }
        };
        // It has half a second for its last words.
        try (WorkerFixture fixture = new WorkerFixture(bootstrap, Path.of("task"), new RealPorts(0.05))) {
            InvocationResult.Answered answer = failedInit(fixture);
            assertThat(WorkerFixture.text(answer.payload())).isEqualTo(error);
            assertThat(fixture.logs.messages())
                    .anyMatch(line -> line.matches("INIT_REPORT Init Duration: \\d+\\.\\d\\d ms\tPhase: init\t"
                            + "Status: error\tError Type: Runtime\\.ImportModuleError"))
                    .contains("last words");
            assertThat(fixture.logs.messages().getLast()).endsWith("Error Type: Runtime.ImportModuleError");
        }
    }

    @Test
    void initErrorOfARuntimeThatStaysIsEndedByForce() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                api.initError("nonsense", "{}");
                guest.hang();
            }
        })) {
            assertThat(WorkerFixture.text(failedInit(fixture).payload())).isEqualTo("{}");
            assertThat(fixture.logs.messages()).anyMatch(line -> line.endsWith("Error Type: Runtime.Unknown"));
            assertThat(fixture.driver.running()).isZero();
        }
    }

    @Test
    void exitDuringInitIsTheAnswerOfOneInvocation() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> guest.end(new SandboxEnd(3, 0, false)))) {
            assertThat(WorkerFixture.text(failedInit(fixture).payload()))
                    .isEqualTo("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: " + REQUEST_ID
                            + " Error: Runtime exited with error: exit status 3\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none    | Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
                "locked  | fork/exec /var/task/bootstrap: permission denied",
                "garbage | fork/exec /var/task/bootstrap: exec format error",
            })
    void invalidEntrypoint(String kind, String message, @TempDir Path task) throws Exception {
        if (!kind.equals("none")) {
            Path bootstrap = Files.writeString(task.resolve("bootstrap"), kind.equals("garbage") ? "??" : "#!/bin/sh");
            String mode = kind.equals("locked") ? "rw-r--r--" : "rwxr-xr-x";
            Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString(mode));
        }
        try (WorkerFixture fixture = new WorkerFixture(_ -> {}, task, new RealPorts())) {
            EnvironmentStart.Started started =
                    fixture.started(WorkerFixture.spec("provided.al2023", Duration.ofSeconds(3)));
            assertThat(started.healthy()).isFalse();
            assertThat(WorkerFixture.text(fixture.invoke(started.environmentId(), REQUEST_ID, "{}")
                            .payload()))
                    .isEqualTo("{\"errorType\":\"Runtime.InvalidEntrypoint\",\"errorMessage\":\"RequestId: "
                            + REQUEST_ID + " Error: " + message + "\"}");
        }
    }

    @Test
    void aSandboxThatCannotBeMadeIsARefusal() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(_ -> {})) {
            fixture.driver.refuseNext("no cgroup");
            EnvironmentStart start = WorkerFixture.await(fixture.worker.start(WorkerFixture.spec(LONG)));
            assertThat(start)
                    .isEqualTo(new EnvironmentStart.Refused(new Fault(Fault.Kind.INTERNAL, "No sandbox: no cgroup")));
            assertThat(fixture.worker.report()).isEmpty();
        }
    }

    @Test
    void anOversizedResponseIsResponseSizeTooLargeAndTheEnvironmentLives() throws Exception {
        String huge = "x".repeat(Limits.PAYLOAD_BYTES + 1);
        try (WorkerFixture fixture = new WorkerFixture(forever((api, event) -> {
            RuntimeApiClient.Reply reply =
                    api.respond(event.requestId(), event.body().equals("1") ? huge : "\"fits\"");
            if (event.body().equals("1")) {
                assertThat(reply.status()).isEqualTo(413);
                assertThat(reply.body()).contains("RequestEntityTooLarge", "(6291556 bytes)");
            }
        }))) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            InvocationResult.Answered answer = fixture.invoke(id, REQUEST_ID, "1");
            assertThat(WorkerFixture.text(answer.payload()))
                    .isEqualTo("{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload "
                            + "size (6291557 bytes) exceeded maximum allowed payload size (6291556 bytes).\"}");
            assertThat(answer.functionError()).isEqualTo("Unhandled");
            assertThat(WorkerFixture.text(fixture.invoke(id, REQUEST_ID, "2").payload()))
                    .isEqualTo("\"fits\"");
        }
    }

    /** Lambda does not parse a runtime's response: what an OS-only runtime posts is what the caller gets. */
    @Test
    void aResponseThatIsNotJsonPassesThrough() throws Exception {
        try (WorkerFixture fixture =
                new WorkerFixture(forever((api, event) -> api.respond(event.requestId(), "no{json")))) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            assertThat(WorkerFixture.text(fixture.invoke(id, REQUEST_ID, "{}").payload()))
                    .isEqualTo("no{json");
        }
    }

    @Test
    void aCrashAfterTheAnswerEndsTheEnvironmentAndTheNextInvocationIsNotDelivered() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(once((api, event) -> api.respond(event.requestId(), "1")))) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            fixture.invoke(id, REQUEST_ID, "{}");
            assertThat(WorkerFixture.await(fixture.worker.invoke(id, WorkerFixture.invocation("b", "{}", false))))
                    .isInstanceOf(InvocationResult.NotDelivered.class);
            assertThat(fixture.gone).containsExactly(id);
        }
    }

    @Test
    void aSubstituteInterpreterIsSaidInTheLog() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(once((_, _) -> {}))) {
            fixture.driver.substitute(new RuntimeChoice("python3.11", "python3.12", "/usr/bin/python3.12"));
            fixture.started(WorkerFixture.spec(LONG));
            assertThat(fixture.logs.messages().get(1))
                    .isEqualTo("HEARTH Runtime python3.11 is not installed: python3.12 serves in its place "
                            + "(/usr/bin/python3.12)");
        }
    }

    @Test
    void anInitOverItsTimeRunsAgainInsideTheInvocation() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        try (WorkerFixture fixture = new WorkerFixture(
                guest -> {
                    if (starts.incrementAndGet() == 1) {
                        guest.hang();
                    }
                    forever((api, event) -> api.respond(event.requestId(), "\"late\""))
                            .run(guest);
                },
                Path.of("task"),
                new RealPorts(100))) {
            EnvironmentStart.Started started = fixture.started(WorkerFixture.spec(PATIENT));
            assertThat(started.healthy()).isTrue();
            assertThat(WorkerFixture.text(fixture.invoke(started.environmentId(), REQUEST_ID, "{}")
                            .payload()))
                    .isEqualTo("\"late\"");
            assertThat(starts).hasValue(2);
            assertThat(fixture.logs.messages())
                    .anyMatch(
                            line -> line.startsWith("INIT_REPORT Init Duration: ") && line.endsWith("Status: timeout"));
        }
    }

    @Test
    void anInitThatIsTooLongEvenInsideTheInvocationTimesOut() throws Exception {
        try (WorkerFixture fixture =
                new WorkerFixture(FakeSandboxDriver.Guest::hang, Path.of("task"), new RealPorts(100))) {
            InvocationResult.Answered answer = failing(fixture, Duration.ofSeconds(3), false);
            assertThat(WorkerFixture.text(answer.payload())).contains("Task timed out after 3.00 seconds");
        }
    }

    /** A runtime's behaviour once it has an event. */
    interface Handler {
        void handle(RuntimeApiClient api, RuntimeApiClient.Reply event) throws Exception;
    }

    static FakeSandboxDriver.Bootstrap forever(Handler handler) {
        return guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                while (true) {
                    handler.handle(api, api.next());
                }
            }
        };
    }

    static FakeSandboxDriver.Bootstrap once(Handler handler) {
        return guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                handler.handle(api, api.next());
            }
        };
    }

    private static InvocationResult.Answered failing(WorkerFixture fixture, Duration timeout, boolean tail)
            throws Exception {
        String id = fixture.started(WorkerFixture.spec(timeout)).environmentId();
        InvocationResult.Answered answer =
                tail ? fixture.invokeWithTail(id, REQUEST_ID) : fixture.invoke(id, REQUEST_ID, "{}");
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.reusable()).isFalse();
        return answer;
    }

    private static InvocationResult.Answered failedInit(WorkerFixture fixture) throws Exception {
        EnvironmentStart.Started started = fixture.started(WorkerFixture.spec(LONG));
        assertThat(started.healthy()).isFalse();
        InvocationResult.Answered answer = fixture.invoke(started.environmentId(), REQUEST_ID, "{}");
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.reusable()).isFalse();
        assertThat(fixture.worker.report()).isEmpty();
        return answer;
    }

    private static List<String> tail(InvocationResult.Answered answer) {
        return new String(answer.logTail(), StandardCharsets.UTF_8).lines().toList();
    }
}
