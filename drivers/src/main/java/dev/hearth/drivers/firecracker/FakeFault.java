package dev.hearth.drivers.firecracker;

/** What the fake answers with status 400; the message is the real one's. */
final class FakeFault extends Exception {

    private static final long serialVersionUID = 1L;

    static final String POST_BOOT = "The requested operation is not supported after starting the microVM.";
    static final String PRE_BOOT = "The requested operation is not supported before starting the microVM.";
    static final String NO_PCI = "PCI is not enabled";
    static final String NO_FILE = "No such file or directory (os error 2)";
    static final String NO_SPACE = "No space left on device (os error 28)";

    private final boolean fatal;

    FakeFault(String message) {
        this(message, false);
    }

    /** {@code fatal}: the process ends after the answer. */
    FakeFault(String message, boolean fatal) {
        super(message);
        this.fatal = fatal;
    }

    boolean fatal() {
        return fatal;
    }
}
