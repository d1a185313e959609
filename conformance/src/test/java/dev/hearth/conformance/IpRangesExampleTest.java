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

/** The one line of {@code examples/ip-ranges/README.md}, as it stands there. */
@Tag("slow")
class IpRangesExampleTest {

    @TempDir
    private Path home;

    private CommandLine line = new CommandLine(Path.of("."));

    @BeforeEach
    void start() {
        line = new CommandLine(home);
        String sandbox = ListeningNetwork.walls() ? "gvisor" : "auto";
        CommandLine.Result up =
                line.hearth("up", "--detach", "--port", "0", "--sandbox", sandbox, "--function-network", "host");
        assertThat(up.status()).as(up.err()).isZero();
    }

    @AfterEach
    void stop() {
        line.hearth("down");
    }

    @Test
    void theLineOfItsReadmeDoesWhatItSays() throws IOException {
        assumeTrue(!AwsCli.installed(line).isEmpty(), "no AWS CLI is installed");
        assumeTrue(line.bash("python3 -c 'import boto3'").status() == 0, "boto3 is not installed");
        CommandLine.Result result = Examples.runReadmeLine(line, "ip-ranges");

        assertThat(result.out().lines())
                .contains(
                        "load: 8000 ranges of sync token 1700000001",
                        "firewall: 122 IPv4 and 41 IPv6 ranges are let through",
                        "load: 8001 ranges of sync token 1700000002",
                        "clean: 600 ranges of older sync tokens are gone",
                        "DYNAMODB in eu-central-1: 123 IPv4 and 41 IPv6 ranges",
                        "firewall: 123 IPv4 and 41 IPv6 ranges are let through",
                        "probe: the server, whose address is among them now, is reached");
        String before = ListeningNetwork.walls() ? "not reached" : "reached";
        assertThat(result.out())
                .contains("probe: the server, whose address is not among the ranges, is " + before + "\n");
        CommandLine.Result left = line.bash(AwsCli.installed(line).getFirst().shellFunction() + """
                eval "$(./hearth env)"
                aws lambda list-functions --query Functions
                aws dynamodb list-tables --query TableNames
                aws ec2 describe-managed-prefix-lists --query PrefixLists
                aws ec2 describe-security-groups --query 'SecurityGroups[?GroupName!=`default`].GroupId'
                """);
        assertThat(left.out().replaceAll("\\s", ""))
                .as("everything was removed")
                .isEqualTo("[][][][]");
    }
}
