package dev.hearth.drivers.microvm;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.sandbox.InsideSocket;
import dev.hearth.sandbox.RuntimeApiSocket;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxEnd;
import dev.hearth.sandbox.SandboxException;
import dev.hearth.sandbox.SandboxListener;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sandbox made of a machine and the conversation with its guest.
 *
 * <pre>
 * state     event                             does                                            next
 * starting  HELLO                             sends SPEC or RESTORE                           starting
 * starting  STARTED, RESTORED                 start returns                                   running
 * starting  FAILED, no word in time, gone     kills the machine, start throws                 ended
 * running   OUTPUT and the like               tells the listener or who waits                 running
 * running   EXIT                              keeps it, kills the machine                     ending
 * running   kill, connection lost, machine gone  kills the machine                            ending
 * ending    machine gone                      releases, tells ended                           ended
 * ended     anything                          nothing                                         ended
 * </pre>
 */
public final class GuestSandbox implements Sandbox {

    private static final Logger LOG = LoggerFactory.getLogger(GuestSandbox.class);
    /** How long the process of a killed machine may take to go, before it is left behind with a complaint. */
    private static final Duration DEATH = Duration.ofSeconds(10);
    /** How long one drain may take; a guest that is slower is in trouble, and its output comes later or never. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    /**
     * What a sandbox is made of.
     *
     * @param id of the sandbox
     * @param channel opened before the machine was started
     * @param machine running, or about to
     * @param listener told of output and end
     * @param limit how long the guest may take until its bootstrap runs
     */
    public record Parts(
            String id,
            List<String> extensions,
            GuestChannel channel,
            Machine machine,
            SandboxListener listener,
            Duration limit) {

        public Parts {
            extensions = List.copyOf(extensions);
        }
    }

    private final Parts parts;
    private final Ports ports;
    private final GuestConversation words;
    private final Standstill standstill;
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile boolean ended;
    private volatile boolean ending;

    private GuestSandbox(Parts parts, GuestConversation words, Ports ports) {
        this.parts = parts;
        this.ports = ports;
        this.words = words;
        this.standstill = new Standstill(parts.id(), parts.machine(), words, ports);
    }

    /**
     * Boots: gives the guest its spec and returns when its bootstrap runs. On failure the machine is killed and
     * released and the channel closed.
     */
    public static GuestSandbox boot(Parts parts, GuestSpec spec, Ports ports) throws SandboxException {
        return begin(parts, false, ports, words -> words.boot(spec));
    }

    /** The same for a machine that wakes from a snapshot and still stands still. */
    public static GuestSandbox restore(Parts parts, GuestSpec.Wake wake, Optional<GuestNetwork> network, Ports ports)
            throws SandboxException {
        return begin(parts, true, ports, words -> words.restore(wake, network));
    }

    private interface Opening {
        void perform(GuestConversation words) throws IOException;
    }

    private static GuestSandbox begin(Parts parts, boolean paused, Ports ports, Opening opening)
            throws SandboxException {
        try {
            serveRuntimeApi(parts);
            if (paused) {
                parts.machine().resume(); // only now: the guest dials at once
            }
            SocketChannel connection = awaitGuest(parts);
            GuestConversation words = new GuestConversation(
                    parts.id(), parts.extensions(), connection, parts.channel(), parts.listener());
            perform(opening, words, parts.limit(), ports);
            GuestSandbox sandbox = new GuestSandbox(parts, words, ports);
            ports.tasks().start("guest-" + parts.id(), sandbox::listen);
            parts.machine().ended().thenRun(sandbox::machineGone);
            return sandbox;
        } catch (IOException failed) {
            String how = discard(parts);
            throw new SandboxException("sandbox " + parts.id() + ": " + failed.getMessage() + how, failed);
        }
    }

    /** A guest that says nothing is hung up on. */
    private static void perform(Opening opening, GuestConversation words, Duration limit, Ports ports)
            throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        Timers.Timer tooLate = ports.timers().after(limit, () -> {
            late.set(true);
            words.close();
        });
        try {
            opening.perform(words);
        } catch (IOException failed) {
            throw late.get()
                    ? new IOException("the guest's bootstrap did not run within " + limit.toMillis() + " ms", failed)
                    : failed;
        } finally {
            tooLate.cancel();
        }
    }

    private static void serveRuntimeApi(Parts parts) throws IOException {
        Path api = parts.channel().socket(GuestProtocol.API_PORT);
        parts.listener().serveRuntimeApi(new RuntimeApiSocket.UnixSocket(api));
        parts.channel().own(api);
    }

    /** Waits for the guest's call, but no longer than the machine lives. */
    private static SocketChannel awaitGuest(Parts parts) throws IOException {
        CompletableFuture<String> gone = parts.machine().ended().toCompletableFuture();
        gone.thenRun(parts.channel()::close);
        try {
            return parts.channel().awaitControl(parts.limit());
        } catch (IOException late) {
            throw gone.isDone() ? new IOException("the machine ended: " + gone.join(), late) : late;
        }
    }

    private static String discard(Parts parts) {
        CompletableFuture<String> gone = parts.machine().ended().toCompletableFuture();
        boolean byItself = gone.isDone();
        parts.machine().kill();
        parts.channel().close();
        gone.copy()
                .orTimeout(DEATH.toMillis(), TimeUnit.MILLISECONDS)
                .handle((how, late) -> how)
                .join();
        parts.machine().release();
        return byItself ? " (the machine ended: " + gone.join() + ")" : "";
    }

    private void listen() {
        try {
            words.listen();
        } catch (IOException broken) {
            LOG.debug("the conversation with {} broke", parts.id(), broken);
        }
        ending = true;
        words.over();
        parts.machine().kill();
        parts.machine().ended().thenRun(() -> ports.tasks().start("guest-end-" + parts.id(), this::finish));
    }

    /** The conversation ends with the machine, also where the kernel keeps the connection open. */
    private void machineGone() {
        ports.tasks().start("guest-gone-" + parts.id(), words::close);
    }

    private void finish() {
        if (finished.compareAndSet(false, true)) {
            ended = true;
            words.close();
            parts.channel().close();
            parts.machine().release();
            parts.listener().ended(words.end());
        }
    }

    @Override
    public String id() {
        return parts.id();
    }

    @Override
    public void kill() {
        if (!ended) {
            ending = true;
            parts.machine().kill();
        }
    }

    @Override
    public void freeze() {
        if (!ending) {
            standstill.want(true);
        }
    }

    @Override
    public void thaw() {
        standstill.want(false);
    }

    @Override
    public void stop(Set<String> awaited) {
        if (!ending) {
            ending = true;
            words.stop(awaited);
            standstill.want(false);
        }
    }

    @Override
    public CompletionStage<InsideSocket> connect(int port) {
        return words.connect(port, ports);
    }

    @Override
    public CompletionStage<Void> drainOutput() {
        CompletableFuture<Void> drained = words.drain();
        if (!drained.isDone()) {
            Timers.Timer timer = ports.timers().after(DRAIN, () -> drained.complete(null));
            drained.whenComplete((nothing, failure) -> timer.cancel());
        }
        return drained;
    }

    @Override
    public long peakMemoryBytes() {
        return words.peakMemoryBytes();
    }

    /** How long the guest took, as it told; for benchmarks. */
    public GuestTimes times() {
        return words.times();
    }

    /** What it runs on; for a driver that takes a snapshot. */
    public Machine machine() {
        return parts.machine();
    }

    static SandboxEnd killed(boolean outOfMemory) {
        return new SandboxEnd(-1, 9, outOfMemory);
    }
}
