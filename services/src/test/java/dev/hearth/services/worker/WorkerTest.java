package dev.hearth.services.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FakeSandboxDriver;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** The driver lends processors during init and takes them back when it is told that init is over. */
    @Test
    void theSandboxLearnsThatItsInitIsOver() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                RuntimeApiClient.Reply event = api.next();
                guest.awaitInitialized();
                api.respond(event.requestId(), "1");
                guest.hang();
            }
        })) {
            EnvironmentStart.Started started = fixture.started(WorkerFixture.spec(LONG));
            assertThat(fixture.invoke(started.environmentId(), WorkerFixture.REQUEST_ID, "{}")
                            .functionError())
                    .isEmpty();
        }
    }

    @Test
    void anInvocationReachesTheRuntimeAndItsResponseTheCaller() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                while (true) {
                    RuntimeApiClient.Reply event = api.next();
                    api.respond(event.requestId(), "{\"got\":" + event.body() + "}");
                }
            }
        })) {
            EnvironmentStart.Started started = fixture.started(WorkerFixture.spec(LONG));
            assertThat(started.healthy()).isTrue();
            for (int i = 0; i < 3; i++) {
                InvocationResult.Answered answer =
                        fixture.invoke(started.environmentId(), WorkerFixture.REQUEST_ID, "{\"n\":" + i + "}");
                assertThat(WorkerFixture.text(answer.payload())).isEqualTo("{\"got\":{\"n\":" + i + "}}");
                assertThat(answer.functionError()).isEmpty();
                assertThat(answer.reusable()).isTrue();
            }
        }
    }

    @Test
    void aTimeoutIsSandboxTimedout() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                api.next();
                guest.hang();
            }
        })) {
            EnvironmentStart.Started started = fixture.started(WorkerFixture.spec(Duration.ofMillis(50)));
            InvocationResult.Answered answer = fixture.invoke(started.environmentId(), WorkerFixture.REQUEST_ID, "{}");
            assertThat(WorkerFixture.text(answer.payload()))
                    .isEqualTo("{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: "
                            + WorkerFixture.REQUEST_ID + " Error: Task timed out after 0.05 seconds\"}");
            assertThat(answer.functionError()).isEqualTo("Unhandled");
            assertThat(answer.reusable()).isFalse();
            assertThat(fixture.driver.running()).isZero();
        }
    }

    @Test
    void anInvocationWithoutAPayloadGetsAnEmptyObject() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(WorkerTest::echo)) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            InvocationResult.Answered answer = fixture.invoke(id, WorkerFixture.REQUEST_ID, "");
            assertThat(WorkerFixture.text(answer.payload())).isEqualTo("{}");
        }
    }

    @Test
    void anIdleEnvironmentStandsStillUntilTheNextInvocation() throws Exception {
        Semaphore answers = new Semaphore(0);
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                while (true) {
                    RuntimeApiClient.Reply event = api.next();
                    answers.acquire();
                    api.respond(event.requestId(), event.body());
                }
            }
        })) {
            String id = fixture.started(WorkerFixture.spec(LONG)).environmentId();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> fixture.driver.frozen() == 1);
            var answer = fixture.worker.invoke(id, WorkerFixture.invocation(WorkerFixture.REQUEST_ID, "1", false));
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> fixture.driver.frozen() == 0);
            answers.release();
            assertThat(WorkerFixture.await(answer)).isInstanceOf(InvocationResult.Answered.class);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> fixture.driver.frozen() == 1);
            fixture.worker.destroy(id);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> fixture.driver.running() == 0);
        }
    }

    private static void echo(FakeSandboxDriver.Guest guest) throws Exception {
        try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
            while (true) {
                RuntimeApiClient.Reply event = api.next();
                api.respond(event.requestId(), event.body());
            }
        }
    }
}
