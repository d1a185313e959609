package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./hearth bench kills}, which kills a whole Hearth under every kind of load. */
@Tag("slow")
class KillsTest {

    private static final int KILLS = 4;
    private static final Pattern OWED = Pattern.compile("\"what\":\"runs owed for them\",\"value\":([0-9.]+)");

    @TempDir
    private Path home;

    @Test
    void nothingAcknowledgedIsLost() {
        assumeTrue(!System.getProperty("hearth.launcher", "").isEmpty(), "benchmarks run from the launcher only");

        CommandLine.Result result =
                new CommandLine(home).hearth("bench", "kills", "--kills", String.valueOf(KILLS), "--json");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .as(result.err())
                .contains("\"what\":\"kill -9 under load\",\"value\":4.000")
                .contains("\"what\":\"lost of all acknowledged\",\"value\":0.000");
        Matcher owed = OWED.matcher(result.out());
        assertThat(owed.find()).isTrue();
        assertThat(Double.parseDouble(owed.group(1))).isGreaterThan(KILLS);
    }
}
