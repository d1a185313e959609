package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate's last third, in virtual time. */
class RenewalTest {

    private static final Duration LIFE = Duration.ofDays(30);

    @TempDir
    private Path folder;

    @Test
    void aCertificateIsRenewedInItsLastThirdWithANewKeyAndTheSameName() throws IOException {
        VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 1);
        Authority authority = Authority.open(folder, ports.ports());
        KeyPair keys = Pem.newKeys();
        X509Certificate made = authority.certify(keys.getPublic(), "host-1", LIFE);
        new Identity("host-1", keys.getPrivate(), made, authority.certificate()).write(folder);
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
}
