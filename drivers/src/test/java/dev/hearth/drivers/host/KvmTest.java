package dev.hearth.drivers.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.drivers.host.HostCheck.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the helper's output means, and that the helper never holds anybody up. */
class KvmTest {

    /** What a busy machine may add to the trial's own limit. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final String UP_TO_LOOP = "try open /dev/kvm\ndone 40\ntry make a virtual machine\ndone 300\n"
            + "try make a virtual processor\ndone 90\ntry run a few instructions in real mode\ndone 30\n"
            + "try run a short loop in 64-bit mode\n";

    private static HostCheck judge(String output) {
        return KvmDecisions.judge(new KvmProbe.Outcome(output, false, ""), 5);
    }

    @Test
    void aLoopAsFastAsOutsideIsGood() {
        assertThat(judge(UP_TO_LOOP + "done 120\nspeed 120 60\nworks\n").result())
                .isEqualTo(Result.GOOD);
    }

    @Test
    void aBusyMachineIsNotTakenForASlowOne() {
        assertThat(judge(UP_TO_LOOP + "done 15000\nspeed 15000 60\nworks\n").result())
                .isEqualTo(Result.GOOD);
    }

    @Test
    void interpretedInstructionsAreBadWithTheFactor() {
        HostCheck check = judge(UP_TO_LOOP + "done 600000\nspeed 600000 60\nworks\n");

        assertThat(check.result()).isEqualTo(Result.BAD);
        assertThat(check.found()).contains("interprets", "600 ms", "10000 times");
    }

    @Test
    void aHangIsToldWithTheStepItHangsIn() {
        HostCheck check = KvmDecisions.judge(new KvmProbe.Outcome(UP_TO_LOOP, true, ""), 5);

        assertThat(check.result()).isEqualTo(Result.BAD);
        assertThat(check.found()).isEqualTo("hangs: did not run a short loop in 64-bit mode within 5 s");
        assertThat(check.advice()).contains("qemu");
    }

    @Test
    void aDeviceThatIsMissingOrForbiddenIsToldWithWhatToDo() {
        assertThat(judge("try open /dev/kvm\nfailed open (No such file or directory)\n")
                        .advice())
                .contains("nested virtualization");
        assertThat(judge("try open /dev/kvm\nfailed open (Permission denied)\n").advice())
                .contains("group kvm");
        assertThat(judge("try make a virtual machine\nfailed KVM_CREATE_VM (Cannot allocate memory)\n")
                        .found())
                .contains("could not make a virtual machine");
        assertThat(judge("try make a virtual machine\n").found()).contains("ended while it tried to make a virtual");
    }

    @Test
    void anArchitectureWithoutALoopIsToldSo() {
        assertThat(judge("try make a virtual processor\ndone 3\nworks\n").found())
                .contains("not tried");
    }

    @Test
    @Timeout(120)
    void theRealTrialEndsInTime(@TempDir Path folder) {
        long begin = System.nanoTime();

        HostCheck check = HostChecks.ofThisHost().kvm(folder);

        assertThat(check.found()).isNotEmpty();
        assertThat(check.result()).isNotEqualTo(Result.UNKNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isLessThan(Duration.ofSeconds(HostChecks.KVM_SECONDS).plus(SLACK));
    }
}
