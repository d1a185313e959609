package dev.hearth.drivers.microvm;

import dev.hearth.core.Ports;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import java.io.IOException;
import java.net.SocketException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control frames of one guest: one task listens, any thread speaks. */
final class GuestConversation {

    private static final Logger LOG = LoggerFactory.getLogger(GuestConversation.class);
    /** Output is paid for in portions of this size, bytes, so that few frames are needed. */
    private static final int CREDIT_PORTION = GuestProtocol.OUTPUT_CREDIT / 4;
    /** Connections to ports inside that were asked for and not made yet. */
    private static final int MAX_CONNECTING = 16;

    private static final String HUNG_UP = "the guest hung up";
    private static final byte[] NOTHING = {};

    private final String id;
    private final List<String> extensions;
    private final SocketChannel connection;
    private final GuestChannel channel;
    private final SandboxListener listener;
    private final GuestFrame.Reader frames;
    private final ReentrantLock speaking = new ReentrantLock();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Void>> draining = new ConcurrentHashMap<>();
    private final Map<Integer, CompletableFuture<SocketChannel>> connecting = new ConcurrentHashMap<>();
    private volatile boolean over;
    private volatile long peakMemory;
    private volatile GuestTimes times = GuestTimes.NONE;
    private volatile @Nullable SandboxEnd end;
    private int unpaid;

    GuestConversation(
            String id,
            List<String> extensions,
            SocketChannel connection,
            GuestChannel channel,
            SandboxListener listener) {
        this.id = id;
        this.extensions = List.copyOf(extensions);
        this.connection = connection;
        this.channel = channel;
        this.listener = listener;
        this.frames = new GuestFrame.Reader(connection);
    }

    /** Blocks until the bootstrap runs; the machine's owner closes the connection when that takes too long. */
    void boot(GuestSpec spec) throws IOException {
        byte[] bytes = spec.encode();
        if (bytes.length > GuestSpec.MAX_BYTES) {
            throw new IOException("the environment and arguments take more than " + GuestSpec.MAX_BYTES + " bytes");
        }
        open(GuestProtocol.SPEC, bytes, GuestProtocol.STARTED);
    }

    void restore(GuestSpec.Wake wake, Optional<GuestNetwork> network) throws IOException {
        open(GuestProtocol.RESTORE, GuestSpec.encodeRestore(wake, network), GuestProtocol.RESTORED);
    }

    private void open(int kind, byte[] bytes, int awaited) throws IOException {
        hear(GuestProtocol.HELLO);
        try {
            say(kind, bytes);
        } catch (IOException broken) {
            throw new IOException(HUNG_UP, broken);
        }
        hear(awaited);
    }

    private void hear(int awaited) throws IOException {
        GuestFrame frame;
        do {
            frame = nextOrHungUp();
            if (frame.kind() == GuestProtocol.FAILED) {
                throw new IOException("the guest could not " + text(frame.payload()));
            }
            handle(frame);
        } while (frame.kind() != awaited);
    }

    /** A guest that ends with words unread resets the connection. */
    private GuestFrame nextOrHungUp() throws IOException {
        GuestFrame frame;
        try {
            frame = frames.next();
        } catch (SocketException reset) {
            throw new IOException(HUNG_UP, reset);
        }
        if (frame == null) {
            throw new IOException(HUNG_UP);
        }
        return frame;
    }

    /** Hears until the connection ends or the guest said how it ended. */
    void listen() throws IOException {
        GuestFrame frame = frames.next();
        while (frame != null && frame.kind() != GuestProtocol.EXIT) {
            handle(frame);
            frame = frames.next();
        }
        if (frame != null) {
            exit(frame.payload());
        }
    }

    /** A guest that was taken over may send anything. */
    private void handle(GuestFrame frame) throws IOException {
        try {
            take(frame);
        } catch (IndexOutOfBoundsException | BufferUnderflowException tooShort) {
            throw new IOException("the guest sent a frame of kind " + frame.kind() + " that is too short", tooShort);
        }
    }

    private void take(GuestFrame frame) throws IOException {
        ByteBuffer payload = frame.payload();
        switch (frame.kind()) {
            case GuestProtocol.HELLO -> hello(payload);
            case GuestProtocol.STARTED -> times = times.started(payload.getLong());
            case GuestProtocol.RESTORED -> times = times.started(payload.getLong());
            case GuestProtocol.OUTPUT -> output(payload);
            case GuestProtocol.EXTENSION_ENDED -> {
                SandboxEnd how = decoded(payload.getInt(), false);
                listener.extensionEnded(text(payload), how);
            }
            case GuestProtocol.DRAINED -> drained(payload);
            case GuestProtocol.CONNECT_FAILED -> {
                CompletableFuture<SocketChannel> asked = connecting.remove(payload.getInt());
                if (asked != null) {
                    asked.completeExceptionally(
                            new SandboxException("nothing listens there: errno " + payload.getInt()));
                }
            }
            case GuestProtocol.FIRST_REQUEST ->
                times = times.firstRequest(payload.getLong(), payload.getLong(), payload.getLong());
            case GuestProtocol.FAILED -> LOG.warn("guest {} could not {}", id, text(payload));
            default -> LOG.debug("guest {} sent a frame of kind {}", id, frame.kind());
        }
    }

    private void hello(ByteBuffer payload) throws IOException {
        int version = Short.toUnsignedInt(payload.getShort(0));
        if (version != GuestProtocol.VERSION) {
            throw new IOException("the guest's init speaks version " + version + ", not " + GuestProtocol.VERSION);
        }
        times = times.hello(payload.getLong(4), payload.getLong(12), payload.getLong(20));
    }

    private void output(ByteBuffer payload) throws IOException {
        unpaid += payload.remaining();
        listener.output(payload.asReadOnlyBuffer());
        if (unpaid >= CREDIT_PORTION) {
            say(GuestProtocol.CREDIT, GuestFrame.numbers(4).putInt(unpaid).array());
            unpaid = 0;
        }
    }

    private void drained(ByteBuffer payload) {
        CompletableFuture<Void> asked = draining.remove(payload.getInt());
        peakMemory = payload.getLong(8);
        if (asked != null) {
            asked.complete(null);
        }
    }

    private void exit(ByteBuffer payload) {
        int status = payload.getInt();
        boolean outOfMemory = payload.get() != 0;
        peakMemory = payload.getLong(8);
        end = status == -1 ? new SandboxEnd(SandboxEnd.INVALID_ENTRYPOINT, 0, false) : decoded(status, outOfMemory);
    }

    /** Decodes a wait status. */
    private static SandboxEnd decoded(int status, boolean outOfMemory) {
        int signal = status & 0x7f;
        return signal == 0
                ? new SandboxEnd((status >> 8) & 0xff, 0, outOfMemory)
                : new SandboxEnd(-1, signal, outOfMemory);
    }

    private static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload).toString();
    }

    private void say(int kind, byte[] payload) throws IOException {
        ByteBuffer frame = GuestFrame.encode(kind, payload);
        speaking.lock();
        try {
            while (frame.hasRemaining()) {
                connection.write(frame);
            }
        } finally {
            speaking.unlock();
        }
    }

    /** Without effect when the guest is gone. */
    private boolean trySay(int kind, byte[] payload) {
        try {
            say(kind, payload);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    void stop(Set<String> awaited) {
        int mask = 0;
        for (int i = 0; i < extensions.size(); i++) {
            mask |= awaited.contains(extensions.get(i)) ? 1 << i : 0;
        }
        trySay(GuestProtocol.STOP, GuestFrame.numbers(2).putShort((short) mask).array());
    }

    void clock(Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        trySay(GuestProtocol.CLOCK, GuestFrame.numbers(8).putLong(nanos).array());
    }

    void powerOff() {
        trySay(GuestProtocol.POWER_OFF, NOTHING);
    }

    CompletableFuture<Void> drain() {
        int number = numbers.incrementAndGet();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        draining.put(number, asked);
        asked.whenComplete((nothing, failure) -> draining.remove(number));
        if (over
                || !trySay(
                        GuestProtocol.DRAIN,
                        GuestFrame.numbers(4).putInt(number).array())
                || over) {
            asked.complete(null);
        }
        return asked;
    }

    CompletionStage<InsideSocket> connect(int port, Ports ports) {
        int number = numbers.incrementAndGet();
        if (over || connecting.size() >= MAX_CONNECTING) {
            return CompletableFuture.failedStage(
                    new SandboxException(over ? "the sandbox ended" : "too many connections are being made"));
        }
        CompletableFuture<SocketChannel> expected = channel.expectInside(number);
        connecting.put(number, expected);
        expected.whenComplete((socket, failure) -> connecting.remove(number));
        byte[] message =
                GuestFrame.numbers(6).putInt(number).putShort((short) port).array();
        if (!trySay(GuestProtocol.CONNECT, message)) {
            expected.completeExceptionally(new SandboxException("the sandbox ended"));
        }
        return expected.thenCompose(inside -> Passage.open(channel, number, inside, ports));
    }

    /** Nothing more will be heard: lets everybody go who waits for a word. */
    void over() {
        over = true;
        draining.values().forEach(asked -> asked.complete(null));
        connecting.values().forEach(asked -> asked.completeExceptionally(new SandboxException("the sandbox ended")));
    }

    void close() {
        Pump.close(connection);
    }

    long peakMemoryBytes() {
        return peakMemory;
    }

    GuestTimes times() {
        return times;
    }

    /** What the guest said, or that it was killed. */
    SandboxEnd end() {
        SandboxEnd said = end;
        return said == null ? GuestSandbox.killed(false) : said;
    }
}
