package dev.hearth.drivers.microvm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the guest's init is told once it has its root: the same letters as {@code hearth-sandbox} where the meaning
 * is the same.
 *
 * <pre>
 * b entry        paths of the bootstrap; the first that can be executed is taken
 * g argument     arguments after the program's name
 * e NAME=value   environment
 * x name         extension in /opt/extensions
 * D folder       working folder of the bootstrap; default /var/task
 * M MiB          memory limit of everything that is started
 * m MiB          size of /tmp when it is in memory; without it a drive is mounted there
 * s MiB          size of /dev/shm
 * v path[ rw]    where the next drive is mounted, in the order of the devices, the root's first after none
 * n network      {@link GuestNetwork}
 * N network      its IPv6, {@link GuestNetwork.Ipv6}
 * p port         port of 127.0.0.1 inside that leads to the endpoint; none: no endpoint
 * w nanoseconds  wall-clock time since 1970
 * y hexadecimal  seed for the random number generator
 * k bytes        credit for output
 * </pre>
 *
 * @param entries paths of the bootstrap
 * @param arguments its arguments
 * @param environment its complete environment
 * @param extensions names of programs in {@code /opt/extensions}
 * @param workingFolder where it starts
 * @param memoryMb memory limit, MiB; the machine needs more than that, for its kernel
 * @param tmpMb size of {@code /tmp} in memory, MiB; 0 when a drive is mounted there
 * @param drives where the drives after the root's are mounted, in the machine's order
 * @param network of {@code eth0}; empty: loopback only
 * @param endpointPort port of Hearth's endpoint, 0 for none
 * @param wake what is as well told after a snapshot
 */
public record GuestSpec(
        List<String> entries,
        List<String> arguments,
        Map<String, String> environment,
        List<String> extensions,
        String workingFolder,
        int memoryMb,
        int tmpMb,
        List<Drive> drives,
        Optional<GuestNetwork> network,
        int endpointPort,
        Wake wake) {

    /** Longest SPEC, bytes. */
    static final int MAX_BYTES = 256 * 1024;

    /** Smallest size of {@code /dev/shm}, MiB. */
    private static final int LEAST_SHM_MB = 64;

    /** Where a drive goes. */
    public record Drive(String target, boolean writable) {}

    /**
     * What a guest must be told whenever it begins or wakes.
     *
     * @param clock wall-clock time
     * @param seed {@link #SEED_BYTES} random bytes
     */
    public record Wake(Instant clock, byte[] seed) {

        /** Length of the seed, bytes. */
        public static final int SEED_BYTES = 64;

        private void addTo(Fields fields) {
            fields.add('w', clock.getEpochSecond() * 1_000_000_000L + clock.getNano());
            fields.add('y', HexFormat.of().formatHex(seed));
            fields.add('k', GuestProtocol.OUTPUT_CREDIT);
        }
    }

    public GuestSpec {
        entries = List.copyOf(entries);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        extensions = List.copyOf(extensions);
        drives = List.copyOf(drives);
    }

    /** The payload of SPEC. */
    byte[] encode() {
        Fields fields = new Fields();
        entries.forEach(entry -> fields.add('b', entry));
        arguments.forEach(argument -> fields.add('g', argument));
        environment.forEach((name, value) -> fields.add('e', name + "=" + value));
        extensions.forEach(name -> fields.add('x', name));
        fields.add('D', workingFolder);
        fields.add('M', memoryMb);
        if (tmpMb > 0) {
            fields.add('m', tmpMb);
        }
        fields.add('s', Math.max(LEAST_SHM_MB, memoryMb / 2));
        drives.forEach(drive -> fields.add('v', drive.target() + (drive.writable() ? " rw" : "")));
        network.ifPresent(fields::add);
        if (endpointPort > 0) {
            fields.add('p', endpointPort);
        }
        wake.addTo(fields);
        return fields.bytes.toByteArray();
    }

    /** The payload of RESTORE. */
    static byte[] encodeRestore(Wake wake, Optional<GuestNetwork> network) {
        Fields fields = new Fields();
        network.ifPresent(fields::add);
        wake.addTo(fields);
        return fields.bytes.toByteArray();
    }

    /** Letter, value, NUL; again and again. */
    private static final class Fields {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

        private void add(GuestNetwork network) {
            add('n', network.field());
            network.ipv6().ifPresent(six -> add('N', six.field()));
        }

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
