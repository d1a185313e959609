package dev.hearth.drivers.microvm;

/** The numbers of the conversation with the guest's init; {@code package-info} has the meaning. */
public final class GuestProtocol {

    /** Ports of the host that the guest connects to. */
    public static final int CONTROL_PORT = 9000;

    public static final int API_PORT = 9001;
    public static final int ENDPOINT_PORT = 9002;
    public static final int INSIDE_PORT = 9003;

    static final int VERSION = 1;
    static final int HEADER_BYTES = 8;
    /** Longest payload of a frame from the guest, bytes. */
    static final int MAX_PAYLOAD_BYTES = 64 * 1024;
    /** Output that may be on its way, bytes. */
    static final int OUTPUT_CREDIT = 1 << 20;

    static final int SPEC = 1;
    static final int STOP = 2;
    static final int KILL = 3;
    static final int CONNECT = 4;
    static final int DRAIN = 5;
    static final int CREDIT = 6;
    static final int RESTORE = 7;
    static final int POWER_OFF = 8;
    static final int CLOCK = 9;

    static final int HELLO = 65;
    static final int STARTED = 66;
    static final int FAILED = 67;
    static final int OUTPUT = 68;
    static final int EXTENSION_ENDED = 69;
    static final int EXIT = 70;
    static final int DRAINED = 71;
    static final int CONNECT_FAILED = 72;
    static final int RESTORED = 73;
    static final int FIRST_REQUEST = 74;

    private GuestProtocol() {}
}
