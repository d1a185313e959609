package dev.hearth.aws;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1.1 message in its most usual form. Whatever is unusual about it is none: it goes on to somebody
 * who reads HTTP in all its forms.
 *
 * @param first the three words of its first line
 * @param headers names in any case
 */
record HttpHead(String[] first, MultiMap headers) {

    private static final int WORDS = 3;
    private static final String VERSION = "HTTP/1.1";

    /** Where the head that begins at {@code from} ends, behind its empty line; -1 when it is not all there. */
    static int end(byte[] bytes, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    /** The head in these bytes, empty line and all; null when it is unusual. */
    static @Nullable HttpHead read(byte[] bytes, int from, int end) {
        String[] lines = new String(bytes, from, end - from - 4, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        String[] words = lines[0].split(" ", WORDS);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            int colon = line.indexOf(':');
            if (colon <= 0 || !isName(line, colon) || hasControls(line)) {
                return null;
            }
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return words.length < WORDS || hasControls(lines[0]) ? null : new HttpHead(words, headers);
    }

    private static boolean isName(String line, int colon) {
        for (int i = 0; i < colon; i++) {
            char c = line.charAt(i);
            if (c <= ' ' || c >= 127) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasControls(String line) {
        return line.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127);
    }

    private boolean is(CharSequence name, String value) {
        String found = headers.get(name);
        return found != null && found.equalsIgnoreCase(value);
    }

    /** Whether nothing but a length tells where the body ends, and the connection stays. */
    private boolean isPlain() {
        return headers.get("Transfer-Encoding") == null
                && headers.get("Upgrade") == null
                && headers.get("Expect") == null
                && headers.get("Trailer") == null
                && headers.getAll("Content-Length").size() == 1
                && (headers.get("Connection") == null || is("Connection", "keep-alive"));
    }

    /** The bytes of the body behind this head; -1 when that is not said in the usual way. */
    int length() {
        String length = headers.get("Content-Length");
        boolean plain = isPlain()
                && length != null
                && !length.isEmpty()
                && length.length() < 9
                && length.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Integer.parseInt(length) : -1;
    }

    /** As a request; null when it is none. */
    @Nullable
    RequestHead request() {
        return first[2].equals(VERSION) && first[1].startsWith("/")
                ? RequestHead.of(first[0], first[1], headers)
                : null;
    }

    /** Whether it begins an answer whose end its length tells. */
    boolean isAnswer() {
        return first[0].equals(VERSION) && first[1].length() == WORDS && !first[1].startsWith("1");
    }
}
