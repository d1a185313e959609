package dev.hearth.drivers.firecracker;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.drivers.microvm.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A microVM whose process runs.
 *
 * <pre>
 * state    event           does                                          next
 * running  pause           PATCH /vm Paused                              paused
 * paused   resume          PATCH /vm Resumed                             running
 * running  snapshot        pause, PUT /snapshot/create, resume           running
 * running  shutdown        SendCtrlAltDel on x86_64, kill at the limit   running
 * any      kill            SIGKILL                                       the same, ended shortly after
 * any      process gone    tells how it ended                            ended
 * ended    release         undoes the steps of the start                 ended
 * </pre>
 */
final class MicroVm implements Machine {

    private static final Logger LOG = LoggerFactory.getLogger(MicroVm.class);
    /** For one request to a running microVM; a pause waits for every processor, Firecracker itself for 30 s at most. */
    static final Duration REQUEST = Duration.ofSeconds(5);
    /** For writing a snapshot: its memory file may have to go through to a slow disk. */
    static final Duration SNAPSHOT = Duration.ofSeconds(60);

    private static final int LAST_WORDS = 600;
    private static final String STATE = "snapshot-state";
    private static final String MEMORY = "snapshot-memory";

    private final String id;
    private final Path root;
    private final OptionalInt user;
    private final VmmLauncher.VmmProcess process;
    private final ApiClient api;
    private final Steps steps;
    private final Ports ports;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile boolean killed;

    MicroVm(
            String id,
            Path root,
            OptionalInt user,
            VmmLauncher.VmmProcess process,
            ApiClient api,
            Steps steps,
            Ports ports) {
        this.id = id;
        this.root = root;
        this.user = user;
        this.process = process;
        this.api = api;
        this.steps = steps;
        this.ports = ports;
        process.exit().thenAccept(status -> ended.complete(how(ExitDecisions.of(status))));
    }

    private String how(ExitDecisions.Exit exit) {
        api.close();
        if (killed || exit.reason() == ExitDecisions.Reason.GUEST_ENDED) {
            return exit.meaning();
        }
        String said = lastWords(root);
        String whole = "Firecracker ended with status " + exit.status() + ": " + exit.meaning()
                + (said.isEmpty() ? "" : ". It said: " + said);
        LOG.warn("microVM {}: {}", id, whole);
        return whole;
    }

    /** What Firecracker and the jailer said last, in one line. */
    static String lastWords(Path root) {
        String printed = Folders.tail(root.resolveSibling(VmStart.OUTPUT), LAST_WORDS);
        String logged = Folders.tail(root.resolve(VmPlan.LOG), LAST_WORDS);
        return (printed + " " + logged).strip().replaceAll("\\s*\\n\\s*", "; ");
    }

    String id() {
        return id;
    }

    Path root() {
        return root;
    }

    @Override
    public void kill() {
        killed = true;
        process.kill();
    }

    @Override
    public void pause() throws IOException {
        send(Call.state(ApiWords.VmState.PAUSED), REQUEST);
    }

    @Override
    public void resume() throws IOException {
        send(Call.state(ApiWords.VmState.RESUMED), REQUEST);
    }

    @Override
    public CompletionStage<String> ended() {
        return ended;
    }

    @Override
    public void release() {
        steps.undo();
    }

    /**
     * Asks the guest's kernel to reboot, which ends Firecracker, and kills at the limit. Only x86_64 has the keyboard
     * controller for it; elsewhere the guest's init is asked over its channel, or it is killed.
     */
    void shutdown(Duration limit) {
        Timers.Timer kill = ports.timers().after(limit, this::kill);
        ended.thenRun(kill::cancel);
        try {
            send(Call.action(ApiWords.ActionType.SEND_CTRL_ALT_DEL), REQUEST);
        } catch (IOException refused) {
            LOG.debug("microVM {} takes no Ctrl-Alt-Del", id, refused);
        }
    }

    /** Makes Firecracker write its metrics now. */
    void flushMetrics() throws IOException {
        send(Call.action(ApiWords.ActionType.FLUSH_METRICS), REQUEST);
    }

    /** Asks the guest for {@code mib} MiB of its memory, through the balloon; it gives what it can, and later. */
    void inflate(int mib) throws IOException {
        send(Call.patch(new ApiWords.BalloonUpdate(mib)), REQUEST);
    }

    /** Changes what a drive may do in a time. */
    void limit(ApiWords.PartialDrive drive) throws IOException {
        send(Call.patch(drive), REQUEST);
    }

    /** Changes what the network interface may do in a time. */
    void limit(ApiWords.PartialNetworkInterface network) throws IOException {
        send(Call.patch(network), REQUEST);
    }

    /** What Firecracker says of itself: {@code state} is {@code Not started}, {@code Running} or {@code Paused}. */
    Map<String, @Nullable Object> describe() throws IOException {
        return send(Call.describe(), REQUEST);
    }

    /**
     * Writes a full snapshot into {@code folder}: the files {@link SnapshotFiles#STATE} and
     * {@link SnapshotFiles#MEMORY}, which nobody may change afterwards. The microVM stands still meanwhile, goes on
     * afterwards, and its guest finds all its vsock connections broken.
     *
     * @throws IOException when Firecracker refused, or the disk is full; the microVM goes on all the same
     */
    void snapshot(Path folder) throws IOException {
        pause();
        try {
            send(Call.createSnapshot(new ApiWords.SnapshotCreate(ApiWords.SnapshotType.FULL, STATE, MEMORY)), SNAPSHOT);
            keep(root.resolve(STATE), folder.resolve(SnapshotFiles.STATE));
            keep(root.resolve(MEMORY), folder.resolve(SnapshotFiles.MEMORY));
        } finally {
            Files.deleteIfExists(root.resolve(STATE));
            Files.deleteIfExists(root.resolve(MEMORY));
            resume();
        }
    }

    /**
     * Writes a full snapshot as {@link #snapshot} does, with the disk {@code tmp} as it is at that moment. The microVM
     * stands still from then on, for good: its disk is the snapshot's.
     */
    void become(Path folder, String tmp) throws IOException {
        pause();
        send(Call.createSnapshot(new ApiWords.SnapshotCreate(ApiWords.SnapshotType.FULL, STATE, MEMORY)), SNAPSHOT);
        keep(root.resolve(STATE), folder.resolve(SnapshotFiles.STATE));
        keep(root.resolve(MEMORY), folder.resolve(SnapshotFiles.MEMORY));
        keep(root.resolve(tmp), folder.resolve(SnapshotFiles.TMP));
    }

    /** Takes a file out of the jail: from then on nobody can write it, who was its owner. */
    private void keep(Path written, Path kept) throws IOException {
        if (!Files.exists(written, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("Firecracker wrote no file " + written.getFileName());
        }
        Files.move(written, kept, StandardCopyOption.REPLACE_EXISTING);
        // Looked at where the jail cannot exchange it any more.
        if (!Files.isRegularFile(kept, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(kept);
            throw new IOException("Firecracker wrote something else than a file as " + written.getFileName());
        }
        if (user.isPresent()) {
            Folders.own(kept, OptionalInt.of(0));
        }
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("r--r--r--"));
    }

    private Map<String, @Nullable Object> send(Call call, Duration limit) throws IOException {
        try {
            return api.send(call, limit);
        } catch (ApiFault fault) {
            throw new IOException(fault.call() + ": " + fault.getMessage(), fault);
        } finally {
            api.rest();
        }
    }
}
