package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the fake's machine is made of, with the files behind it; opening one fails as it does for the real Firecracker.
 */
final class FakeParts {

    /** Version of the fake's snapshots: that of 1.16.1. */
    static final String SNAPSHOT_VERSION = "10.0.0";

    private static final long MIB = 1 << 20;

    private final Path folder;
    private final Predicate<String> taps;
    private final FakeMachine.Events events;
    private final Map<String, @Nullable Object> config = new LinkedHashMap<>();

    FakeParts(Path folder, Predicate<String> taps, FakeMachine.Events events) {
        this.folder = folder;
        this.taps = taps;
        this.events = events;
        config.put("machine-config", new LinkedHashMap<>(Map.of("vcpu_count", 1L, "mem_size_mib", 128L)));
        config.put("drives", new ArrayList<>());
        config.put("network-interfaces", new ArrayList<>());
    }

    /** In the form of {@code GET /vm/config}. */
    Map<String, @Nullable Object> config() {
        return config;
    }

    void openDrive(Map<String, @Nullable Object> drive) throws FakeFault {
        String path = text(drive, "path_on_host");
        if (!Files.isRegularFile(folder.resolve(path))) {
            throw new FakeFault("Drive config error: Unable to create the virtio block device: Virtio backend error:"
                    + " Error manipulating the backing file: " + FakeFault.NO_FILE + " " + path);
        }
    }

    void openTap(Map<String, @Nullable Object> network) throws FakeFault {
        String tap = text(network, "host_dev_name");
        if (!taps.test(tap)) {
            throw new FakeFault("Network config error: Could not create the network device: Open tap device failed:"
                    + " Error while creating ifreq structure: Operation not permitted (os error 1). Invalid TUN/TAP"
                    + " Backend provided by " + tap
                    + ". Check our documentation on setting up the network devices.");
        }
    }

    void openVsock(Map<String, @Nullable Object> vsock) throws FakeFault {
        try {
            events.vsock(folder.resolve(text(vsock, "uds_path")));
        } catch (IOException refused) {
            throw new FakeFault("Vsock config error: Cannot create backend for vsock device: Error binding to the"
                    + " host-side Unix socket: Address already in use (os error 98)");
        }
    }

    void patch(String kind, String key, Map<String, @Nullable Object> body, String absent) throws FakeFault {
        Object found = list(kind).stream()
                .filter(each -> Objects.equals(FakeSchema.map(each).get(key), body.get(key)))
                .findFirst()
                .orElseThrow(() -> new FakeFault(absent));
        FakeSchema.map(found).putAll(body);
    }

    /** Writes a snapshot's two files. */
    void save(Map<String, @Nullable Object> body) throws IOException {
        config.put("snapshot-version", SNAPSHOT_VERSION);
        config.put("guest-memory", events.memory());
        Files.writeString(folder.resolve(text(body, "snapshot_path")), Json.text(config));
        try (RandomAccessFile memory =
                new RandomAccessFile(folder.resolve(text(body, "mem_file_path")).toFile(), "rw")) {
            memory.setLength(memoryBytes());
        }
    }

    void restore(Map<String, @Nullable Object> body) throws FakeFault {
        config.putAll(savedState(text(body, "snapshot_path")));
        Map<String, @Nullable Object> backend = FakeSchema.map(Objects.requireNonNull(body.get("mem_backend")));
        Path memory = folder.resolve(text(backend, "backend_path"));
        try {
            if (Files.size(memory) != memoryBytes()) {
                throw new FakeFault("Failed to load guest memory: Error creating guest memory from file: Failed to"
                        + " restore guest memory: the file has another size");
            }
        } catch (IOException absent) {
            throw new FakeFault("Failed to load guest memory: Error creating guest memory from file: Failed to load"
                    + " guest memory: " + FakeFault.NO_FILE);
        }
        if (body.get("network_overrides") instanceof List<?> overrides) {
            for (Object each : overrides) {
                Map<String, @Nullable Object> override = FakeSchema.map(each);
                patch(
                        "network-interfaces",
                        "iface_id",
                        override,
                        "Failed to get snapshot state from file: Unknown" + " Network Device.");
            }
        }
        for (Object each : list("drives")) {
            openDrive(FakeSchema.map(each));
        }
        for (Object each : list("network-interfaces")) {
            openTap(FakeSchema.map(each));
        }
        if (config.get("vsock") instanceof Map<?, ?> vsock) {
            if (body.get("vsock_override") instanceof Map<?, ?> override) {
                FakeSchema.map(vsock).putAll(FakeSchema.map(override));
            }
            openVsock(FakeSchema.map(vsock));
        }
    }

    private Map<String, @Nullable Object> savedState(String path) throws FakeFault {
        Map<String, @Nullable Object> saved;
        try {
            saved = Json.object(Files.readString(folder.resolve(path)));
        } catch (NoSuchFileException absent) {
            throw new FakeFault(
                    "Failed to get snapshot state from file: Failed to open snapshot file: " + FakeFault.NO_FILE);
        } catch (IOException damaged) {
            throw new FakeFault("Failed to get snapshot state from file: Failed to load snapshot state from file:"
                    + " CRC64 validation failed");
        }
        if (!SNAPSHOT_VERSION.equals(saved.get("snapshot-version"))) {
            throw new FakeFault("Failed to get snapshot state from file: Failed to load snapshot state from file:"
                    + " Invalid data version: " + saved.get("snapshot-version"));
        }
        return saved;
    }

    private long memoryBytes() {
        Map<String, @Nullable Object> machine = FakeSchema.map(Objects.requireNonNull(config.get("machine-config")));
        return (Long) Objects.requireNonNull(machine.get("mem_size_mib")) * MIB;
    }

    void exists(String path, String where) throws FakeFault {
        if (!Files.isReadable(folder.resolve(path))) {
            throw new FakeFault(where + FakeFault.NO_FILE);
        }
    }

    static String text(Map<String, @Nullable Object> object, String name) {
        return String.valueOf(object.get(name));
    }

    @SuppressWarnings("unchecked")
    List<Object> list(String name) {
        return (List<Object>) Objects.requireNonNull(config.get(name));
    }
}
