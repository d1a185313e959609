package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one line of {@code examples/sns-chain/README.md}, as it stands there. */
@Tag("slow")
class ChainExampleTest {

    @TempDir
    private Path home;

    private CommandLine line = new CommandLine(Path.of("."));

    @BeforeEach
    void start() {
        line = new CommandLine(home);
        CommandLine.Result up = line.hearth("up", "--detach", "--port", "0");
        assertThat(up.status()).as(up.err()).isZero();
    }

    @AfterEach
    void stop() {
        line.hearth("down");
    }

    @Test
    void theLineOfItsReadmeDoesWhatItSays() throws IOException {
        assumeTrue(!AwsCli.installed(line).isEmpty(), "no AWS CLI is installed");
        CommandLine.Result result = Examples.runReadmeLine(line, "sns-chain");

        assertThat(result.out().lines())
                .contains(
                        "price: order 1, vase: 12",
                        "price: order 2, broken vase: 33",
                        "ship:  order 1 is on its way for 12",
                        "ship:  order 2 cannot be shipped, attempt 1",
                        "ship:  order 2 cannot be shipped, attempt 2",
                        "ship:  order 3 is on its way for 15",
                        "dead:  {'id': 2, 'item': 'broken vase', 'total': 33}");
        CommandLine.Result left = line.bash(AwsCli.installed(line).getFirst().shellFunction() + """
                eval "$(./hearth env)"
                aws lambda list-functions --query Functions
                aws scheduler list-schedules --query Schedules
                """);
        assertThat(left.out().replaceAll("\\s", ""))
                .as("everything was removed")
                .isEqualTo("[][]");
    }
}
