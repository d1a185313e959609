package dev.hearth.neighbours.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Caller CALLER =
            Caller.session("000000000000", "arn:aws:iam::000000000000:role/p/r", "AROA1", "me");

    private final VirtualPorts ports = new VirtualPorts(NOW, 1);

    private Sessions sessions(int key) {
        byte[] secret = new byte[32];
        secret[0] = (byte) key;
        return Sessions.create(secret, ports, new VirtualPorts(NOW, 2));
    }

    @Test
    void whoHasTheKeyKnowsACredentialAfterARestartToo() {
        SessionCredentials made = sessions(1).issue(CALLER, "AROA1", 900);

        Signer signer = sessions(1).find(made.accessKeyId(), made.token());

        assertThat(signer).isEqualTo(new Signer(made.secret(), CALLER, made.expiresMillis(), "AROA1"));
        assertThat(made.expiresMillis()).isEqualTo(NOW.toEpochMilli() + TimeUnit.MINUTES.toMillis(15));
        assertThat(CALLER.arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/r/me");
        assertThat(made.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    }

    @Test
    void aTokenThatWasChangedOrMadeElsewhereIsNobodys() {
        SessionCredentials made = sessions(1).issue(CALLER, "AROA1", 900);
        byte[] changed = Base64.getDecoder().decode(made.token());
        changed[changed.length - 1]++;

        assertThat(sessions(2).find(made.accessKeyId(), made.token())).isNull();
        assertThat(sessions(1).find("ASIAANOTHER", made.token())).isNull();
        assertThat(sessions(1).find(made.accessKeyId(), Base64.getEncoder().encodeToString(changed)))
                .isNull();
        assertThat(sessions(1).find(made.accessKeyId(), "not base64!")).isNull();
        assertThat(sessions(1).find(made.accessKeyId(), "")).isNull();
    }
}
