package dev.hearth.services.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FakeSandboxDriver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Environments end before their credentials do, and never in the middle of an invocation. */
class RetirementTest {

    private static final EnvironmentSpec SPEC = WorkerFixture.spec(Duration.ofSeconds(30));

    private final CountDownLatch answer = new CountDownLatch(1);

    private void serve(FakeSandboxDriver.Guest guest) throws Exception {
        try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
            while (true) {
                RuntimeApiClient.Reply event = api.next();
                if (event.body().equals("\"slow\"")) {
                    answer.await();
                }
                api.respond(event.requestId(), "\"done\"");
            }
        }
    }

    @Test
    void credentialsHoldLongerThanAnEnvironmentAndItsLastInvocation() {
        assertThat(FunctionCredentials.LIFETIME).isGreaterThan(Limits.RETIREMENT.plus(Duration.ofHours(2)));
    }

    @Test
    void anOldEnvironmentEndsWhenItHasNothingToDo() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(this::serve)) {
            String id = fixture.started(SPEC).environmentId();
            fixture.ports.reachFarAway();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(fixture.gone).containsExactly(id));
        }
    }

    @Test
    void anInvocationComesToItsEndFirst() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(this::serve)) {
            String id = fixture.started(SPEC).environmentId();
            CompletableFuture<InvocationResult> slow = fixture.worker
                    .invoke(id, WorkerFixture.invocation(WorkerFixture.REQUEST_ID, "\"slow\"", false))
                    .toCompletableFuture();
            fixture.ports.reachFarAway();
            assertThat(fixture.gone).isEmpty();
            answer.countDown();
            assertThat(WorkerFixture.await(slow)).isInstanceOf(InvocationResult.Answered.class);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(fixture.gone).containsExactly(id));
        }
    }

    @Test
    void whatEndedIsNotHeldUntilThen() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(this::serve)) {
            fixture.worker.destroy(fixture.started(SPEC).environmentId());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(fixture.ports.farAway()).isZero());
        }
    }
}
