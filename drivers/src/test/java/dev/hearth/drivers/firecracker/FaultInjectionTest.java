package dev.hearth.drivers.firecracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hearth.drivers.firecracker.FakeFirecracker.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 starts with a trouble at each step in turn: each ends in a clear error and an undone host, and the start after it
 * works. A silent API costs its whole time limit, so it is tried once at each step and the rest of the rounds leave it
 * out.
 */
@Tag("slow")
class FaultInjectionTest {

    private static final int STARTS = 200;
    /** Descriptors that may be open more; a leak of one in each start would be 200. */
    private static final int SPARE = 32;

    private static final int LOOKS = 6_000;
    private static final long LOOK_NANOS = 10_000_000;

    /** A trouble, and what the error must say. */
    private record Plan(TestHost host, String what, Runnable prepare, String said, boolean slow) {}

    @TempDir
    Path folder;

    @Test
    void everyStepCanFailAndIsUndone() throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "jails need root");
        TestHost host = new TestHost(folder, true, ConfigureBy.API);
        TestHost impatient =
                new TestHost(Files.createDirectory(folder.resolve("i")), true, ConfigureBy.API, TestHost.IMPATIENT);
        List<Plan> plans = plans(host, impatient);
        long descriptors = descriptors();
        int starts = 0;
        for (int round = 0; starts < STARTS; round++) {
            for (Plan plan : plans) {
                if (starts < STARTS && (round == 0 || !plan.slow())) {
                    starts++;
                    fail(plan.host(), plan);
                }
            }
            MicroVm works = host.start();
            assertThat(works.describe()).containsEntry("state", "Running");
            works.kill();
            works.release();
            host.assertClean();
        }
        assertThat(starts).isEqualTo(STARTS);
        assertThat(settled(descriptors + SPARE)).isLessThanOrEqualTo(descriptors + SPARE);
    }

    private static void fail(TestHost host, Plan plan) {
        plan.prepare().run();
        Throwable failure = catchThrowable(host::start);
        assertThat(failure).as(plan.what()).isInstanceOf(Steps.Failed.class).hasMessageContaining(plan.said());
        assertThat(host.firecracker.allCame()).as(plan.what()).isTrue();
        host.firecracker.allTaps();
        host.assertClean();
    }

    private static List<Plan> plans(TestHost host, TestHost impatient) {
        List<Plan> plans = new ArrayList<>();
        VmConfig config = host.config();
        host.links.clear();
        List<String> calls = Stream.of(
                        config.observation().stream(),
                        config.calls().stream(),
                        Stream.of(Call.action(ApiWords.ActionType.INSTANCE_START)))
                .flatMap(each -> each)
                .map(Call::toString)
                .toList();
        for (String call : calls) {
            boolean start = call.equals("PUT /actions");
            plans.add(new Plan(
                    host, call, () -> host.firecracker.plan(call, Trouble.FAULT), "planned by the test", false));
            plans.add(new Plan(host, call, () -> host.firecracker.plan(call, Trouble.DEATH), "status 150", false));
            plans.add(new Plan(
                    impatient,
                    call,
                    () -> impatient.firecracker.plan(call, Trouble.SILENCE),
                    start ? "within 400 ms" : "within 300 ms",
                    true));
        }
        plans.add(new Plan(host, "full disk", () -> host.diskFull.set(true), "No space left on device", false));
        plans.add(new Plan(
                host, "missing tap", () -> host.firecracker.missingTap("tap0"), "Open tap device failed", false));
        return plans;
    }

    /** The fake's ends of connections are closed by tasks of its own, a moment later. */
    private static long settled(long most) throws IOException {
        long now = descriptors();
        for (int look = 0; look < LOOKS && now > most; look++) {
            LockSupport.parkNanos(LOOK_NANOS);
            now = descriptors();
        }
        return now;
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** A snapshot can fail to load, and the next attempt is on a fresh process. */
    @Test
    void aFailedLoadIsFollowedByAFreshProcess() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "jails need root");
        TestHost host = new TestHost(folder, true, ConfigureBy.API);
        MicroVm vm = host.start();
        Path kept = Files.createDirectory(folder.resolve("snapshot"));
        vm.snapshot(kept);
        SnapshotFiles snapshot = new SnapshotFiles(kept, "tap0", VmPlan.VSOCK);
        for (Trouble trouble : List.of(Trouble.FAULT, Trouble.DEATH)) {
            host.firecracker.plan("PUT /snapshot/load", trouble);
            assertThat(catchThrowable(() -> host.start(Optional.of(snapshot)))).isInstanceOf(Steps.Failed.class);
            MicroVm fresh = host.start(Optional.of(snapshot));
            fresh.kill();
            fresh.release();
        }
        vm.kill();
        vm.release();
        host.assertClean();
    }
}
