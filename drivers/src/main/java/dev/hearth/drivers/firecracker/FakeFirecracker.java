package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Firecracker without KVM, in this process: it takes the same command lines, serves the same API on the same Unix
 * socket, keeps to the same states, speaks the same vsock and ends with the same exit statuses, after the documentation
 * and source of version 1.16.1. In the place of a guest kernel it runs code of the test. What it cannot show is
 * whatever KVM, seccomp, the jailer's walls and a guest kernel do.
 */
final class FakeFirecracker implements VmmLauncher {

    static final String VERSION = "1.16.1";
    /** Numbers that no process of a host has. */
    private static final long FIRST_PID = 1L << 40;

    /** The code inside a fake guest; its return is the guest's reboot, which ends the process with status 0. */
    @FunctionalInterface
    interface Guest {

        /** A guest whose kernel runs and does nothing. */
        Guest IDLE = inside -> inside.awaitEnd();

        void run(Inside inside) throws Exception;
    }

    /** What a guest can do. */
    interface Inside {

        /** The machine's configuration, in the form of {@code GET /vm/config}. */
        Map<String, @Nullable Object> config();

        /** Whether it woke from a snapshot. */
        boolean restored();

        /** The folder of the machine's files, against which the configuration's paths are resolved. */
        Path folder();

        /** Connects to the host's vsock port. */
        SocketChannel connect(int port) throws IOException;

        /** Runs {@code paused} and {@code resumed} when the processors are made to stand still and to go on. */
        void onStandstill(Runnable paused, Runnable resumed);

        /** What a snapshot keeps of the guest's memory; a guest that woke finds the text that its origin had. */
        String memory();

        void memory(String text);

        /** Waits until the processors run, the machine not being paused. */
        void awaitRunning() throws InterruptedException;

        /** Waits until Ctrl-Alt-Del is pressed or the process is killed. */
        void awaitEnd() throws InterruptedException;
    }

    /** How a request goes wrong. */
    enum Trouble {
        /** Answered with status 400. */
        FAULT,
        /** Never answered. */
        SILENCE,
        /** The process dies of a bug. */
        DEATH
    }

    private record Planned(String call, Trouble trouble) {}

    private final AtomicLong pids = new AtomicLong(FIRST_PID);
    private final AtomicReference<@Nullable Planned> planned = new AtomicReference<>();
    private final Set<String> missingTaps = ConcurrentHashMap.newKeySet();
    private final Set<FakeVmm> living = ConcurrentHashMap.newKeySet();
    private final List<List<String>> commands = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Guest guest = Guest.IDLE;
    private volatile Runnable whenSilent = () -> {};
    private volatile boolean keepsRecord;

    /** What every guest runs from now on. */
    void guest(Guest newGuest) {
        guest = newGuest;
    }

    Guest guest() {
        return guest;
    }

    /** The next {@code call}, such as {@code PUT /vsock}, of any process goes wrong; once. */
    void plan(String call, Trouble trouble) {
        planned.set(new Planned(call, trouble));
    }

    @Nullable
    Trouble trouble(String call) {
        Planned next = planned.get();
        boolean hit = next != null && next.call().equals(call) && planned.compareAndSet(next, null);
        return hit ? next.trouble() : null;
    }

    /** Runs {@code told} from now on when a request is never going to be answered. */
    void whenSilent(Runnable told) {
        whenSilent = told;
    }

    void silent() {
        whenSilent.run();
    }

    /** Whether every planned trouble came. */
    boolean allCame() {
        return planned.get() == null;
    }

    /** No tap of that name can be opened from now on. */
    void missingTap(String name) {
        missingTaps.add(name);
    }

    void allTaps() {
        missingTaps.clear();
    }

    boolean hasTap(String name) {
        return !missingTaps.contains(name);
    }

    /** Keeps the command lines and requests from now on; without it a fake forgets them. */
    void keepRecord() {
        keepsRecord = true;
    }

    /** The command lines so far. */
    List<List<String>> commands() {
        return List.copyOf(commands);
    }

    /** The requests so far, each {@code METHOD /path body}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    void received(String request) {
        if (keepsRecord) {
            requests.add(request);
        }
    }

    /** The processes that live. */
    Set<FakeVmm> living() {
        return living.stream().filter(FakeVmm::isAlive).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public VmmProcess start(List<String> command, Path folder, Path output) {
        if (keepsRecord) {
            commands.add(List.copyOf(command));
        }
        FakeVmm vmm = new FakeVmm(this, pids.incrementAndGet(), output);
        living.add(vmm);
        vmm.exit().thenRun(() -> living.remove(vmm));
        vmm.start(command, folder);
        return vmm;
    }
}
