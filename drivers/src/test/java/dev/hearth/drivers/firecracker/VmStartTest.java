package dev.hearth.drivers.firecracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.drivers.firecracker.FakeFirecracker.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts of microVMs against the fake. */
class VmStartTest {

    @TempDir
    Path folder;

    /** To be another user needs root. */
    @BeforeEach
    void root() {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "jails need root");
    }

    @ParameterizedTest
    @CsvSource({"true,API", "true,FILE", "false,API", "false,FILE"})
    void aMicroVmRuns(boolean jailed, ConfigureBy by) throws Exception {
        TestHost host = new TestHost(folder, jailed, by);
        MicroVm vm = host.start();

        assertThat(vm.describe()).containsEntry("state", "Running").containsEntry("id", vm.id());
        vm.kill();

        assertThat(vm.ended().toCompletableFuture().get(60, TimeUnit.SECONDS)).contains("killed");
        vm.release();
        host.assertClean();
    }

    @Test
    void bothWaysOfConfiguringDescribeTheSameMachine() throws Exception {
        TestHost api = new TestHost(Files.createDirectory(folder.resolve("a")), true, ConfigureBy.API);
        TestHost file = new TestHost(Files.createDirectory(folder.resolve("b")), true, ConfigureBy.FILE);
        api.start();
        file.start();

        assertThat(file.firecracker.living().iterator().next().config())
                .isEqualTo(api.firecracker.living().iterator().next().config());
        api.firecracker.living().forEach(FakeVmm::kill);
        file.firecracker.living().forEach(FakeVmm::kill);
    }

    /** What really goes over the wire in a whole life, against Firecracker's description. */
    @Test
    void everyRequestOfAWholeLifeIsDescribed() throws Exception {
        TestHost host = new TestHost(folder, true, ConfigureBy.API);
        host.firecracker.keepRecord();
        MicroVm vm = host.start();
        vm.inflate(16);
        vm.flushMetrics();
        vm.limit(new ApiWords.PartialDrive("code", null, new ApiWords.RateLimiter(null, null)));
        vm.limit(new ApiWords.PartialNetworkInterface("eth0", null, new ApiWords.RateLimiter(null, null)));
        Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
        vm.snapshot(snapshot);
        MicroVm clone = host.start(Optional.of(new SnapshotFiles(snapshot, "tap9", "other")));
        vm.shutdown(java.time.Duration.ofSeconds(5));
        clone.kill();

        ApiDescription description = ApiDescription.read();
        List<String> requests = host.firecracker.requests();
        for (String request : requests) {
            String[] words = request.split(" ", 3);
            assertThat(description.judgeRequest(words[0], words[1], words[2].isEmpty() ? null : Json.object(words[2])))
                    .as(request)
                    .isEmpty();
        }
        assertThat(requests.stream().map(request -> request.split(" ")[1]))
                .contains("/logger", "/metrics", "/vm", "/actions", "/snapshot/create", "/snapshot/load", "/balloon");
        assertThat(requests.stream().filter(request -> request.contains("/snapshot/load")))
                .singleElement()
                .asString()
                .contains("\"host_dev_name\":\"tap0\"", "\"uds_path\":\"vsock\"", "\"resume_vm\":true");
    }

    @Test
    void theJailerIsToldEverything() throws Exception {
        TestHost host = new TestHost(folder, true, ConfigureBy.API);
        host.firecracker.keepRecord();
        MicroVm vm = host.start();
        vm.kill();
        vm.release();

        List<String> command = host.firecracker.commands().getFirst();
        assertThat(command)
                .startsWith(folder.resolve("jailer").toString(), "--id", vm.id(), "--exec-file")
                .containsSubsequence("--cgroup-version", "2")
                .containsSubsequence("--netns", folder.resolve("netns").toString())
                .containsSubsequence("--", "--api-sock", "api")
                .doesNotContain("--no-seccomp", "--daemonize", "--new-pid-ns");
        assertThat(command.get(command.indexOf("--uid") + 1))
                .isEqualTo(command.get(command.indexOf("--gid") + 1))
                .matches("1[89]\\d{8}");
    }

    @Test
    void twoMicroVmsHaveDifferentUsersAndFolders() throws Exception {
        TestHost host = new TestHost(folder, true, ConfigureBy.API);
        MicroVm one = host.start();
        MicroVm two = host.start();

        assertThat(Files.getAttribute(one.root(), "unix:uid")).isNotEqualTo(Files.getAttribute(two.root(), "unix:uid"));
        assertThat(one.root()).isNotEqualTo(two.root());
        one.kill();
        two.kill();
        one.release();
        two.release();
        host.assertClean();
    }

    @Test
    void aFaultNamesTheStepAndWhatToDo() {
        TestHost host = new TestHost(folder, true, ConfigureBy.API);
        host.firecracker.missingTap("tap0");

        assertThatThrownBy(host::start)
                .isInstanceOf(Steps.Failed.class)
                .hasMessageContaining("Open tap device failed")
                .hasMessageContaining("hearth doctor")
                .extracting(failed -> ((Steps.Failed) failed).step())
                .isEqualTo("PUT /network-interfaces/eth0");
        host.assertClean();
    }

    @Test
    void withAFileTheFaultIsInTheLastWordsOfTheProcess() {
        TestHost host = new TestHost(folder, true, ConfigureBy.FILE);
        host.firecracker.missingTap("tap0");

        assertThatThrownBy(host::start)
                .hasMessageContaining("status 1")
                .hasMessageContaining("Open tap device failed")
                .hasMessageContaining("hearth doctor");
        host.assertClean();
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void aTroubleIsSaidAndUndone(Trouble trouble) {
        TestHost host = new TestHost(folder, true, ConfigureBy.API, TestHost.IMPATIENT);
        host.firecracker.plan("PUT /entropy", trouble);

        assertThatThrownBy(host::start)
                .hasMessageContaining(
                        switch (trouble) {
                            case FAULT -> "planned by the test";
                            case SILENCE -> "not answered within 300 ms";
                            case DEATH -> "status 150";
                        });
        host.assertClean();
    }

    @Test
    void tooManyDrivesAreRefusedBeforeAnythingIsMade() throws IOException {
        TestHost host = new TestHost(folder, true, ConfigureBy.API);
        VmPlan plan = host.plan();
        VmPlan.DrivePlan drive = plan.drives().getLast();
        VmPlan full = new VmPlan(
                "full",
                plan.limits(),
                plan.kernel(),
                plan.initrd(),
                "",
                java.util.Collections.nCopies(15, drive),
                plan.network(),
                true);

        assertThatThrownBy(
                        () -> new VmStart(host.host, full, Optional.empty(), Optional.empty(), new Steps()).prepare())
                .hasMessageContaining("18 devices; Firecracker allows 17");
        host.assertClean();
    }

    @Test
    void aDataFolderWithALongPathIsRefusedInTime() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("d".repeat(60)));
        TestHost host = new TestHost(deep, true, ConfigureBy.API);

        assertThatThrownBy(host::start).hasMessageContaining("choose a data folder with a shorter path");
        host.assertClean();
    }

    @Test
    void aSnapshotIsReadOnlyAndServesManyClones() throws Exception {
        TestHost host = new TestHost(folder, true, ConfigureBy.API);
        MicroVm vm = host.start();
        Path folderOfSnapshot = Files.createDirectory(folder.resolve("snapshot"));
        vm.snapshot(folderOfSnapshot);
        SnapshotFiles snapshot = new SnapshotFiles(folderOfSnapshot, "tap0", VmPlan.VSOCK);

        assertThat(vm.describe()).containsEntry("state", "Running");
        assertThat(Files.getPosixFilePermissions(snapshot.memory())).hasSize(3);
        assertThat(Files.getAttribute(snapshot.memory(), "unix:uid")).isEqualTo(0);
        assertThat(vm.root().resolve("snapshot-memory")).doesNotExist();
        MicroVm one = host.start(Optional.of(snapshot));
        MicroVm two = host.start(Optional.of(snapshot));
        assertThat(Files.getAttribute(snapshot.memory(), "unix:nlink")).isEqualTo(3);
        assertThat(one.describe()).containsEntry("state", "Running");
        for (MicroVm each : List.of(vm, one, two)) {
            each.kill();
            each.release();
        }
        assertThat(Files.getAttribute(snapshot.memory(), "unix:nlink")).isEqualTo(1);
        host.assertClean();
    }

    @Test
    void aSnapshotThatDoesNotFitEndsTheProcessAndIsSaid() throws Exception {
        TestHost host = new TestHost(folder, true, ConfigureBy.API);
        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        Files.write(damaged.resolve(SnapshotFiles.STATE), "no state".getBytes(StandardCharsets.UTF_8));
        Files.createFile(damaged.resolve(SnapshotFiles.MEMORY));

        assertThatThrownBy(() -> host.start(Optional.of(new SnapshotFiles(damaged, "tap0", VmPlan.VSOCK))))
                .hasMessageContaining("CRC64")
                .hasMessageContaining("made anew");
        host.assertClean();
    }

    /** A Firecracker that was taken over owns its jail: what lies there is never followed out of it. */
    @Test
    void aLinkOutOfTheJailIsNotFollowed() throws Exception {
        TestHost host = new TestHost(folder, true, ConfigureBy.API);
        Path secret = Files.writeString(folder.resolve("secret"), "the host's own");
        MicroVm vm = host.start();
        Files.delete(vm.root().resolve(VmPlan.LOG));
        Files.createSymbolicLink(vm.root().resolve(VmPlan.LOG), secret);

        assertThat(MicroVm.lastWords(vm.root())).doesNotContain("own");
        vm.kill();
        vm.release();
        assertThat(secret).hasContent("the host's own");
        host.assertClean();
    }
}
