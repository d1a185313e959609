package dev.hearth.drivers.gvisor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code runsc} is told of one cell, in the form of the OCI runtime specification. Pure.
 *
 * @param root host folder that becomes the root, read-only
 * @param binds what is shown of the host beside it
 * @param namespace file of the network namespace to live in; empty: none but loopback
 */
record Bundle(Path root, List<Bind> binds, Optional<Path> namespace) {

    static final String INIT = "/hearth-cell";

    private static final List<String> CAPABILITIES = List.of("CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_CHOWN");
    /** Open files; as Lambda's. */
    private static final int OPEN_FILES = 1024;

    /** A host file or folder at a place inside. */
    record Bind(Path host, String inside, boolean writable) {}

    Bundle {
        binds = List.copyOf(binds);
    }

    String json() {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "ociVersion", "1.0.2",
                        "hostname", "sandbox",
                        "process", process(),
                        "root", Map.of("path", root.toString(), "readonly", true),
                        "mounts", mounts(),
                        "linux", Map.of("namespaces", namespaces())));
    }

    private static Map<String, ?> process() {
        return Map.of(
                "terminal",
                false,
                "user",
                Map.of("uid", 0, "gid", 0),
                "args",
                List.of(INIT),
                "env",
                List.of(),
                "cwd",
                "/",
                "noNewPrivileges",
                true,
                "rlimits",
                List.of(Map.of("type", "RLIMIT_NOFILE", "soft", OPEN_FILES, "hard", OPEN_FILES)),
                "capabilities",
                Map.of("bounding", CAPABILITIES, "effective", CAPABILITIES, "permitted", CAPABILITIES));
    }

    private List<Map<String, ?>> mounts() {
        List<Map<String, ?>> mounts = new ArrayList<>();
        mounts.add(Map.of("destination", "/proc", "type", "proc", "source", "proc"));
        for (Bind bind : binds) {
            mounts.add(Map.of(
                    "destination", bind.inside(),
                    "type", "bind",
                    "source", bind.host().toString(),
                    "options", List.of("rbind", bind.writable() ? "rw" : "ro", "nosuid", "nodev")));
        }
        return mounts;
    }

    private List<Map<String, ?>> namespaces() {
        List<Map<String, ?>> namespaces = new ArrayList<>();
        for (String type : List.of("pid", "ipc", "uts", "mount")) {
            namespaces.add(Map.of("type", type));
        }
        namespaces.add(
                namespace.isPresent()
                        ? Map.of("type", "network", "path", namespace.get().toString())
                        : Map.of("type", "network"));
        return namespaces;
    }
}
