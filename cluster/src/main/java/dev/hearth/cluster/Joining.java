package dev.hearth.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;

/** How a host gets its certificate. */
final class Joining {

    static final String DOOR = "door";

    private Joining() {}

    static String join(Path folder, String host, String text, String name) throws IOException {
        JoinToken token = JoinToken.parse(text)
                .orElseThrow(() -> new IOException("this is no token: get one with 'hearth cluster token'"));
        ListeningDoor.makeFolder(folder);
        KeyPair keys = Pem.newKeys();
        InetSocketAddress door = new InetSocketAddress(host, token.port());
        Connection connection = Connection.open(Identity.joining(token.fingerprint()), door, Connection.Purpose.JOIN);
        try {
            ask(connection, text, keys, name);
            Words.In in =
                    new Words.In(new DataInputStream(new ByteArrayInputStream(ListeningDoor.frame(connection.data()))));
            if (!in.flag()) {
                throw new IOException(in.text());
            }
            X509Certificate certificate = Pem.certificate(in.bytes().array());
            X509Certificate authority = Pem.certificate(in.bytes().array());
            String welcome = in.text();
            Files.writeString(folder.resolve(DOOR), host + ":" + token.port());
            new Identity(Identity.name(certificate), keys.getPrivate(), certificate, authority).write(folder);
            return welcome;
        } finally {
            connection.close();
        }
    }

    private static void ask(Connection connection, String token, KeyPair keys, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Words.Out(new DataOutputStream(bytes))
                .text(token)
                .bytes(ByteBuffer.wrap(keys.getPublic().getEncoded()))
                .text(name);
        DataOutputStream out = connection.dataOut();
        out.writeInt(bytes.size());
        out.write(bytes.toByteArray());
        out.flush();
    }
}
