package dev.hearth.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.aws.PlainRoute.Answer;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.registry.CodeStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedCodeLinksTest {

    private final VirtualPorts time = new VirtualPorts(Instant.parse("2026-11-23T15:00:00Z"), 1);
    private final CodeStore code = CodeStore.inMemory();
    private final CodeLinks links = CodeLinks.create(time.ports(), () -> "http://127.0.0.1:4566", code);
    private final byte[] zip = zip();
    private URI link = URI.create("http://nowhere");

    static byte[] zip() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("app.py"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    @BeforeEach
    void link() {
        link = URI.create(links.location(code.put(zip).digest()));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void aLinkGivesThePackageForTenMinutes() {
        assertThat(link.toString()).startsWith("http://127.0.0.1:4566" + links.prefix());
        assertThat(links.get(link.getPath(), link.getQuery())).isEqualTo(new Answer(200, "application/zip", zip));
        time.advance(Duration.ofSeconds(CodeLinks.LIFETIME_SECONDS - 1));
        assertThat(links.get(link.getPath(), link.getQuery()).status()).isEqualTo(200);
        time.advance(Duration.ofSeconds(1));
        Answer expired = links.get(link.getPath(), link.getQuery());
        assertThat(expired.status()).isEqualTo(403);
        assertThat(text(expired)).contains("<Code>AccessDenied</Code>", "Request has expired");
    }

    @ParameterizedTest
    @CsvSource({
        "Expires=1,Expires=9",
        "Signature=,Signature=0",
        "&,&x=y&",
        "Expires=17,Expires=99999999999999999917",
        "Signature=,Sig="
    })
    void aChangedLinkIsRefused(String from, String to) {
        Answer answer = links.get(link.getPath(), link.getQuery().replaceFirst(from, to));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(text(answer)).startsWith("<?xml").doesNotContain("app.py");
    }

    @Test
    void aLinkOfAnotherProcessOrToAnotherPackageIsRefused() {
        CodeLinks other = CodeLinks.create(time.ports(), () -> "", code);
        assertThat(other.get(link.getPath(), link.getQuery()).status()).isEqualTo(403);
        String path = links.prefix() + "0".repeat(64) + ".zip";
        assertThat(links.get(path, link.getQuery()).status()).isEqualTo(403);
        assertThat(links.get(links.prefix() + "../../etc/passwd", link.getQuery())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aLinkToAPackageThatIsGoneIsNotFound() {
        code.digests().forEach(code::remove);
        assertThat(links.get(link.getPath(), link.getQuery()).status()).isEqualTo(404);
    }
}
