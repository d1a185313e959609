package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.microvm.GuestKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether KVM really runs guests here. A {@code /dev/kvm} that opens proves nothing: it can hang at the first
 * instruction. The result is kept for as long as the machine is up and the program is the same.
 */
final class KvmCheck {

    /** A working KVM boots in well under a second; a broken one may hang forever. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /**
     * What was found.
     *
     * @param works whether a guest booted
     * @param why how that is known, or what is in the way
     */
    record Result(boolean works, String why) {}

    private KvmCheck() {}

    static Result perform(QemuHost host, GuestImages images) throws IOException {
        if (!Files.exists(DEVICE)) {
            return new Result(false, "this machine has no /dev/kvm");
        }
        if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
            return new Result(false, "/dev/kvm may not be opened by this user: add the user to the group kvm");
        }
        Optional<GuestKernel> kernel = images.kernel();
        List<GuestImage> found = images.images();
        if (kernel.isEmpty() || found.isEmpty()) {
            return new Result(false, "nothing to boot");
        }
        Path kept = host.stateDir().resolve("kvm-check");
        String key = Files.readString(BOOT).strip() + " " + host.programs().version() + " "
                + kernel.get().digest();
        Optional<Result> known = read(kept, key);
        if (known.isPresent()) {
            return known.get();
        }
        Result result = boot(host, kernel.get(), found.getFirst());
        Files.writeString(kept, key + "\n" + result.works() + "\n" + result.why());
        return result;
    }

    private static Optional<Result> read(Path kept, String key) throws IOException {
        if (!Files.exists(kept)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(kept);
        return lines.size() >= 3 && lines.getFirst().equals(key)
                ? Optional.of(new Result(Boolean.parseBoolean(lines.get(1)), lines.get(2)))
                : Optional.empty();
    }

    private static Result boot(QemuHost host, GuestKernel kernel, GuestImage image) {
        try {
            Duration took = TestBoot.perform(host, Accelerator.KVM, kernel, image, LIMIT);
            return new Result(true, "KVM, proved by a test boot of " + took.toMillis() + " ms");
        } catch (IOException failed) {
            String words = String.valueOf(failed.getMessage()).replaceAll("\\s+", " ");
            return new Result(false, "/dev/kvm is there but a test boot failed: " + words);
        }
    }
}
