package dev.hearth.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS connection between two hosts. Its first byte says what it is for.
 *
 * @param plain the socket below: closing it never waits for the other side
 */
record Connection(Socket plain, SSLSocket secured) {

    /** What a connection is for. */
    enum Purpose {
        /** A host with a token asks for a certificate. */
        JOIN('J'),
        /** A host offers its worker. */
        WORKER('W'),
        /** An API call of a user, byte for byte. */
        EDGE('E'),
        /** The same, answered by a byte once somebody serves it here, or by way of this host but of no other. */
        VIA('V'),
        /** Whether {@link #VIA} would be served now: answered by a byte, and over. */
        LEADS('L');

        private final int letter;

        Purpose(int letter) {
            this.letter = letter;
        }

        static Purpose of(int letter) throws IOException {
            for (Purpose each : values()) {
                if (each.letter == letter) {
                    return each;
                }
            }
            throw new IOException("a connection for the unknown purpose " + letter);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private static final int SERVED = 1;

    /** Calls a host. */
    static Connection open(SSLContext context, InetSocketAddress address, Purpose purpose) throws IOException {
        return open(context, address, purpose, ClusterLimits.CONNECT);
    }

    /** Calls a host that may be dead. */
    static Connection open(SSLContext context, InetSocketAddress address, Purpose purpose, Duration longest)
            throws IOException {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(address, (int) longest.toMillis());
            plain.setSoTimeout((int) longest.toMillis());
            Connection connection = new Connection(plain, (SSLSocket)
                    context.getSocketFactory().createSocket(plain, address.getHostString(), address.getPort(), false));
            connection.secured.startHandshake();
            connection.out().write(purpose.letter);
            connection.out().flush();
            return connection;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Calls a host for what it answers by a byte ({@link Purpose#VIA}, {@link Purpose#LEADS}), and waits for that. */
    static Connection openAnswered(SSLContext context, InetSocketAddress address, Purpose purpose) throws IOException {
        Connection connection = open(context, address, purpose, ClusterLimits.SEARCH);
        try {
            if (connection.in().read() != SERVED) {
                throw new IOException("nobody is served at " + address);
            }
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /** Says that the other side is served, see {@link #openAnswered}. */
    void served() throws IOException {
        out().write(SERVED);
        out().flush();
    }

    /** Answers a call: the handshake is over when this returns. */
    static Connection accept(SSLContext context, Socket plain) throws IOException {
        plain.setTcpNoDelay(true);
        plain.setSoTimeout((int) ClusterLimits.CONNECT.toMillis());
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, null, false);
        secured.setUseClientMode(false);
        // A joining host has no certificate yet; everybody else is asked for one by purpose.
        secured.setWantClientAuth(true);
        secured.startHandshake();
        return new Connection(plain, secured);
    }

    Purpose purpose() throws IOException {
        return Purpose.of(in().read());
    }

    /** The name in the other side's certificate, which the cluster's authority made; empty when it showed none. */
    Optional<String> peer() {
        try {
            return secured.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(Identity.name(certificate))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    /** The longest wait for bytes; zero for ever. */
    void patience(Duration longest) throws IOException {
        plain.setSoTimeout((int) longest.toMillis());
    }

    InputStream in() throws IOException {
        return secured.getInputStream();
    }

    OutputStream out() throws IOException {
        return secured.getOutputStream();
    }

    DataInputStream data() throws IOException {
        return new DataInputStream(in());
    }

    DataOutputStream dataOut() throws IOException {
        return new DataOutputStream(out());
    }

    void close() {
        try {
            plain.close();
        } catch (IOException e) {
            LOG.debug("a socket does not close", e);
        }
    }
}
