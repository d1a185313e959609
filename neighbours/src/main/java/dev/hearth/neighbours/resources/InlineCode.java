package dev.hearth.neighbours.resources;

import dev.hearth.neighbours.templates.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function's {@code Code}: in a template {@code ZipFile} is not a package but the source itself, which CloudFormation
 * zips as {@code index}.
 */
final class InlineCode {

    /** Characters; AWS's limit is 4 MB. */
    private static final int MAX_CHARS = 4_194_304;

    /** The same source is the same package, whenever it is zipped. */
    private static final LocalDateTime WRITTEN = LocalDateTime.of(2010, 9, 9, 0, 0);

    private InlineCode() {}

    /** The member {@code Code} of {@code CreateFunction}. */
    static Map<String, Object> of(Wish wish) {
        Map<String, Object> code = Tree.map(wish.properties(), "Code");
        if (code.isEmpty()) {
            throw Properties.invalid("required key [Code] not found");
        }
        if (!code.containsKey("ZipFile")) {
            return code;
        }
        String runtime = wish.text("Runtime", "");
        boolean node = runtime.startsWith("nodejs");
        if (!node && !runtime.startsWith("python")) {
            throw AwsCalls.refused(
                    "InvalidRequest",
                    400,
                    "ZipFile can only be used when Runtime is set to either of nodejs or python.");
        }
        String source = Tree.text(code, "ZipFile", "");
        if (source.length() > MAX_CHARS) {
            throw Properties.invalid("#/Code/ZipFile: expected maxLength: " + MAX_CHARS);
        }
        Map<String, Object> packed = new LinkedHashMap<>();
        packed.put("ZipFile", zip(node ? "index.js" : "index.py", source, node));
        return packed;
    }

    private static byte[] zip(String name, String source, boolean node) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, name, source);
            if (source.contains("cfn-response") || source.contains("cfnresponse")) {
                put(
                        zip,
                        node ? "cfn-response.js" : "cfnresponse.py",
                        node ? ResponseModules.NODE : ResponseModules.PYTHON);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(WRITTEN);
        zip.putNextEntry(entry);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
