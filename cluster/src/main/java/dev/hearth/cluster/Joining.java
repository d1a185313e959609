package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.services.leasing.ClusterHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How a host gets its name and its certificate, and what it remembers of the others. */
final class Joining {

    /** Where the host that let this one in has its door. */
    private static final String DOOR = "door";

    /** Where all others that may decide have theirs. */
    private static final String DOORS = "doors";

    /** There when this host was told that it belongs to its cluster no more. */
    private static final String REMOVED = "removed";

    private static final String NAME = "name";
    private static final int NAME_CHARS = 40;
    private static final int UNIQUE_DIGITS = 6;

    private Joining() {}

    static boolean joined(Path folder) {
        return Files.exists(folder.resolve(DOOR));
    }

    /** Whether this host's cluster knows of it. */
    static boolean wasListed(Path folder) {
        return Files.exists(folder.resolve(DOORS));
    }

    static boolean wasRemoved(Path folder) {
        return Files.exists(folder.resolve(REMOVED));
    }

    /** On the disk when this returns. */
    static void removed(Path folder) throws IOException {
        write(folder.resolve(REMOVED), "");
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    static String hostId(Path folder, String name, Ports ports) throws IOException {
        if (Identity.exists(folder)) {
            return Identity.read(folder).hostId();
        }
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            ListeningDoor.makeFolder(folder);
            write(file, unique(name, ports));
        }
        return Files.readString(file).strip();
    }

    /** {@code name} as it may stand in a certificate, and something that no other host has. */
    static String unique(String name, Ports ports) {
        String plain = name.replaceAll("[^A-Za-z0-9.-]", "-");
        return plain.substring(0, Math.min(NAME_CHARS, plain.length())) + "-"
                + ports.randomness().hex(UNIQUE_DIGITS);
    }

    private static void write(Path file, String text) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.writeString(partial, text, StandardCharsets.UTF_8);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Where hosts that may decide are reached, as far as this one was told. */
    static Set<String> doors(Path folder) throws IOException {
        Set<String> doors = new LinkedHashSet<>();
        for (String name : List.of(DOORS, DOOR)) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> line.indexOf(':') > 0)
                        .forEach(doors::add);
            }
        }
        return doors;
    }

    static void remember(Path folder, List<String> doors) throws IOException {
        write(folder.resolve(DOORS), String.join("\n", doors) + "\n");
    }

    static InetSocketAddress address(String door) {
        int colon = door.lastIndexOf(':');
        return new InetSocketAddress(door.substring(0, colon), Integer.parseInt(door.substring(colon + 1)));
    }

    static ClusterMember.Welcome join(Path folder, String host, String text, String name, Set<ClusterHost.Role> roles)
            throws IOException {
        JoinToken token = JoinToken.parse(text)
                .orElseThrow(() -> new IOException("this is no token: get one with 'hearth cluster token'"));
        ListeningDoor.makeFolder(folder);
        KeyPair keys = Pem.newKeys();
        InetSocketAddress door = new InetSocketAddress(host, token.port());
        Connection connection = Connection.open(Identity.joining(token.fingerprint()), door, Connection.Purpose.JOIN);
        try {
            ask(connection, text, keys, name, roles);
            Words.In in =
                    new Words.In(new DataInputStream(new ByteArrayInputStream(ListeningDoor.frame(connection.data()))));
            if (!in.flag()) {
                throw new IOException(in.text());
            }
            X509Certificate certificate = Pem.certificate(in.bytes().array());
            X509Certificate authority = Pem.certificate(in.bytes().array());
            String credentials = in.text();
            String store = in.more() ? in.text() : "";
            String mine = connection.plain().getLocalAddress().getHostAddress();
            if (in.more() && roles.contains(ClusterHost.Role.CONTROL)) {
                Authority.keep(folder, in.bytes().array());
            }
            Files.deleteIfExists(folder.resolve(DOORS));
            write(folder.resolve(DOOR), host + ":" + token.port());
            new Identity(Identity.name(certificate), keys.getPrivate(), certificate, authority).write(folder);
            Files.deleteIfExists(folder.resolve(REMOVED));
            return new ClusterMember.Welcome(credentials, store, mine);
        } finally {
            connection.close();
        }
    }

    /** Whether {@code text} is a token of another cluster than the one that this host belongs to. */
    static boolean isForeign(Path folder, String text) throws IOException {
        JoinToken token = JoinToken.parse(text).orElse(null);
        return token != null
                && !Arrays.equals(
                        token.fingerprint(),
                        Pem.fingerprint(Identity.read(folder).authority()));
    }

    private static void ask(Connection connection, String token, KeyPair keys, String name, Set<ClusterHost.Role> roles)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Words.Out(new DataOutputStream(bytes))
                .text(token)
                .bytes(ByteBuffer.wrap(keys.getPublic().getEncoded()))
                .text(name)
                .texts(roles.stream().map(Enum::name).toList(), roles.size());
        DataOutputStream out = connection.dataOut();
        out.writeInt(bytes.size());
        out.write(bytes.toByteArray());
        out.flush();
    }
}
