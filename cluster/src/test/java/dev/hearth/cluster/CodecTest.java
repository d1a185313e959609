package dev.hearth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What hosts of this version and of the one before and after say to each other. */
class CodecTest {

    private static final Message.Hello HELLO =
            new Message.Hello("host-1", "namespace", "10.0.0.1:7", List.of("CONTROL"), Message.PROTOCOL);

    private static final Message.Rule RULE =
            new Message.Rule(3, 4, List.of("10.0.0.1:7"), "{}", true, Message.PROTOCOL, 6);

    @Test
    void membersThatANewerHostAddsAreNotRead() throws IOException {
        for (Message message : List.of(
                HELLO,
                RULE,
                new Message.Promise(5, true, 7),
                new Message.Reply(6, "{}"),
                new Message.Destroy("env-1"))) {
            byte[] bytes = Codec.encode(message);
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 100);
            Arrays.fill(longer, bytes.length, longer.length, (byte) 9);
            assertThat(Codec.decode(longer)).isEqualTo(message);
        }
    }

    @Test
    void membersThatAnOlderHostDoesNotSendAreKnownToBeMissing() throws IOException {
        byte[] hello = Codec.encode(HELLO);
        assertThat(Codec.decode(Arrays.copyOf(hello, hello.length - Long.BYTES)))
                .isEqualTo(new Message.Hello(HELLO.hostId(), HELLO.driver(), HELLO.door(), HELLO.roles(), 0));
        byte[] rule = Codec.encode(RULE);
        assertThat(Codec.decode(Arrays.copyOf(rule, rule.length - 2 * Long.BYTES)))
                .isEqualTo(new Message.Rule(3, 4, RULE.doors(), "{}", true, 0, Message.NEVER));
    }

    @Test
    void aKindThatOnlyANewerHostKnowsGoesBy() throws IOException {
        byte[] bytes = {(byte) 250, 1, 2, 3};
        assertThat(Codec.decode(bytes)).isEqualTo(new Message.Unknown(250));
        byte[] chunk = Codec.encode(new Message.Chunk(1, ByteBuffer.wrap(new byte[] {1})));
        assertThat(Codec.decode(chunk)).isInstanceOf(Message.Chunk.class);
    }
}
