package dev.hearth.sandbox;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a driver needs to start one sandbox.
 *
 * @param id unique on this host, 1 to 64 of {@code [a-z0-9-]}; names the sandbox's cgroup, folder and log lines
 * @param runtime the runtime identifier; for {@code provided.*} the command is {@code /var/task/bootstrap}, else
 *     {@code /opt/bootstrap}; for a managed runtime the driver runs Hearth's own bootstrap under {@code /var/runtime}
 * @param taskRoot host folder that becomes {@code /var/task}, read-only
 * @param layers host folders merged in order into {@code /opt}, read-only, later ones on top; none for now
 * @param environment the complete environment of the bootstrap, {@code AWS_LAMBDA_RUNTIME_API} and
 *     {@code AWS_ENDPOINT_URL} included (the driver makes the addresses they name reachable)
 * @param memoryMb memory limit in MiB, everything in the sandbox together
 * @param ephemeralStorageMb size of {@code /tmp} in MiB
 * @param extensions names of the programs in {@code /opt/extensions} that are started before the bootstrap, with its
 *     environment and output; at most {@link #MAX_EXTENSIONS}
 * @param network what can be reached from inside beside the Runtime API
 * @param image the container image that is run; {@code runtime}, {@code taskRoot} and {@code layers} mean nothing then
 * @param wall what alone is reached of the network; empty for all of it
 */
public record SandboxSpec(
        String id,
        String runtime,
        Path taskRoot,
        List<Path> layers,
        Map<String, String> environment,
        int memoryMb,
        int ephemeralStorageMb,
        List<String> extensions,
        Network network,
        Optional<ContainerImage> image,
        Optional<Wall> wall) {

    /** Extensions of one sandbox; as Lambda's. */
    public static final int MAX_EXTENSIONS = 10;

    /** Where the Runtime API answers inside every sandbox. */
    public static final String RUNTIME_API = "127.0.0.1:9001";

    /** What each sandbox has for itself: its log stream, and the credentials of a session of its own. */
    private static final Set<String> OWN = Set.of(
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_CREDENTIAL_EXPIRATION");

    /** What a function can reach. */
    public sealed interface Network {

        /**
         * The Runtime API, and Hearth's endpoint at {@code 127.0.0.1:port} inside, which leads to the same port of
         * the host.
         */
        record EndpointOnly(int port) implements Network {}

        /**
         * As {@link EndpointOnly}, and public addresses of the Internet through the host; nothing of the host, of
         * private networks, of other functions or of a cloud's metadata.
         */
        record Internet(int port) implements Network {}

        /** The host's own network, by the explicit choice of who started Hearth. */
        record Host() implements Network {}
    }

    public SandboxSpec {
        layers = List.copyOf(layers);
        environment = Map.copyOf(environment);
        extensions = List.copyOf(extensions);
    }

    /** The environment but what each sandbox has for itself, and is told when it wakes from a snapshot. */
    public Map<String, String> sharedEnvironment() {
        Map<String, String> shared = new HashMap<>(environment);
        shared.keySet().removeAll(OWN);
        return shared;
    }

    /** A sandbox without a wall. */
    public SandboxSpec(
            String id,
            String runtime,
            Path taskRoot,
            List<Path> layers,
            Map<String, String> environment,
            int memoryMb,
            int ephemeralStorageMb,
            List<String> extensions,
            Network network,
            Optional<ContainerImage> image) {
        this(
                id,
                runtime,
                taskRoot,
                layers,
                environment,
                memoryMb,
                ephemeralStorageMb,
                extensions,
                network,
                image,
                Optional.empty());
    }

    /** The same behind {@code other}, if there is one. */
    public SandboxSpec behind(Optional<Wall> other) {
        return new SandboxSpec(
                id,
                runtime,
                taskRoot,
                layers,
                environment,
                memoryMb,
                ephemeralStorageMb,
                extensions,
                network,
                image,
                other);
    }

    /** A sandbox without a container image. */
    public SandboxSpec(
            String id,
            String runtime,
            Path taskRoot,
            List<Path> layers,
            Map<String, String> environment,
            int memoryMb,
            int ephemeralStorageMb,
            List<String> extensions,
            Network network) {
        this(
                id,
                runtime,
                taskRoot,
                layers,
                environment,
                memoryMb,
                ephemeralStorageMb,
                extensions,
                network,
                Optional.empty());
    }

    /** A sandbox without extensions. */
    public SandboxSpec(
            String id,
            String runtime,
            Path taskRoot,
            List<Path> layers,
            Map<String, String> environment,
            int memoryMb,
            int ephemeralStorageMb,
            Network network) {
        this(id, runtime, taskRoot, layers, environment, memoryMb, ephemeralStorageMb, List.of(), network);
    }
}
