package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fake's machine: what Firecracker 1.16.1 takes in which state, after its {@code rpc_interface.rs}.
 *
 * <pre>
 * state     request                                       does                                  next
 * pre-boot  logger, metrics                               opens the file                        pre-boot
 * pre-boot  what describes the machine                    checks and keeps it                   pre-boot, booting
 * pre-boot  InstanceStart                                 needs a kernel; the guest runs        running
 * pre-boot  load, nothing described yet                   needs fitting files; the guest goes on running or paused
 * pre-boot  load, something described                     refused
 * pre-boot  load that fails                               refused, then the process ends
 * running   pause, resume, patches, flush                 done                                  running, paused
 * running   create a snapshot                             refused
 * paused    create a snapshot                             writes the files                      paused
 * any       what belongs to another state                 refused
 * </pre>
 *
 * Called by one thread at a time.
 */
final class FakeMachine {

    /** What a fake guest and the fake's process are told. */
    interface Events {

        /** The processors run for the first time. */
        void started(boolean restored);

        void paused();

        void resumed();

        void ctrlAltDel();

        /** A vsock device: the fake listens at {@code path} from now on. */
        void vsock(Path path) throws IOException;

        /** What the guest has in its memory, as far as a fake guest wants it kept in a snapshot. */
        String memory();

        /** Every vsock connection breaks. */
        void vsockReset();
    }

    /** States, in the words of {@code GET /}. */
    enum State {
        NOT_STARTED("Not started"),
        RUNNING("Running"),
        PAUSED("Paused");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }
    }

    private final Path folder;
    private final Events events;
    private final FakeParts parts;
    private State state = State.NOT_STARTED;
    private boolean described;
    private @Nullable Path log;
    private @Nullable Path metrics;

    FakeMachine(Path folder, Predicate<String> taps, Events events) {
        this.folder = folder;
        this.events = events;
        this.parts = new FakeParts(folder, taps, events);
    }

    State state() {
        return state;
    }

    String stateWord() {
        return state.wire;
    }

    Map<String, @Nullable Object> config() {
        return parts.config();
    }

    void log(String line) {
        if (log != null) {
            try {
                Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
            } catch (IOException lost) {
                // a log line is lost, as with the real one
            }
        }
    }

    void logger(Map<String, @Nullable Object> body) throws FakeFault {
        needs(State.NOT_STARTED);
        if (body.get("log_path") instanceof String path) {
            log = opened(path, "Logger error: ");
        }
    }

    void metrics(Map<String, @Nullable Object> body) throws FakeFault {
        needs(State.NOT_STARTED);
        if (metrics != null) {
            throw new FakeFault("Metrics error: Cannot initialize the metrics system due to bad user input:"
                    + " Reinitialization of metrics not allowed.");
        }
        metrics = opened(
                FakeParts.text(body, "metrics_path"),
                "Metrics error: Cannot initialize the metrics system due to" + " bad user input: ");
    }

    private Path opened(String path, String where) throws FakeFault {
        Path file = folder.resolve(path);
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            return file;
        } catch (IOException refused) {
            throw new FakeFault(where + FakeFault.NO_FILE);
        }
    }

    void machine(Map<String, @Nullable Object> body) throws FakeFault {
        describe();
        long vcpus = (Long) Objects.requireNonNull(body.get("vcpu_count"));
        boolean smt = Boolean.TRUE.equals(body.get("smt"));
        if (vcpus < 1 || vcpus > MachineLimits.MAX_VCPUS || smt && vcpus > 1 && vcpus % 2 == 1) {
            throw new FakeFault("Machine config error: The number of vCPUs must be greater than 0, less than "
                    + MachineLimits.MAX_VCPUS + " and must be 1 or an even number if SMT is enabled.");
        }
        if ((Long) Objects.requireNonNull(body.get("mem_size_mib")) < 1) {
            throw new FakeFault("Machine config error: The memory size (MiB) is either 0, or not a multiple of the"
                    + " configured page size.");
        }
        parts.config().put("machine-config", body);
    }

    void bootSource(Map<String, @Nullable Object> body) throws FakeFault {
        describe();
        parts.exists(
                FakeParts.text(body, "kernel_image_path"), "Boot source error: The kernel file cannot be opened: ");
        if (body.get("initrd_path") instanceof String initrd) {
            parts.exists(
                    initrd,
                    "Boot source error: The initrd file cannot be opened due to invalid path or invalid permissions. ");
        }
        parts.config().put("boot-source", body);
    }

    void drive(Map<String, @Nullable Object> body) throws FakeFault {
        if (state != State.NOT_STARTED) {
            throw new FakeFault(FakeFault.NO_PCI);
        }
        describe();
        parts.openDrive(body);
        List<Object> drives = parts.list("drives");
        drives.removeIf(each -> FakeSchema.map(each).get("drive_id").equals(body.get("drive_id")));
        boolean root = Boolean.TRUE.equals(body.get("is_root_device"));
        if (root
                && drives.stream()
                        .anyMatch(
                                each -> Boolean.TRUE.equals(FakeSchema.map(each).get("is_root_device")))) {
            throw new FakeFault("Drive config error: A root block device already exists!");
        }
        drives.add(body);
    }

    void network(Map<String, @Nullable Object> body) throws FakeFault {
        if (state != State.NOT_STARTED) {
            throw new FakeFault(FakeFault.NO_PCI);
        }
        describe();
        parts.openTap(body);
        List<Object> all = parts.list("network-interfaces");
        all.removeIf(each -> FakeSchema.map(each).get("iface_id").equals(body.get("iface_id")));
        all.add(body);
    }

    void vsock(Map<String, @Nullable Object> body) throws FakeFault {
        describe();
        if ((Long) Objects.requireNonNull(body.get("guest_cid")) < MachineLimits.LEAST_GUEST_CID) {
            throw new FakeFault("Vsock config error: Cannot create vsock device: invalid CID");
        }
        parts.openVsock(body);
        parts.config().put("vsock", body);
    }

    void entropy(Map<String, @Nullable Object> body) throws FakeFault {
        describe();
        parts.config().put("entropy", body);
    }

    void balloon(Map<String, @Nullable Object> body) throws FakeFault {
        describe();
        parts.config().put("balloon", body);
    }

    void inflate(Map<String, @Nullable Object> body) throws FakeFault {
        needsGuest();
        if (!(parts.config().get("balloon") instanceof Map<?, ?> balloon)) {
            throw new FakeFault("Balloon update error: Device not found");
        }
        FakeSchema.map(balloon).put("amount_mib", body.get("amount_mib"));
    }

    void patchDrive(Map<String, @Nullable Object> body) throws FakeFault {
        needsGuest();
        parts.patch(
                "drives",
                "drive_id",
                body,
                "Drive config error: Unable to patch the block device: Device not found"
                        + " Please verify the request arguments.");
    }

    void patchNetwork(Map<String, @Nullable Object> body) throws FakeFault {
        needsGuest();
        parts.patch(
                "network-interfaces",
                "iface_id",
                body,
                "Network config error: Unable to update the net device: Device" + " not found");
    }

    void start() throws FakeFault {
        needs(State.NOT_STARTED);
        if (!parts.config().containsKey("boot-source")) {
            throw new FakeFault("Start microvm error: Cannot start microvm without kernel configuration.");
        }
        state = State.RUNNING;
        events.started(false);
    }

    void ctrlAltDel() throws FakeFault {
        needsGuest();
        events.ctrlAltDel();
    }

    void flushMetrics() throws FakeFault {
        needsGuest();
        if (metrics == null) {
            return;
        }
        try {
            Files.writeString(
                    metrics, "{\"utc_timestamp_ms\":0,\"vmm\":{\"panic_count\":0}}\n", StandardOpenOption.APPEND);
        } catch (IOException refused) {
            throw new FakeFault("Internal VMM error: Metrics error: " + FakeFault.NO_SPACE);
        }
    }

    /** {@code PATCH /vm}; asking again for what is already so changes nothing. */
    void bring(boolean paused) throws FakeFault {
        needsGuest();
        if (paused && state == State.RUNNING) {
            state = State.PAUSED;
            events.paused();
        } else if (!paused && state == State.PAUSED) {
            state = State.RUNNING;
            events.resumed();
        }
    }

    void createSnapshot(Map<String, @Nullable Object> body) throws FakeFault {
        needsGuest();
        if (state == State.RUNNING) {
            throw new FakeFault("Create snapshot error: Cannot save the microVM state: Cannot save KvmVm state:"
                    + " Operation not allowed: save/restore unavailable while running");
        }
        try {
            parts.save(body);
        } catch (IOException full) {
            throw new FakeFault(
                    "Create snapshot error: Cannot perform open on the memory backing file: " + FakeFault.NO_SPACE);
        }
        events.vsockReset();
    }

    void loadSnapshot(Map<String, @Nullable Object> body) throws FakeFault {
        needs(State.NOT_STARTED);
        if (described) {
            throw new FakeFault("Load snapshot error: Loading a microVM snapshot not allowed after configuring"
                    + " boot-specific resources.");
        }
        try {
            parts.restore(body);
        } catch (FakeFault unfit) {
            throw new FakeFault("Load snapshot error: Failed to restore from snapshot: " + unfit.getMessage(), true);
        }
        boolean resume = Boolean.TRUE.equals(body.get("resume_vm"));
        state = resume ? State.RUNNING : State.PAUSED;
        events.started(true);
        if (!resume) {
            events.paused();
        }
    }

    private void describe() throws FakeFault {
        needs(State.NOT_STARTED);
        described = true;
    }

    private void needs(State wanted) throws FakeFault {
        if (state != wanted) {
            throw new FakeFault(FakeFault.POST_BOOT);
        }
    }

    private void needsGuest() throws FakeFault {
        if (state == State.NOT_STARTED) {
            throw new FakeFault(FakeFault.PRE_BOOT);
        }
    }
}
