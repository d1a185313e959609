package dev.hearth.services.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.Fault;
import dev.hearth.sandbox.FakeSandboxDriver;
import dev.hearth.sandbox.FakeSnapshots;
import dev.hearth.sandbox.SandboxEnd;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** SnapStart as a runtime, a caller and a reader of the log see it. */
class SnapshotsTest {

    private static final EnvironmentSpec SPEC =
            WorkerFixture.spec(Duration.ofSeconds(30)).initialized(EnvironmentSpec.Initialization.SNAP_START);
    /** As the policy makes it of a version that did not ask. */
    private static final EnvironmentSpec BY_DEFAULT = WorkerFixture.spec(Duration.ofSeconds(30))
            .initialized(EnvironmentSpec.Initialization.ON_DEMAND_FROM_SNAPSHOT);

    /** A runtime with hooks: what it does before and after the snapshot is in its output. */
    private static void hooked(FakeSandboxDriver.Guest guest) throws Exception {
        if (!guest.woken()) {
            guest.print("before\n");
        }
        try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
            api.send("GET " + RuntimeApiClient.BASE + "restore/next HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(api.receive().status()).isEqualTo(200);
            guest.print("after\n");
            while (true) {
                api.respond(api.next().requestId(), guest.woken() ? "\"woken\"" : "\"cold\"");
            }
        }
    }

    /** What woke is told variables of its own when it did not ask for SnapStart, else it asks its Runtime API. */
    @Test
    void whatWakesHasASessionOfItsOwn() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                told.add(credentials(api, "wrong"));
                told.add(credentials(api, "guard of  arn:aws:lambda:us-east-1:000000000000:function:hello"));
                api.send("GET " + RuntimeApiClient.BASE + "restore/next HTTP/1.1\r\nHost: x\r\n\r\n");
                told.add(api.receive().body());
                while (true) {
                    api.respond(api.next().requestId(), "\"done\"");
                }
            }
        })) {
            served(fixture, SPEC);
            served(fixture, BY_DEFAULT);
        }
        assertThat(told.get(0)).contains("AccessDeniedException");
        assertThat(told.get(1))
                .isEqualTo("{\"AccessKeyId\":\"AKIA1\",\"SecretAccessKey\":\"secret\",\"Token\":\"token of  hello\","
                        + "\"Expiration\":\"1970-01-02T00:00:00Z\"}");
        assertThat(told.get(2)).isEmpty();
        assertThat(told.get(4)).contains("AccessDeniedException");
        assertThat(told.get(5))
                .contains("\"AWS_ACCESS_KEY_ID\":\"AKIA3\"", "AWS_CREDENTIAL_EXPIRATION\":\"1970-01-02T00:00:00Z");
    }

    private static String credentials(RuntimeApiClient api, String guard) throws Exception {
        api.send("GET /2021-04-23/credentials HTTP/1.1\r\nHost: x\r\nAuthorization: " + guard + "\r\n\r\n");
        return api.receive().body();
    }

    private static String served(WorkerFixture fixture) throws Exception {
        return served(fixture, SPEC);
    }

    private static String served(WorkerFixture fixture, EnvironmentSpec spec) throws Exception {
        String id = fixture.started(spec).environmentId();
        return WorkerFixture.text(
                fixture.invoke(id, WorkerFixture.REQUEST_ID, "{}").payload());
    }

    @Test
    void aSnapshotIsTakenBetweenTheHooksAndEnvironmentsWakeFromIt() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(SnapshotsTest::hooked)) {
            FakeSnapshots snapshots = fixture.driver.takeSnapshots();
            assertThat(WorkerFixture.await(fixture.worker.snapshot(SPEC))).isEqualTo(new SnapshotResult.Taken());
            assertThat(snapshots.count()).isOne();
            assertThat(fixture.logs.messages()).containsExactly("INIT_START Runtime Version: python:3.11", "before");
            assertThat(served(fixture)).isEqualTo("\"woken\"");
            WorkerFixture.await(fixture.worker.snapshot(SPEC));
            assertThat(snapshots.count()).isOne();
            List<String> log = fixture.logs.messages();
            assertThat(log.get(2)).isEqualTo("RESTORE_START Runtime Version: python:3.11");
            assertThat(log).contains("after").anyMatch(line -> line.matches("RESTORE_REPORT Restore Duration: .* ms"));
        }
    }

    @Test
    void aSnapshotThatWasNotAskedForIsOfAnInitPhaseToAll() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(SnapshotsTest::hooked)) {
            fixture.driver.takeSnapshots();
            WorkerFixture.await(fixture.worker.snapshot(BY_DEFAULT));
            fixture.logs.messages();
            assertThat(served(fixture, BY_DEFAULT)).isEqualTo("\"woken\"");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(fixture.logs.messages())
                            .noneMatch(line -> line.contains("RESTORE") || line.contains("Restore"))
                            .containsSequence("INIT_START Runtime Version: python:3.11", "after")
                            .anyMatch(line -> line.startsWith("REPORT ") && line.contains("Init Duration: ")));
        }
    }

    /** As on Lambda an init phase that fails: the function's error, in the answer to the invocation. */
    @Test
    void aHookThatFailsUnaskedIsAnErrorOfTheInitPhase() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                api.send("GET " + RuntimeApiClient.BASE + "restore/next HTTP/1.1\r\nHost: x\r\n\r\n");
                api.receive();
                api.post("restore/error", "Lambda-Runtime-Function-Error-Type: Runtime.AfterRestoreError\r\n", "{}");
                guest.end(new SandboxEnd(65, 0, false));
            }
        })) {
            fixture.driver.takeSnapshots();
            WorkerFixture.await(fixture.worker.snapshot(BY_DEFAULT));
            EnvironmentStart start = WorkerFixture.await(fixture.worker.start(BY_DEFAULT));
            assertThat(start)
                    .isInstanceOfSatisfying(
                            EnvironmentStart.Started.class,
                            started -> assertThat(started.healthy()).isFalse());
        }
    }

    @Test
    void theReportTellsAndBillsTheRestore() {
        StartCost cost = StartCost.restore(200_000_000, 40_500_000);
        Outcome fine = Outcomes.response(java.nio.ByteBuffer.allocate(0));
        assertThat(LogText.report("id", fine, 1_000_000, cost, 128, 1 << 20))
                .isEqualTo("REPORT RequestId: id\tDuration: 1.00 ms\tBilled Duration: 42 ms\tMemory Size: 128 MB\tMax"
                        + " Memory Used: 1 MB\tRestore Duration: 200.00 ms\tBilled Restore Duration: 41 ms\t");
    }

    @Test
    void whereThereAreNoSnapshotsTheHooksRunAllTheSame() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(SnapshotsTest::hooked)) {
            assertThat(WorkerFixture.await(fixture.worker.snapshot(SPEC))).isInstanceOf(SnapshotResult.NotTaken.class);
            fixture.logs.messages();
            assertThat(served(fixture)).isEqualTo("\"cold\"");
            assertThat(fixture.logs.messages())
                    .containsSequence("INIT_START Runtime Version: python:3.11", "before", "after");
        }
    }

    @Test
    void aRuntimeWithoutHooksIsTakenWhenItAsksForWork() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                while (true) {
                    api.respond(api.next().requestId(), "" + guest.woken());
                }
            }
        })) {
            fixture.driver.takeSnapshots();
            WorkerFixture.await(fixture.worker.snapshot(SPEC));
            assertThat(served(fixture)).isEqualTo("true");
        }
    }

    @Test
    void aFailedInitIsToldWithLambdasReason() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                api.initError("Runtime.BeforeSnapshotError", "{\"errorMessage\":\"no\"}");
                guest.end(new SandboxEnd(64, 0, false));
            }
        })) {
            FakeSnapshots snapshots = fixture.driver.takeSnapshots();
            assertThat(WorkerFixture.await(fixture.worker.snapshot(SPEC)))
                    .isEqualTo(new SnapshotResult.InitFailed(
                            "Runtime.BeforeSnapshotError: {\"errorMessage\":\"no\"}",
                            "FunctionError.RuntimeInitError"));
            assertThat(snapshots.count()).isZero();
        }
    }

    /** The version is not to become Failed because Hearth stopped. */
    @Test
    void aWorkerThatClosesMeanwhileSaysNothingOfTheFunction() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(FakeSandboxDriver.Guest::hang)) {
            fixture.driver.takeSnapshots();
            var result = fixture.worker.snapshot(SPEC).toCompletableFuture();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> fixture.driver.running() == 1);
            fixture.worker.close();
            assertThatThrownBy(() -> WorkerFixture.await(result)).hasRootCauseMessage("the worker closed meanwhile");
        }
    }

    @Test
    void aHookThatFailsAfterTheRestoreIsASnapStartException() throws Exception {
        try (WorkerFixture fixture = new WorkerFixture(guest -> {
            try (RuntimeApiClient api = new RuntimeApiClient(guest.runtimeApi())) {
                api.send("GET " + RuntimeApiClient.BASE + "restore/next HTTP/1.1\r\nHost: x\r\n\r\n");
                api.receive();
                guest.print("the hook's last words\n");
                assertThat(api.post(
                                        "restore/error",
                                        "Lambda-Runtime-Function-Error-Type: Runtime.AfterRestoreError\r\n",
                                        "{}")
                                .status())
                        .isEqualTo(202);
                guest.end(new SandboxEnd(65, 0, false));
            }
        })) {
            fixture.driver.takeSnapshots();
            WorkerFixture.await(fixture.worker.snapshot(SPEC));
            EnvironmentStart start = WorkerFixture.await(fixture.worker.start(SPEC));
            assertThat(start)
                    .isInstanceOfSatisfying(
                            EnvironmentStart.Refused.class,
                            refused -> assertThat(refused.fault().kind()).isEqualTo(Fault.Kind.SNAP_START));
            assertThat(fixture.logs.messages())
                    .contains("the hook's last words")
                    .anyMatch(line -> line.startsWith("RESTORE_REPORT Restore Duration: ")
                            && line.endsWith("Status: error\tError Type: Runtime.AfterRestoreError"));
        }
    }

    @Test
    void hooksThatTakeOverTenSecondsAreASnapStartTimeout() {
        EnvironmentDecisions.Facts facts = new EnvironmentDecisions.Facts("env", Duration.ofSeconds(3));
        EnvironmentState state = InitDecisions.begin(0).state();
        state = EnvironmentDecisions.decide(facts, state, new EnvironmentEvent.SandboxMade(true), 5)
                .state();
        assertThat(state.deadline()).isEqualTo(10_000_000_005L);
        EnvironmentDecisions.Decision late =
                EnvironmentDecisions.decide(facts, state, new EnvironmentEvent.Tick(), 10_000_000_005L);
        assertThat(late.actions()).containsExactly(new EnvironmentAction.Kill());
        EnvironmentDecisions.Decision over = EnvironmentDecisions.decide(
                facts, late.state(), new EnvironmentEvent.SandboxEnded(new SandboxEnd(-1, 9, false)), 10_000_000_006L);
        assertThat(over.actions()).contains(new EnvironmentAction.ReportRefused(RestoreDecisions.TOO_LATE));
    }

    @Test
    void publishedVersionsOfRuntimesThatRenewThemselvesStartFromSnapshotsByDefaultOnly() {
        FakeSandboxDriver driver = new FakeSandboxDriver((_, _) -> {}, _ -> {});
        SnapshotPolicy policy = new SnapshotPolicy(SnapshotUse.PUBLISHED, driver);
        assertThat(applied(policy, "python3.11", "1")).isEqualTo(EnvironmentSpec.Initialization.ON_DEMAND);
        driver.takeSnapshots();
        assertThat(applied(policy, "python3.11", "1"))
                .isEqualTo(EnvironmentSpec.Initialization.ON_DEMAND_FROM_SNAPSHOT);
        assertThat(applied(policy, "nodejs20.x", "7"))
                .isEqualTo(EnvironmentSpec.Initialization.ON_DEMAND_FROM_SNAPSHOT);
        assertThat(applied(policy, "python3.11", "$LATEST")).isEqualTo(EnvironmentSpec.Initialization.ON_DEMAND);
        assertThat(applied(policy, "java21", "1")).isEqualTo(EnvironmentSpec.Initialization.ON_DEMAND);
        assertThat(applied(policy, "provided.al2023", "1")).isEqualTo(EnvironmentSpec.Initialization.ON_DEMAND);
        assertThat(applied(new SnapshotPolicy(SnapshotUse.SNAPSTART, driver), "python3.11", "1"))
                .isEqualTo(EnvironmentSpec.Initialization.ON_DEMAND);
    }

    private static EnvironmentSpec.Initialization applied(SnapshotPolicy policy, String runtime, String version) {
        EnvironmentSpec like = WorkerFixture.spec(runtime, Duration.ofSeconds(3));
        EnvironmentSpec spec = new EnvironmentSpec(
                like.functionArn(),
                like.functionName(),
                version,
                like.revision(),
                runtime,
                like.handler(),
                like.timeout(),
                like.memoryMb(),
                like.ephemeralStorageMb(),
                like.environment(),
                like.codeDigest(),
                like.logGroup());
        return policy.applied(spec).initialization();
    }
}
