package dev.hearth.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.dynamodb.AttributeValue;
import dev.hearth.neighbours.dynamodb.AttributeValue.B;
import dev.hearth.neighbours.dynamodb.AttributeValue.S;
import dev.hearth.neighbours.dynamodb.StoredItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StoredJsonTest {

    private static String json(Map<String, AttributeValue> item) {
        StoredJson json = new StoredJson();
        json.item(StoredItem.create(item));
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void everyTypeIsWrittenAsTheOtherWriterDoes() {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("", new S(""));
        item.put("s", new S("plain and \"quoted\" \\ and \u00e4 \u20ac \ud83d\ude00"));
        item.put("n", new AttributeValue.N("-12.5"));
        item.put("b", new B(new byte[] {0, -1, 7}));
        item.put("t", new AttributeValue.Bool(true));
        item.put("f", new AttributeValue.Bool(false));
        item.put("0", new AttributeValue.Null());
        item.put("ss", new AttributeValue.Ss(List.of("a", "[", "{", ":")));
        item.put("ns", new AttributeValue.Ns(List.of("1", "2")));
        item.put("bs", new AttributeValue.Bs(List.of(new B(new byte[] {1}), new B(new byte[0]))));
        item.put("l", new AttributeValue.L(List.of(new AttributeValue.L(List.of()), new S("{"), new S("["))));
        item.put("m", new AttributeValue.M(Map.of("in", new AttributeValue.M(Map.of()))));
        byte[] other = JsonBody.write(out -> item.forEach((name, value) -> {
            out.writeName(name);
            ValueWriter.value(out, value);
        }));
        assertThat(json(item)).isEqualTo(new String(other, StandardCharsets.UTF_8));
        assertThat(StoredItem.create(item)).isEqualTo(item);
    }

    @Test
    void anyTextComesBackAsItWas() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int j = 0; j < length; j++) {
                text.appendCodePoint(
                        switch (random.nextInt(4)) {
                            case 0 -> random.nextInt(0x20);
                            case 1 -> random.nextInt(2) == 0 ? '"' : '\\';
                            case 2 -> random.nextInt(0x20, 0x80);
                            default -> random.nextInt(0x80, 0xD800);
                        });
            }
            String json = json(Map.of("k", new S(text.toString())));
            Map<String, ?> read = JsonBody.read(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
            assertThat(read).isEqualTo(Map.of("k", Map.of("S", text.toString())));
        }
    }
}
