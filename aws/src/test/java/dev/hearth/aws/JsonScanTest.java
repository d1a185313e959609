package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

class JsonScanTest {

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonScan.MAX_DEPTH)
                    .build())
            .build();

    private final JsonScan scan = new JsonScan();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "false",
                "0",
                "-0",
                "1.5e+10",
                "\"\"",
                " {\"a\" : [1, 2, {\"b\":null}] } ",
                "\"\\u00e9\\n\\\"\"",
                "\"漢字🔥ü\"",
                "[[[[]]]]",
                "\"eight by eight by eight by eight\"",
                "1E5"
            })
    void takesJson(String text) {
        assertThat(is(text.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\" 1}",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "nul",
                "truex",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"a\nb\"",
                "[1 2]",
                "{} {}",
                "[}",
                "'a'",
                "NaN",
                "\uFEFF{}",
                "1 1"
            })
    void refusesWhatIsNot(String text) {
        assertThat(is(text.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        int[][] bad = {{0xFF}, {0xC0, 0x80}, {0xED, 0xA0, 0x80}, {0xF4, 0x90, 0x80, 0x80}, {0xE2, 0x82}, {0x80}};
        for (int[] bytes : bad) {
            byte[] json = new byte[bytes.length + 2];
            json[0] = '"';
            json[json.length - 1] = '"';
            for (int i = 0; i < bytes.length; i++) {
                json[i + 1] = (byte) bytes[i];
            }
            assertThat(is(json)).as("%x", bytes[0]).isFalse();
        }
    }

    @Test
    void takesDepthUpToItsLimit() {
        assertThat(is(("[".repeat(JsonScan.MAX_DEPTH) + "]".repeat(JsonScan.MAX_DEPTH))
                        .getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        int more = JsonScan.MAX_DEPTH + 1;
        assertThat(is(("[".repeat(more) + "]".repeat(more)).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void agreesWithJacksonOnDamagedJson() {
        long seed = Long.getLong("hearth.seed", new Random().nextLong());
        Random random = new Random(seed);
        byte[] good =
                "{\"name\":\"a longer text, ü and 漢\",\"n\":[-1.25e-3,0,true,null,{\"x\":\"\\u0041\\\\\"}],\"m\":{}}"
                        .getBytes(StandardCharsets.UTF_8);
        int valid = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] damaged = good.clone();
            for (int times = random.nextInt(3); times >= 0; times--) {
                String alphabet = "{}[]\",:\\ueE+-.0159 tn\n";
                byte b = random.nextInt(8) == 0
                        ? (byte) random.nextInt()
                        : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
                damaged[random.nextInt(damaged.length)] = b;
            }
            boolean expected = isUtf8(damaged) && jackson(damaged);
            valid += expected ? 1 : 0;
            assertThat(is(damaged))
                    .as("-Dhearth.seed=%d: %s", seed, new String(damaged, StandardCharsets.UTF_8))
                    .isEqualTo(expected);
        }
        assertThat(valid).isBetween(100, 29_000);
    }

    /** Jackson lets some byte sequences pass that no UTF-8 has. */
    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private boolean is(byte[] json) {
        byte[] inside = new byte[json.length + 6];
        System.arraycopy(json, 0, inside, 3, json.length);
        return scan.isJson(inside, 3, 3 + json.length);
    }

    private static boolean jackson(byte[] json) {
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), json)) {
            int values = 0;
            int depth = 0;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                parser.finishToken();
                values += depth == 0 && !token.isStructEnd() ? 1 : 0;
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return values == 1;
        } catch (JacksonException malformed) {
            return false;
        }
    }
}
