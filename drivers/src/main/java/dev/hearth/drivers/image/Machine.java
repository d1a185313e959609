package dev.hearth.drivers.image;

/** The kinds of machine that guests run on. */
final class Machine {

    static final String X86_64 = "x86_64";
    static final String ARM64 = "aarch64";

    private Machine() {}

    /** The host's, as {@code uname -m} says. */
    static String here() {
        return System.getProperty("os.arch").equals(ARM64) ? ARM64 : X86_64;
    }
}
