package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can go wrong inside an environment, each with Lambda's own answer, and a healthy environment after it. */
@ExtendWith(SharedHearth.class)
class InvocationErrorTest {

    private static final String MOODY = """
            import os, sys, time, ctypes
            def handler(event, context):
                what = event.get("what")
                if what == "raise": raise ValueError("no good")
                if what == "exit": os._exit(3)
                if what == "crash": os.kill(os.getpid(), 11)
                if what == "sleep": time.sleep(30)
                if what == "huge": return "x" * (7 * 1024 * 1024)
                if what == "memory": return len([bytearray(8 << 20) for _ in range(64)])
                return "fine"
            """;

    private final Hearth hearth;

    InvocationErrorTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    raise  | 30 | "errorType": "ValueError"
                    exit   | 30 | "errorType":"Runtime.ExitError"
                    crash  | 30 | "errorType":"Runtime.ExitError"
                    sleep  | 3  | "errorType":"Sandbox.Timedout"
                    huge   | 30 | "errorType":"Function.ResponseSizeTooLarge"
                    memory | 60 | "errorType":"Runtime.
                    """)
    void aFailureIsAnsweredAndTheNextInvocationIsFine(String what, int timeoutSeconds, String expected) {
        try (Function function = Function.python(hearth, MOODY, Function.timeout(Duration.ofSeconds(timeoutSeconds)))) {
            Function.Answer answer = function.invoke("{\"what\":\"" + what + "\"}");

            assertThat(answer.error()).isEqualTo("Unhandled");
            assertThat(answer.payload().replace("\": \"", "\":\"")).contains(expected.replace("\": \"", "\":\""));
            assertThat(function.invoke("{}").payload()).isEqualTo("\"fine\"");
        }
    }

    @Test
    void aTimeoutIsAnsweredInTimeWithLambdasMessage() {
        try (Function function = Function.python(hearth, MOODY, Function.timeout(Duration.ofSeconds(1)))) {
            Function.Answer answer = function.invoke("{\"what\":\"sleep\"}");

            assertThat(answer.payload()).contains("Task timed out after 1.00 seconds");
            assertThat(answer.log()).contains("Task timed out after 1.00 seconds");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    def nothing(): pass                            | Runtime.HandlerNotFound
                    import no_such_module                          | Runtime.ImportModuleError
                    def handler(e, c)                              | Runtime.UserCodeSyntaxError
                    """)
    void codeThatCannotBeLoadedIsAnsweredWithItsOwnError(String source, String type) {
        try (Function function = Function.python(hearth, source + "\n")) {
            assertThat(function.invoke("{}").payload()).contains(type);
            assertThat(function.invoke("{}").payload()).contains(type);
        }
    }

    @Test
    void aNodeErrorCarriesItsTypeAndTrace() {
        String source = "export const handler = async () => { throw new RangeError('too far'); };\n";
        try (Function function = Function.node(hearth, source)) {
            assertThat(function.invoke("{}").payload())
                    .contains("\"errorType\":\"RangeError\"")
                    .contains("\"errorMessage\":\"too far\"")
                    .contains("\"trace\":[");
        }
    }
}
