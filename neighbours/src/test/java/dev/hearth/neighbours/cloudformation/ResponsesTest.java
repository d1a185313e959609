package dev.hearth.neighbours.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResponsesTest {

    @Test
    void aPutNeedsASecretAndNoStacksName() {
        Responses responses =
                new Responses(URI.create("http://127.0.0.1:1"), new VirtualPorts(Instant.EPOCH, 1).ports());
        String secret = responses.secret();
        responses.open(secret);
        responses.open(Responses.key("arn:stack", "Resource"));

        assertThat(responses.take(secret, "{\"Status\":\"SUCCESS\"}")).isTrue();
        assertThat(responses.take(secret, "[".repeat(1_000))).isTrue();
        assertThat(responses.take("arn:stack#Resource", "{\"Status\":\"SUCCESS\"}"))
                .isFalse();
        assertThat(responses.take("other", "{}")).isFalse();
    }

    @Test
    void whoWaitsForAStackThatIsGivenUpGetsAFailure() {
        Responses responses =
                new Responses(URI.create("http://127.0.0.1:1"), new VirtualPorts(Instant.EPOCH, 1).ports());
        var mine = responses.open("1", "arn:mine");
        var theirs = responses.open("2", "arn:theirs");

        responses.giveUp("arn:mine");

        assertThat(mine.poll()).containsEntry("Status", "FAILED");
        assertThat(theirs).isEmpty();
    }
}
