package dev.hearth.aws;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Bodies that are JSON of the wrong kind, nearly JSON, or not JSON at all. */
final class HostileJson {

    private static final List<String> NAMES = List.of(
            "FunctionName",
            "Runtime",
            "Role",
            "Handler",
            "Code",
            "ZipFile",
            "MemorySize",
            "Timeout",
            "Environment",
            "Variables",
            "Tags",
            "Architectures",
            "EphemeralStorage",
            "Size",
            "RevisionId",
            "DryRun",
            "Layers",
            "logGroupName",
            "logStreamName",
            "logEvents",
            "timestamp",
            "message",
            "limit",
            "nextToken",
            "filterPattern",
            "startTime",
            "endTime",
            "retentionInDays",
            "orderBy",
            "descending",
            "__proto__",
            "",
            "\\u0000");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "-1e-999",
            "99999999999999999999999",
            "2147483648",
            "1.5",
            "\"\"",
            "\"x\"",
            "\"\\ud800\"",
            "\"AAAA\"",
            "\"AA=A\"",
            "\"python3.11\"",
            "\"../../etc/passwd\"",
            "\"%00\"",
            "\"\\u0000\"",
            "\"arn:aws:lambda:us-east-1:000000000000:function:x:y:z:w\"",
            "[]",
            "{}",
            "[null]",
            "{\"a\":null}",
            "\"UEsDBAoAAAAAAA==\"",
            "\"" + "a".repeat(5000) + "\"");

    private final Random random;

    HostileJson(Random random) {
        this.random = random;
    }

    byte[] next() {
        return switch (random.nextInt(10)) {
            case 0 -> new byte[0];
            case 1 -> garbage();
            case 2 ->
                ("[".repeat(random.nextInt(3000)) + "{\"a\":".repeat(random.nextInt(3000)))
                        .getBytes(StandardCharsets.UTF_8);
            case 3 -> damaged();
            case 4 -> bytes(value(0) + value(0));
            default -> bytes(object(0));
        };
    }

    private byte[] garbage() {
        byte[] bytes = new byte[random.nextInt(2000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] damaged() {
        byte[] bytes = bytes(object(0));
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private String object(int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = random.nextInt(6); i > 0; i--) {
            object.append(object.length() > 1 ? "," : "")
                    .append('"')
                    .append(pick(NAMES))
                    .append("\":")
                    .append(value(depth));
        }
        return object.append('}').toString();
    }

    private String value(int depth) {
        if (depth > 5 || random.nextInt(3) > 0) {
            return pick(VALUES);
        }
        return random.nextBoolean() ? object(depth + 1) : "[" + value(depth + 1) + "," + object(depth + 1) + "]";
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
