package dev.hearth.neighbours.sam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The tables that lie beside these classes. */
final class Facts {

    private Facts() {}

    /** The lines of {@code table} without comments. */
    static List<String> lines(String table) {
        try (InputStream in = Facts.class.getResourceAsStream(table)) {
            if (in == null) {
                throw new IllegalStateException("no table " + table);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
