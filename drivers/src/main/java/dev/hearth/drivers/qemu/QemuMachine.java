package dev.hearth.drivers.qemu;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.drivers.microvm.Machine;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One QEMU process behind its guard. */
final class QemuMachine implements Machine {

    private static final Logger LOG = LoggerFactory.getLogger(QemuMachine.class);
    /** How much of a log is told when a machine ended early, characters. */
    private static final int LAST_WORDS = 400;

    /** How long QEMU may take to connect its monitor. */
    private static final Duration MONITOR = Duration.ofSeconds(20);
    /** How long the transfer of a machine's state may take. */
    private static final Duration TRANSFER = Duration.ofSeconds(10);
    /** How long the end of a process takes to be noticed here whose monitor is gone. */
    private static final Duration NOTICE = Duration.ofSeconds(1);

    private final Process guard;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CompletableFuture<Qmp> monitor = new CompletableFuture<>();
    private final ServerSocketChannel monitorSocket;
    private final Runnable giveBack;
    private final Ports ports;

    private QemuMachine(Process guard, ServerSocketChannel monitorSocket, Runnable giveBack, Ports ports) {
        this.guard = guard;
        this.monitorSocket = monitorSocket;
        this.giveBack = giveBack;
        this.ports = ports;
    }

    /**
     * Starts QEMU.
     *
     * @param programs the guard and QEMU
     * @param giveBack runs once, at {@link #release}
     */
    static QemuMachine start(
            Programs programs, MachinePlan plan, MachinePlan.Files files, Runnable giveBack, Ports ports)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                programs.guard().toString(),
                "run",
                plan.network().namespace(),
                programs.qemu().toString()));
        command.addAll(plan.arguments(files));
        ServerSocketChannel socket = Qmp.listen(files.monitor());
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(files.folder().toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(files.errors().toFile());
            builder.environment().clear();
            builder.environment().put("TMPDIR", files.folder().toString());
            QemuMachine machine = new QemuMachine(builder.start(), socket, giveBack, ports);
            machine.watch(files);
            return machine;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    private void watch(MachinePlan.Files files) {
        guard.onExit().thenAccept(process -> {
            closeMonitor();
            ended.complete(how(process.exitValue(), files));
        });
        ports.tasks().start("qemu-monitor", () -> {
            try {
                monitor.complete(Qmp.accept(monitorSocket, ports));
            } catch (IOException failed) {
                monitor.completeExceptionally(failed);
            }
        });
    }

    private static String how(int status, MachinePlan.Files files) {
        String words = (lastWords(files.errors()) + " " + lastWords(files.console())).strip();
        return "QEMU ended with " + status + (words.isEmpty() ? "" : ": " + words);
    }

    private static String lastWords(Path log) {
        try {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
            return text.substring(Math.max(0, text.length() - LAST_WORDS));
        } catch (IOException absent) {
            return "";
        }
    }

    /** The monitor's connection; waits for it no longer than the machine lives. */
    private Qmp monitor() throws IOException {
        Timers.Timer late = ports.timers().after(MONITOR, () -> close(monitorSocket));
        try {
            return monitor.get();
        } catch (ExecutionException failed) {
            throw new IOException("QEMU's monitor is not there", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            late.cancel();
        }
    }

    private void closeMonitor() {
        close(monitorSocket);
        monitor.thenAccept(Qmp::close);
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException already) {
            LOG.debug("it was closed", already);
        }
    }

    /** What is said to the monitor. */
    private interface Talk {
        void perform(Qmp monitor) throws IOException;
    }

    /** Says it; of a QEMU that went away meanwhile its last words are told. */
    private void talk(Talk talk) throws IOException {
        try {
            talk.perform(monitor());
        } catch (Qmp.NotDone lives) {
            throw lives;
        } catch (IOException broken) {
            String how = ended.copy()
                    .completeOnTimeout("", NOTICE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            if (!how.isEmpty()) {
                throw new IOException(how, broken);
            }
            throw broken instanceof ClosedChannelException
                    ? new IOException("QEMU did not carry its state over in time", broken)
                    : broken;
        }
    }

    private Migration.Limit.Hold limited(Channel waiting) {
        Timers.Timer late = ports.timers().after(TRANSFER, () -> close(waiting));
        CompletableFuture<Void> gone = ended.thenRun(() -> close(waiting));
        return () -> {
            late.cancel();
            gone.cancel(false);
        };
    }

    @Override
    public void kill() {
        try {
            guard.getOutputStream().close(); // the guard kills QEMU and reaps it
        } catch (IOException gone) {
            guard.destroyForcibly();
        }
    }

    @Override
    public void pause() throws IOException {
        talk(qmp -> qmp.execute("stop"));
    }

    @Override
    public void resume() throws IOException {
        talk(qmp -> qmp.execute("cont"));
    }

    /** Saves the devices' state of a machine that stands still. */
    void save(Path state, Path socket) throws IOException {
        talk(qmp -> Migration.save(qmp, this::limited, state, socket));
    }

    /** Gives a machine that was started for it the state of another; it stands still then. */
    void load(Path state, Path socket) throws IOException {
        talk(qmp -> Migration.load(qmp, this::limited, state, socket));
    }

    @Override
    public CompletionStage<String> ended() {
        return ended;
    }

    @Override
    public void release() {
        giveBack.run();
    }
}
