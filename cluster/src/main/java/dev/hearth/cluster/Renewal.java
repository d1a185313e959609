package dev.hearth.cluster;

import dev.hearth.core.Ports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews this host's certificate in the last third of its life, with a new key each time. */
final class Renewal {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final Path folder;
    private final Duration longest;
    private final Ports ports;
    private @Nullable Instant due;
    private @Nullable KeyPair asked;

    Renewal(Path folder, Ports ports) {
        this(folder, ClusterLimits.AUTHORITY_LIFE, ports);
    }

    /** @param longest a certificate that would last longer is renewed at once: people want shorter ones by now */
    Renewal(Path folder, Duration longest, Ports ports) {
        this.folder = folder;
        this.longest = longest;
        this.ports = ports;
    }

    /** When a certificate is to be renewed. */
    static Instant due(Instant from, Instant until) {
        return until.minus(Duration.between(from, until).dividedBy(3));
    }

    private boolean isDue() throws IOException {
        Instant at = due;
        if (at == null) {
            X509Certificate certificate = Identity.read(folder).certificate();
            // It was made when the tolerated difference of clocks was added to its begin.
            at = due(
                    certificate.getNotBefore().toInstant().plus(ClusterLimits.CLOCK_SKEW),
                    certificate.getNotAfter().toInstant());
            Instant now = ports.time().instant();
            if (certificate.getNotAfter().toInstant().isAfter(now.plus(longest))) {
                at = now.minusNanos(1);
            }
            due = at;
        }
        return ports.time().instant().isAfter(at);
    }

    /**
     * Asks whoever decides for a new one; it comes to {@link #came}.
     *
     * @param decides takes the new public key to it
     */
    synchronized void renewIfDue(Consumer<byte[]> decides) {
        try {
            if (isDue()) {
                KeyPair keys = Pem.newKeys();
                asked = keys;
                // Asked again after a while if nothing comes.
                due = ports.time().instant().plus(ClusterLimits.KEEPING);
                decides.accept(keys.getPublic().getEncoded());
            }
        } catch (IOException e) {
            LOG.warn("this host's certificate cannot be renewed: {}", e.toString());
        }
    }

    synchronized void came(ByteBuffer encoded) {
        KeyPair keys = asked;
        asked = null;
        if (keys != null) {
            try {
                keep(keys, Pem.certificate(encoded.array()));
            } catch (IOException e) {
                LOG.warn("the new certificate of this host cannot be used: {}", e.toString());
            }
        }
    }

    /** The same for a host that is an authority itself. */
    synchronized void renewIfDue(Rule.Certifier authority, String hostId) throws IOException {
        if (isDue()) {
            KeyPair keys = Pem.newKeys();
            keep(keys, authority.certify(keys.getPublic().getEncoded(), hostId));
        }
    }

    private void keep(KeyPair keys, X509Certificate certificate) throws IOException {
        Identity old = Identity.read(folder);
        if (!Identity.name(certificate).equals(old.hostId())
                || !certificate.getPublicKey().equals(keys.getPublic())) {
            throw new IOException("it is another host's");
        }
        new Identity(old.hostId(), keys.getPrivate(), certificate, old.authority()).write(folder);
        due = null;
        LOG.info("this host's certificate was renewed; it lasts until {}", certificate.getNotAfter());
    }
}
