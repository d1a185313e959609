package dev.hearth.bench;

/** A benchmark that ended early, with what it had found by then. */
final class CutShort extends RuntimeException {

    private final transient Report found;

    CutShort(Report found, BenchException why) {
        super(why.getMessage(), why);
        this.found = found;
    }

    Report found() {
        return found;
    }
}
