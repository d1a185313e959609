package dev.hearth.cluster;

import java.io.IOException;
import java.nio.file.Path;

/** The way to whoever decides now: for what functions write, and for packages that are not here. */
interface Upstream {

    /** Takes a line; may hold its writer back. */
    void log(Line line);

    /** A package by its digest, checked. Blocks. */
    byte[] fetch(String digest) throws IOException;

    /** A file by its name, as {@code target}. Blocks. @throws java.nio.file.NoSuchFileException when nobody has it */
    void file(String name, Path target, long mostBytes) throws IOException;

    /** A line of a function's output. */
    record Line(String group, String stream, long millis, byte[] utf8) {}
}
