package dev.hearth.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The text that both sides of SigV4 hash ("Create a signed AWS API request", IAM user guide), written as bytes.
 *
 * <p>The path is encoded a second time and without dot segments, as every service but S3 wants it; S3's is as it came.
 */
final class CanonicalRequest {

    private static final String SIGNATURE = "X-Amz-Signature";

    private CanonicalRequest() {}

    /** Puts the canonical form of the request into {@code out}. */
    static void write(Scratch out, RequestHead head, Claim claim, String payloadHash) {
        out.clear();
        out.put(head.method());
        out.put('\n');
        if (claim.service().equals("s3")) {
            plainPath(out, head.path());
        } else {
            path(out, head.path());
        }
        out.put('\n');
        if (!head.query().isEmpty()) {
            query(out, head.query(), claim.presigned());
        }
        out.put('\n');
        headers(out, head, claim.signedHeaders());
        out.put('\n');
        out.put(claim.signedHeaders());
        out.put('\n');
        out.put(payloadHash);
    }

    private static void path(Scratch out, String path) {
        String normal = path.contains("//") || path.contains("/.") ? normalised(path) : path;
        for (int i = 0; i < normal.length(); i++) {
            char c = normal.charAt(i);
            if (c == '/') {
                out.put(c);
            } else {
                out.putEncoded(c);
            }
        }
    }

    /** Encoded once, whatever of it its sender encoded. */
    private static void plainPath(Scratch out, String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' && i + 2 < path.length()) {
                int high = Character.digit(path.charAt(i + 1), 16);
                int low = Character.digit(path.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    int b = high << 4 | low;
                    if (b == '/') {
                        out.put("%2F");
                    } else {
                        out.putEncoded(b);
                    }
                    i += 2;
                    continue;
                }
            }
            if (c == '/') {
                out.put(c);
            } else {
                out.putEncoded(c);
            }
        }
    }

    private static String normalised(String path) {
        List<String> kept = new ArrayList<>();
        List<String> segments = UriTemplate.split(path);
        for (String segment : segments) {
            if (segment.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.removeLast();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.add(segment);
            }
        }
        boolean slash = !kept.isEmpty() && path.endsWith("/");
        return "/" + String.join("/", kept) + (slash ? "/" : "");
    }

    private static void query(Scratch out, String query, boolean presigned) {
        List<Map.Entry<String, String>> encoded = new ArrayList<>();
        for (Map.Entry<String, String> pair : Percent.pairs(query)) {
            if (!presigned || !pair.getKey().equals(SIGNATURE)) {
                encoded.add(Map.entry(encoded(pair.getKey()), encoded(pair.getValue())));
            }
        }
        encoded.sort(
                Map.Entry.<String, String>comparingByKey().thenComparing(Comparator.comparing(Map.Entry::getValue)));
        for (int i = 0; i < encoded.size(); i++) {
            if (i > 0) {
                out.put('&');
            }
            out.put(encoded.get(i).getKey());
            out.put('=');
            out.put(encoded.get(i).getValue());
        }
    }

    private static String encoded(String text) {
        if (isUnreserved(text)) {
            return text;
        }
        Scratch word = new Scratch();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            word.putEncoded(b & 0xFF);
        }
        return new String(word.array(), 0, word.length(), StandardCharsets.ISO_8859_1);
    }

    private static boolean isUnreserved(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Scratch.isUnreserved(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static void headers(Scratch out, RequestHead head, String names) {
        int start = 0;
        while (start < names.length()) {
            int semicolon = names.indexOf(';', start);
            int end = semicolon < 0 ? names.length() : semicolon;
            String name = names.substring(start, end);
            out.put(name);
            out.put(':');
            List<String> values = head.headers().getAll(name);
            for (int i = 0; i < values.size(); i++) {
                if (i > 0) {
                    out.put(',');
                }
                trimmed(out, values.get(i));
            }
            out.put('\n');
            start = end + 1;
        }
    }

    /** Without spaces at the ends, and with one where there were several. */
    private static void trimmed(Scratch out, String value) {
        String text = value.strip();
        if (!text.contains("  ")) {
            out.put(text);
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != ' ' || text.charAt(i - 1) != ' ') {
                out.put(text.charAt(i));
            }
        }
    }
}
