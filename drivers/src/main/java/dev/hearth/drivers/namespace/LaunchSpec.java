package dev.hearth.drivers.namespace;

import dev.hearth.drivers.cgroups.SandboxCgroup;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code hearth-sandbox} is told about one sandbox; the letters are those of its {@code wire.c}.
 *
 * @param cgroup the cgroups to enter
 * @param task host folder for {@code /var/task}
 * @param image host folder that becomes the root, with its own {@code /var/task}; empty: the system folders
 * @param layers host folders for {@code /opt}
 * @param extensions names of the programs in {@code /opt/extensions} that are started with the bootstrap
 * @param command what to run
 * @param environment the bootstrap's environment
 * @param disk the template image of which a copy becomes {@code /tmp}; empty: a disk made ahead, or memory
 * @param tmpMb size of {@code /tmp}, MiB
 * @param shmMb size of {@code /dev/shm}, MiB
 * @param user host user and group id of everything inside; empty: the caller's own
 * @param network how the network looks inside
 */
record LaunchSpec(
        SandboxCgroup cgroup,
        Path task,
        Optional<Image> image,
        List<Path> layers,
        List<String> extensions,
        BootstrapCommand command,
        Map<String, String> environment,
        Optional<Path> disk,
        int tmpMb,
        int shmMb,
        OptionalInt user,
        Net network) {

    /** The launcher's own limit, bytes. */
    static final int MAX_BYTES = 128 * 1024;

    /** A container image and where its program starts. */
    record Image(Path root, String workingFolder) {}

    /** How the network looks inside. */
    sealed interface Net {

        /** Loopback only, with the Runtime API and, unless 0, Hearth's endpoint. */
        record Loopback(int apiPort, int endpointPort) implements Net {}

        /** The host's. */
        record Host() implements Net {}
    }

    /** The request for a disk of its own, copied from the template image, instead of a sandbox. */
    static byte[] encodeDisk(Path template) {
        Fields fields = new Fields();
        fields.add('d', template);
        return fields.bytes.toByteArray();
    }

    byte[] encode() {
        Fields fields = new Fields();
        cgroup.tasksFiles().forEach(file -> fields.add('c', file));
        cgroup.unifiedFolder().ifPresent(folder -> fields.add('i', folder));
        extensions.forEach(name -> fields.add('x', name));
        if (image.isPresent()) {
            fields.add('R', image.get().root());
            fields.add('D', image.get().workingFolder());
        } else {
            fields.add('t', task);
        }
        layers.forEach(folder -> fields.add('o', folder));
        command.runtime().ifPresent(folder -> fields.add('r', folder));
        command.lang().ifPresent(folder -> fields.add('l', folder));
        command.entries().forEach(entry -> fields.add('b', entry));
        command.arguments().forEach(argument -> fields.add('g', argument));
        environment.forEach((name, value) -> fields.add('e', name + "=" + value));
        disk.ifPresent(image -> fields.add('d', image));
        fields.add('m', tmpMb);
        fields.add('s', shmMb);
        user.ifPresent(id -> fields.add('u', id));
        switch (network) {
            case Net.Host() -> fields.add('h', "");
            case Net.Loopback(int api, int endpoint) -> {
                fields.add('a', api);
                if (endpoint > 0) {
                    fields.add('p', endpoint);
                }
            }
        }
        return fields.bytes.toByteArray();
    }

    /** Letter, value, NUL; again and again. */
    private static final class Fields {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

        private void add(char kind, Object value) {
            String text = value.toString();
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a NUL in field " + kind);
            }
            bytes.write(kind);
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
    }
}
