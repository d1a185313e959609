package dev.hearth.bench;

import java.nio.file.Path;

/**
 * What a benchmark plays on: its programs, built, and a Hearth of its own.
 *
 * @param name of the benchmark
 */
record Stage(String name, Scratch scratch, Programs programs, HearthProcess hearth) implements AutoCloseable {

    static Stage open(String name) {
        Scratch scratch = Scratch.create();
        try {
            progress(name, "building the programs to compare with");
            Programs programs = Programs.build(root(), scratch.folder());
            progress(name, "starting a Hearth of its own");
            return new Stage(name, scratch, programs, start(scratch, "data"));
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** One more Hearth, the caller's to close, with a data folder of this name. */
    HearthProcess another(String data) {
        return start(scratch, data);
    }

    private static HearthProcess start(Scratch scratch, String data) {
        return HearthProcess.start(property("hearth.launcher"), scratch.folder().resolve(data));
    }

    /** The checkout. */
    static Path root() {
        return Path.of(property("hearth.root"));
    }

    private static String property(String key) {
        String value = System.getProperty(key);
        if (value == null) {
            throw new BenchException("start it with './hearth bench'");
        }
        return value;
    }

    void progress(String what) {
        progress(name, what);
    }

    static void progress(String name, String what) {
        System.err.println("bench " + name + ": " + what);
    }

    /** Waits: what the machine is left to do meanwhile must not count into the next measurement. */
    static void rest(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new BenchException("interrupted", e);
        }
    }

    @Override
    public void close() {
        hearth.close();
        scratch.close();
    }
}
