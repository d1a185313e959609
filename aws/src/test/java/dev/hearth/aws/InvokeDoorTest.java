package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.AwsScope;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.frontend.LentFrontend;
import dev.hearth.services.frontend.MemberDoor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host that does not decide keeps of its users' requests, and what it hands on, byte for byte. */
class InvokeDoorTest {

    private static final String INVOKE = "POST /2015-03-31/functions/f/invocations HTTP/1.1\r\nHost: h\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

    /** Everything is lent, and nothing is ever asked of it. */
    private static final class Lent implements LentFrontend {
        private final List<String> wanted = new ArrayList<>();

        @Override
        public boolean knows(String function, String qualifier) {
            return function.equals("f");
        }

        @Override
        public CompletionStage<Optional<InvokeOutcome>> invoke(InvokeCommand command) {
            throw new AssertionError("an unsigned request is nobody's");
        }

        @Override
        public void want(String function, String qualifier) {
            wanted.add(function + qualifier);
        }

        @Override
        public void await(Duration longest) {}
    }

    /** Whoever decides: answers as it is told, and keeps what came. */
    private static final class Decider implements MemberDoor.Onward, MemberDoor.Way {
        private final ByteArrayOutputStream came = new ByteArrayOutputStream();
        private final InputStream answers;
        private int ways;

        Decider(String... answers) {
            this.answers = new SequenceInputStream(Collections.enumeration(Stream.of(answers)
                    .map(each -> new ByteArrayInputStream(each.getBytes(StandardCharsets.ISO_8859_1)))
                    .toList()));
        }

        @Override
        public boolean leads() {
            return true;
        }

        @Override
        public MemberDoor.Way way() {
            ways++;
            return this;
        }

        @Override
        public InputStream in() {
            return answers;
        }

        @Override
        public OutputStream out() {
            return came;
        }

        @Override
        public void close() {}
    }

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-26T12:00:00Z"), 1);
    private final Lent lent = new Lent();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private MemberDoor.@Nullable Rest serve(String sent, Decider decider) throws IOException {
        MemberDoor door = InvokeDoor.create(
                (id, token) -> null,
                DecisionPoint.knownIdentities(),
                lent,
                ports.ports(),
                new AwsScope("000000000000", "us-east-1"));
        return door.serve(new ByteArrayInputStream(sent.getBytes(StandardCharsets.ISO_8859_1)), out, decider);
    }

    @Test
    void whatItMayNotAnswerItselfGoesOnOneByOneOverOneConnection() throws IOException {
        Decider decider = new Decider(ANSWER, ANSWER);
        String sent =
                INVOKE + "Content-Length: 2\r\n\r\n{}" + INVOKE.replace("/f/", "/g/") + "content-length: 0\r\n\r\n";
        assertThat(serve(sent, decider)).isNull();
        assertThat(decider.came.toString(StandardCharsets.ISO_8859_1)).isEqualTo(sent);
        assertThat(decider.ways).isOne();
        assertThat(out.toString(StandardCharsets.ISO_8859_1)).isEqualTo(ANSWER + ANSWER);
        assertThat(lent.wanted).containsExactly("f", "g");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /2015-03-31/functions HTTP/1.1\r\nHost: h\r\n\r\n",
                INVOKE + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                INVOKE + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
                INVOKE + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                INVOKE + "Content-Length: +2\r\n\r\n{}",
                INVOKE + "Content-Length: 2\r\nTransfer-Encoding: x\r\n\r\n{}",
                INVOKE + "Content-Length: 99999999\r\n\r\n{}",
                INVOKE + "Connection: close\r\nContent-Length: 2\r\n\r\n{}",
                INVOKE + " folded: x\r\nContent-Length: 2\r\n\r\n{}",
                "POST /2015-03-31/functions/f/invocations HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}",
                "POST /2015-03-31/functions/%zz/invocations HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "half a head"
            })
    void whatIsUnusualGoesOnWithAllThatFollows(String sent) throws IOException {
        Decider decider = new Decider("");
        MemberDoor.Rest rest = serve(sent, decider);
        assertThat(rest).isNotNull();
        assertThat(new String(rest.read(), StandardCharsets.ISO_8859_1)).isEqualTo(sent);
        assertThat(decider.came.size()).isZero();
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            })
    void anAnswerThatIsUnusualKeepsTheConnection(String answer) throws IOException {
        Decider decider = new Decider(answer);
        MemberDoor.Rest rest = serve(INVOKE + "Content-Length: 2\r\n\r\n{}more", decider);
        assertThat(rest).isNotNull();
        assertThat(rest.way()).isSameAs(decider);
        assertThat(new String(rest.read(), StandardCharsets.ISO_8859_1)).isEqualTo("more");
        assertThat(out.toString(StandardCharsets.ISO_8859_1)).isEqualTo(answer);
    }

    @Test
    void aUserThatLeavesInTheMiddleIsGone() throws IOException {
        assertThat(serve("", new Decider(""))).isNull();
        assertThat(serve(INVOKE + "Content-Length: 9\r\n\r\n{}", new Decider("")))
                .isNull();
    }
}
