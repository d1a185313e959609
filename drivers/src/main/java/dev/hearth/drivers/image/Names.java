package dev.hearth.drivers.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which names are taken from archives and from people. */
final class Names {

    /** Folders in folders. */
    private static final int MAX_DEPTH = 256;

    private static final int MAX_NAME_BYTES = 255;
    private static final Pattern OWN = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private Names() {}

    /** {@code name} when it can be that of an image or kernel. */
    static String own(String name) throws ImageException {
        if (!OWN.matcher(name).matches()) {
            throw new ImageException(
                    "'" + name + "' is no name for an image or kernel: 1 to 63 of a-z, 0-9, '.', '_', '-',"
                            + " beginning with a letter or digit");
        }
        return name;
    }

    /** The components of a name, or an error when the name cannot be trusted. */
    static List<String> parts(String name) throws ImageException {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                throw new ImageException("the archive has an entry '" + name + "', which leaves the image");
            }
            if (part.indexOf('\0') >= 0 || part.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                throw new ImageException("the archive has an entry with an impossible name");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.size() > MAX_DEPTH) {
            throw new ImageException("the archive has more than " + MAX_DEPTH + " folders in folders");
        }
        return parts;
    }
}
