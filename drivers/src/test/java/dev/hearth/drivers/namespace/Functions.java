package dev.hearth.drivers.namespace;

import dev.hearth.core.Ports;
import dev.hearth.core.Randomness;
import dev.hearth.core.Time;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.SandboxSpec.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes functions and what a driver needs, for the tests of this package. */
final class Functions {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private Functions() {}

    /** Real threads and time: what runs here are real processes. */
    static Ports ports() {
        Time time = new Time() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
        Randomness randomness = new Randomness() {
            @Override
            public byte[] bytes(int count) {
                byte[] bytes = new byte[count];
                ThreadLocalRandom.current().nextBytes(bytes);
                return bytes;
            }

            @Override
            public long nextLong() {
                return ThreadLocalRandom.current().nextLong();
            }
        };
        return new Ports(
                time,
                (delay, work) -> {
                    Thread waiting = Thread.ofVirtual().start(() -> {
                        try {
                            Thread.sleep(delay);
                            work.run();
                        } catch (InterruptedException cancelled) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    return waiting::interrupt;
                },
                (name, work) -> Thread.ofVirtual().name(name).start(work),
                randomness);
    }

    /** A folder with an executable {@code bootstrap} shell script. */
    static Path script(Path folder, String text) {
        return file(folder, "bootstrap", "#!/bin/sh\n" + text + "\n", "rwxr-xr-x");
    }

    static Path file(Path folder, String name, String text, String permissions) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path file = Files.writeString(folder.resolve(name), text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static SandboxSpec provided(Path task) {
        return spec("provided.al2023", task, 128, 512, new Network.EndpointOnly(4566), Map.of());
    }

    static SandboxSpec spec(
            String runtime, Path task, int memoryMb, int tmpMb, Network network, Map<String, String> environment) {
        return new SandboxSpec(
                "test-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet(),
                runtime,
                task,
                List.of(),
                environment,
                memoryMb,
                tmpMb,
                network);
    }
}
