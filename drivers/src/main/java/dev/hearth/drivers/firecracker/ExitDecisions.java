package dev.hearth.drivers.firecracker;

/**
 * What the exit status of a Firecracker or jailer process says, after {@code FcExitCode} in Firecracker's {@code
 * src/vmm/src/lib.rs}, version 1.16.1.
 */
final class ExitDecisions {

    /** Java's form of a death by signal. */
    private static final int SIGNALLED = 128;

    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    /** Why a process is gone. */
    enum Reason {
        /** The guest rebooted, or powered off where that ends the process. */
        GUEST_ENDED,
        /** A signal of ours, or of whoever operates the host. */
        KILLED,
        /** The host's fault or a bug: not the function's. */
        HOST,
        /** Firecracker's own walls stopped it: a system call, a size or a time beyond its limit. */
        WALL,
        /** What Hearth asked for was refused. */
        CONFIGURATION
    }

    /**
     * An exit, told apart.
     *
     * @param meaning for people: what happened and what to do
     * @param outOfMemory whether memory ran out on the host's side of the microVM
     */
    record Exit(int status, Reason reason, String meaning, boolean outOfMemory) {}

    private ExitDecisions() {}

    static Exit of(int status) {
        return switch (status) {
            case 0 -> exit(status, Reason.GUEST_ENDED, "the guest ended");
            case 1 ->
                exit(
                        status,
                        Reason.HOST,
                        "Firecracker or its jailer failed; its own last words say why. A snapshot that could not"
                                + " be loaded ends this way too");
            case 2 -> exit(status, Reason.HOST, "an error that Firecracker calls impossible: report it there");
            case 12 -> new Exit(status, Reason.HOST, "the host is out of memory: lower what runs here", true);
            case 148 ->
                exit(
                        status,
                        Reason.WALL,
                        "a forbidden system call was stopped by seccomp: a hostile guest, or a kernel or C library"
                                + " that this Firecracker does not know");
            case 149 ->
                exit(
                        status,
                        Reason.HOST,
                        "SIGBUS: a file behind the memory or a drive became shorter, or huge pages ran out");
            case 150 -> exit(status, Reason.HOST, "SIGSEGV: a bug in Firecracker: report it there");
            case 151 ->
                exit(status, Reason.WALL, "SIGXFSZ: a file grew beyond its limit (the jailer's fsize): see its log");
            case 152 -> exit(status, Reason.CONFIGURATION, "Firecracker refused its configuration");
            case 153 ->
                exit(
                        status,
                        Reason.CONFIGURATION,
                        "Firecracker does not know its arguments: is it older than 1.16, or not Firecracker?");
            case 154 -> exit(status, Reason.WALL, "SIGXCPU: a limit of processor time was reached");
            case 155 -> exit(status, Reason.HOST, "SIGPIPE: who read its log or metrics went away");
            case 156 -> exit(status, Reason.KILLED, "SIGHUP: its terminal or parent went away");
            case 157 -> exit(status, Reason.HOST, "SIGILL: this processor lacks an instruction it needs");
            case SIGNALLED + SIGKILL -> exit(status, Reason.KILLED, "it was killed (SIGKILL)");
            case SIGNALLED + SIGTERM -> exit(status, Reason.KILLED, "it was ended (SIGTERM)");
            default -> unknown(status);
        };
    }

    private static Exit unknown(int status) {
        return status > SIGNALLED && status < SIGNALLED + 20
                ? exit(status, Reason.HOST, "signal " + (status - SIGNALLED) + " ended it")
                : exit(status, Reason.HOST, "an exit status that Firecracker does not document");
    }

    private static Exit exit(int status, Reason reason, String meaning) {
        return new Exit(status, reason, meaning, false);
    }
}
