package dev.hearth.drivers.image;

import java.io.IOException;
import java.util.List;

/** A layer of a container image, with the marks of what it takes away: the OCI specification's whiteouts. */
final class Layer {

    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private Layer() {}

    /** Puts the layer on top of {@code tree}. */
    static void apply(TarFile layer, FileTree tree) throws IOException {
        tree.nextLayer();
        layer.each(entry -> apply(entry, tree));
    }

    private static void apply(TarEntry entry, FileTree tree) throws ImageException {
        List<String> parts = Names.parts(entry.name());
        String name = parts.isEmpty() ? "" : parts.getLast();
        if (!name.startsWith(WHITEOUT)) {
            tree.put(entry);
            return;
        }
        String folder = String.join("/", parts.subList(0, parts.size() - 1));
        if (name.equals(OPAQUE)) {
            tree.removeOlderIn(folder);
        } else if (!name.startsWith(WHITEOUT + WHITEOUT)) {
            tree.removeOlder(folder + "/" + name.substring(WHITEOUT.length()));
        }
    }
}
