package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many invocations at once, and what must not go wrong with the environments that they need. */
@ExtendWith(SharedHearth.class)
class BurstTest {

    private static final String SLEEPER = "import time\ndef handler(e, c):\n    time.sleep(0.2)\n    return e['n']\n";

    private final Hearth hearth;

    BurstTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @Test
    void twentyParallelInvocationsOfAColdFunctionAllAnswer() {
        burst(20);
    }

    @Test
    @Tag("slow")
    void twoHundredParallelInvocationsOfAColdFunctionAllAnswer() {
        burst(200);
    }

    private void burst(int count) {
        try (Function function = Function.python(hearth, SLEEPER, Function.timeout(Duration.ofSeconds(30)))) {
            assertThat(all(count, n -> function.invoke("{\"n\": " + n + "}").payload()))
                    .containsExactlyElementsOf(IntStream.range(0, count)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    @Test
    void oldCodeIsNeverServedAfterARedeployWithInvocationsInFlight() {
        String source = "import time\ndef handler(e, c):\n    time.sleep(e['s'])\n    return '%s'\n";
        try (Function function =
                        Function.python(hearth, source.formatted("old"), Function.timeout(Duration.ofSeconds(30)));
                ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<String>> inFlight = new ArrayList<>();
            function.invoke("{\"s\": 0}");
            for (int i = 0; i < 4; i++) {
                inFlight.add(
                        callers.submit(() -> function.invoke("{\"s\": 1.5}").payload()));
            }
            function.updateCode(Zip.of("app.py", source.formatted("new")));
            for (int i = 0; i < 5; i++) {
                assertThat(function.invoke("{\"s\": 0}").payload()).isEqualTo("\"new\"");
            }
            inFlight.forEach(answer -> assertThat(get(answer)).isIn("\"old\"", "\"new\""));
            assertThat(all(4, n -> function.invoke("{\"s\": 0.2}").payload())).containsOnly("\"new\"");
        }
    }

    @Test
    void environmentsDoNotLeakOnTimeout() {
        String source = "import time\ndef handler(e, c):\n    time.sleep(e['s'])\n    return 1\n";
        try (Function function = Function.python(hearth, source, Function.timeout(Duration.ofSeconds(2)))) {
            for (int i = 0; i < 2; i++) {
                assertThat(function.invoke("{\"s\": 20}").error()).isEqualTo("Unhandled");
            }
            assertThat(function.invoke("{\"s\": 0}").payload()).isEqualTo("1");
            assertThat(function.invoke("{\"s\": 0}").log()).doesNotContain("Init Duration");
        }
    }

    @Test
    void aDeadEnvironmentIsNoticedBeforeItIsHandedOut() {
        String source = """
                import os, threading
                def handler(e, c):
                    if e['die']:
                        threading.Timer(0.05, lambda: os._exit(1)).start()
                    return os.getpid()
                """;
        try (Function function = Function.python(hearth, source)) {
            for (int i = 0; i < 3; i++) {
                assertThat(function.invoke("{\"die\": true}").error()).isNull();
                pause();
                assertThat(function.invoke("{\"die\": false}").error()).isNull();
            }
        }
    }

    /** Longer than the function's environment takes to die. */
    private static void pause() {
        await().pollDelay(Duration.ofMillis(300)).atMost(Duration.ofSeconds(60)).until(() -> true);
    }

    private static <T> List<T> all(int count, IntFunction<T> call) {
        try (ExecutorService callers = Executors.newFixedThreadPool(count)) {
            List<Future<T>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int n = i;
                answers.add(callers.submit(() -> call.apply(n)));
            }
            return answers.stream().map(BurstTest::get).toList();
        }
    }

    private static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
