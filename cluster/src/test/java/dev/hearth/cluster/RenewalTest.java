package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate's last third, in virtual time. */
class RenewalTest {

    private static final Duration LIFE = Duration.ofDays(30);

    @TempDir
    private Path folder;

    @TempDir
    private Path home;

    /** The host's first certificate, kept in its folder. */
    private X509Certificate certified(Authority authority, Duration life) throws IOException {
        KeyPair keys = Pem.newKeys();
        X509Certificate made = authority.certify(keys.getPublic(), "host-1", life);
        new Identity("host-1", keys.getPrivate(), made, authority.certificate()).write(folder);
        return made;
    }

    @Test
    void aCertificateIsRenewedInItsLastThirdWithANewKeyAndTheSameName() throws IOException {
        VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 1);
        Authority authority = Authority.open(folder, ports.ports());
        X509Certificate made = certified(authority, LIFE);
        Rule.Certifier certifier = (key, name) -> authority.certify(Pem.publicKey(key), name, LIFE);
        Renewal renewal = new Renewal(folder, ports.ports());

        ports.advance(Duration.ofDays(19));
        renewal.renewIfDue(certifier, "host-1");
        assertThat(Identity.read(folder).certificate()).isEqualTo(made);

        ports.advance(Duration.ofDays(2));
        renewal.renewIfDue(certifier, "host-1");
        Identity renewed = Identity.read(folder);
        assertThat(renewed.hostId()).isEqualTo("host-1");
        assertThat(renewed.certificate().getPublicKey()).isNotEqualTo(made.getPublicKey());
        assertThat(renewed.certificate().getNotAfter().toInstant())
                .isEqualTo(ports.instant().plus(LIFE));
        assertThat(renewed.context()).isNotNull();

        // Its own third begins anew.
        ports.advance(Duration.ofDays(19));
        renewal.renewIfDue(certifier, "host-1");
        assertThat(Identity.read(folder).certificate()).isEqualTo(renewed.certificate());
    }

    @Test
    void aHostThatRunsIsNeverWithoutAGoodOneAlsoWhenAnAnswerIsLost() throws IOException {
        VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 1);
        Authority authority = Authority.open(home, ports.ports());
        Duration life = Duration.ofMinutes(2);
        certified(authority, life);
        Renewal renewal = new Renewal(folder, ports.ports());
        HostContext context = new HostContext(folder);
        Set<BigInteger> serials = new HashSet<>();
        AtomicInteger asked = new AtomicInteger();
        for (int second = 0; second < 5 * 120; second++) {
            ports.advance(Duration.ofSeconds(1));
            renewal.renewIfDue(key -> {
                // Each third answer is lost with whoever decided.
                if (asked.incrementAndGet() % 3 != 0) {
                    try {
                        renewal.came(
                                ByteBuffer.wrap(Pem.encoded(authority.certify(Pem.publicKey(key), "host-1", life))));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            X509Certificate now = Identity.read(folder).certificate();
            assertThat(now.getNotAfter().toInstant()).isAfter(ports.instant());
            assertThat(ClusterMember.ended(folder, ports.ports())).isEmpty();
            assertThat(context.get()).isNotNull();
            serials.add(now.getSerialNumber());
        }
        assertThat(serials).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void oneThatEndedKeepsOutAHostThatCannotMakeItselfAnother() throws IOException {
        VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 1);
        Authority authority = Authority.open(home, ports.ports());
        assertThat(ClusterMember.ended(folder, ports.ports())).isEmpty();
        X509Certificate made = certified(authority, LIFE);
        ports.advance(LIFE.plusSeconds(1));
        assertThat(ClusterMember.ended(folder, ports.ports()))
                .contains(made.getNotAfter().toInstant());
        Authority.keep(folder, authority.encodedKey());
        assertThat(ClusterMember.ended(folder, ports.ports())).isEmpty();
    }
}
