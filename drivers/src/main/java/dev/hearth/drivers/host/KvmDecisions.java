package dev.hearth.drivers.host;

import dev.hearth.drivers.host.HostCheck.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the helper's output means. Pure. */
final class KvmDecisions {

    private static final String NAME = "KVM";
    /** A real one is about as fast as the processor itself; beyond this somebody interprets its instructions. */
    private static final long SLOWEST = 50;
    /** What one loop may take all the same, on a machine that is busy, microseconds. */
    private static final long GRACE_MICROS = 20_000;

    private static final String ENABLE =
            "turn on VT-x or AMD-V in the firmware and load kvm_intel or kvm_amd; in a virtual machine ask its owner"
                    + " for nested virtualization";
    private static final String EMULATE =
            "nothing here makes it work: use a host with KVM of its own; until then --sandbox qemu emulates, gvisor and"
                    + " namespace need no KVM";

    private KvmDecisions() {}

    static HostCheck judge(KvmProbe.Outcome outcome, int seconds) {
        if (!outcome.trouble().isEmpty()) {
            return new HostCheck(NAME, Result.UNKNOWN, "could not be tried: " + outcome.trouble(), "");
        }
        List<String> lines = outcome.output().lines().toList();
        String step = last(lines, "try ").orElse("start");
        if (outcome.late()) {
            return new HostCheck(NAME, Result.BAD, "hangs: did not " + step + " within " + seconds + " s", EMULATE);
        }
        Optional<String> failure = last(lines, "failed ");
        if (failure.isPresent()) {
            return failed(step, failure.get());
        }
        if (!lines.contains("works")) {
            return new HostCheck(NAME, Result.BAD, "the trial ended while it tried to " + step, EMULATE);
        }
        return last(lines, "speed ")
                .map(KvmDecisions::speed)
                .orElseGet(() -> HostCheck.good(
                        NAME, "makes a virtual processor; whether it runs was not tried on this architecture"));
    }

    private static HostCheck failed(String step, String failure) {
        if (failure.contains("No such file")) {
            return new HostCheck(NAME, Result.BAD, "there is no /dev/kvm", ENABLE);
        }
        if (failure.contains("Permission denied")) {
            return new HostCheck(
                    NAME,
                    Result.BAD,
                    "this user may not open /dev/kvm",
                    "add the user to the group kvm, and log in again");
        }
        return new HostCheck(NAME, Result.BAD, "could not " + step + ": " + failure, ENABLE);
    }

    private static HostCheck speed(String numbers) {
        long[] micros =
                Arrays.stream(numbers.split(" ")).mapToLong(Long::parseLong).toArray();
        long inside = micros[0];
        long outside = Math.max(1, micros[1]);
        if (inside > GRACE_MICROS && inside > SLOWEST * outside) {
            return new HostCheck(
                    NAME,
                    Result.BAD,
                    "runs a machine, but interprets its instructions: a loop took " + inside / 1000 + " ms, "
                            + inside / outside + " times as long as outside, so that no kernel boots in time",
                    EMULATE);
        }
        return HostCheck.good(NAME, "runs a machine of a few instructions, a loop in " + inside + " microseconds");
    }

    private static Optional<String> last(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .reduce((_, later) -> later)
                .map(line -> line.substring(word.length()));
    }
}
