package dev.hearth.aws.s3;

import dev.hearth.neighbours.s3.S3Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A body of {@code multipart/form-data}: its fields up to the file, then the file's bytes as they come. */
final class FormParts {

    /** All fields together, bytes; AWS's own limit. */
    private static final int FIELDS_BYTES = 20 * 1024 + 64 * 1024;

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]{1,70})\"?");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"");

    private final S3Call call;
    private final byte[] delimiter;
    private final Map<String, String> fields = new HashMap<>();
    private String fileName = "";
    private byte[] held = new byte[0];
    private boolean over;

    private FormParts(S3Call call, String boundary) {
        this.call = call;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    static FormParts of(S3Call call) throws IOException {
        String type = call.header("Content-Type");
        Matcher boundary = BOUNDARY.matcher(type == null ? "" : type);
        if (type == null || !type.startsWith("multipart/form-data") || !boundary.find()) {
            throw S3Error.MALFORMED_POST.thrown();
        }
        FormParts parts = new FormParts(call, boundary.group(1));
        // The first delimiter has no line before it.
        parts.held = "\r\n".getBytes(StandardCharsets.ISO_8859_1);
        parts.readFields();
        return parts;
    }

    /** By their lower-case names. */
    Map<String, String> fields() {
        return fields;
    }

    String fileName() {
        return fileName;
    }

    private void readFields() throws IOException {
        int read = 0;
        upTo(delimiter);
        while (true) {
            String head = new String(upTo("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.UTF_8);
            read += head.length();
            Matcher name = NAME.matcher(head);
            if (!name.find() || read > FIELDS_BYTES) {
                throw S3Error.MALFORMED_POST.thrown();
            }
            String field = PostForm.field(name.group(1));
            if (field.equals("file")) {
                Matcher file = FILE.matcher(head);
                fileName = file.find() ? file.group(1).substring(file.group(1).lastIndexOf('/') + 1) : "";
                return;
            }
            byte[] value = upTo(delimiter);
            read += value.length;
            fields.putIfAbsent(field, new String(value, StandardCharsets.UTF_8));
            if (isLast()) {
                throw S3Error.INVALID_ARGUMENT.because("POST requires exactly one file upload per request.");
            }
        }
    }

    private boolean isLast() throws IOException {
        while (held.length < 2) {
            if (!more()) {
                return true;
            }
        }
        return held[0] == '-' && held[1] == '-';
    }

    private boolean more() throws IOException {
        ByteBuffer next = call.request().read();
        if (next == null) {
            return false;
        }
        ByteArrayOutputStream both = new ByteArrayOutputStream(held.length + next.remaining());
        both.writeBytes(held);
        byte[] copy = new byte[next.remaining()];
        next.get(copy);
        both.writeBytes(copy);
        held = both.toByteArray();
        return true;
    }

    /** The bytes before {@code end}, which is passed by. */
    private byte[] upTo(byte[] end) throws IOException {
        int at = find(end);
        while (at < 0) {
            if (held.length > FIELDS_BYTES || !more()) {
                throw S3Error.MALFORMED_POST.thrown();
            }
            at = find(end);
        }
        byte[] before = java.util.Arrays.copyOf(held, at);
        held = java.util.Arrays.copyOfRange(held, at + end.length, held.length);
        return before;
    }

    private int find(byte[] what) {
        for (int i = 0; i + what.length <= held.length; i++) {
            if (held[i] == what[0] && java.util.Arrays.equals(held, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }

    /** The next bytes of the file; null at its end. */
    @Nullable
    ByteBuffer next() throws IOException {
        while (!over) {
            int at = find(delimiter);
            if (at >= 0) {
                over = true;
                byte[] last = java.util.Arrays.copyOf(held, at);
                drain();
                return last.length == 0 ? null : ByteBuffer.wrap(last);
            }
            int sure = held.length - delimiter.length;
            if (sure > 0) {
                byte[] bytes = java.util.Arrays.copyOf(held, sure);
                held = java.util.Arrays.copyOfRange(held, sure, held.length);
                return ByteBuffer.wrap(bytes);
            }
            if (!more()) {
                throw S3Error.INCOMPLETE_BODY.thrown();
            }
        }
        return null;
    }

    /** What comes behind the file says nothing. */
    private void drain() throws IOException {
        ByteBuffer rest = call.request().read();
        while (rest != null) {
            rest = call.request().read();
        }
    }
}
