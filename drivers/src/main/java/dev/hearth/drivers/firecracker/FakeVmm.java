package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One process of {@link FakeFirecracker}: its sockets, its guest, its end. */
final class FakeVmm implements VmmLauncher.VmmProcess, FakeMachine.Events, FakeFirecracker.Inside {

    private static final int KILLED = 137;
    private static final int FAILED = 1;
    private static final int SEGMENTATION_FAULT = 150;

    /** How long an end waits for the request of the moment. */
    private static final Duration LAST_REQUEST = Duration.ofSeconds(2);

    private final FakeFirecracker owner;
    private final long pid;
    private final Path output;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantLock requests = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition goesOn = lock.newCondition();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Path folder = Path.of("/");
    private @Nullable FakeMachine machine;
    private @Nullable FakeApi api;
    private @Nullable ServerSocketChannel server;
    private volatile @Nullable FakeVsock vsock;
    private volatile @Nullable Thread guest;
    private volatile Runnable whenPaused = () -> {};
    private volatile Runnable whenResumed = () -> {};
    private volatile boolean restored;
    private volatile String memory = "";
    private boolean paused;

    FakeVmm(FakeFirecracker owner, long pid, Path output) {
        this.owner = owner;
        this.pid = pid;
        this.output = output;
    }

    /** What happens before Firecracker's API is there; as in a process of its own, an error is an exit status. */
    void start(List<String> command, Path workingFolder) {
        try {
            FakeArguments arguments = FakeArguments.parse(command);
            folder = workingFolder;
            if (arguments.jail() != null) {
                folder = arguments.jail().root();
                enterJail(arguments.jail());
            }
            FakeMachine made = new FakeMachine(folder, owner::hasTap, this);
            machine = made;
            api = new FakeApi(arguments.value("id", "anonymous-instance"), made);
            listen(folder.resolve(arguments.value("api-sock", "run/firecracker.socket")));
            String file = arguments.value("config-file", "");
            if (!file.isEmpty()) {
                api.configure(Files.readString(folder.resolve(file)));
            }
            Thread.ofVirtual().name("fake-api").start(this::acceptAll);
        } catch (FakeArguments.Refused refused) {
            end(refused.status(), refused.getMessage());
        } catch (IOException | FakeFault | FakeSchema.Unreadable failed) {
            end(FAILED, "Error: " + failed.getMessage());
        }
    }

    private void enterJail(FakeArguments.Jail jail) throws IOException {
        Files.createDirectories(jail.root());
        Files.writeString(jail.root().resolve(jail.executable()), "");
        Files.writeString(jail.root().resolve(jail.executable() + ".pid"), Long.toString(pid));
    }

    private void listen(Path socket) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server = listening;
        try {
            listening.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException taken) {
            throw new IOException(
                    "Failed to open the API socket at: " + socket + ". Check that it is not already used.", taken);
        }
    }

    private void acceptAll() {
        ServerSocketChannel listening = server;
        while (listening != null && isAlive()) {
            try {
                SocketChannel connection = listening.accept();
                connections.add(connection);
                Thread.ofVirtual().name("fake-api-connection").start(() -> serve(connection));
            } catch (IOException over) {
                return;
            }
        }
    }

    private void serve(SocketChannel connection) {
        HttpText text = new HttpText(connection);
        try (connection) {
            HttpText.Message message = text.read();
            while (message != null && answer(connection, message)) {
                message = text.read();
            }
        } catch (IOException broken) {
            // the client went away, or this process ended
        } finally {
            connections.remove(connection);
        }
    }

    /** One at a time, whatever the connection; false when the process ends or keeps silent. */
    private boolean answer(SocketChannel connection, HttpText.Message message) throws IOException {
        String[] words = message.firstLine().split(" ");
        String call = words[0] + " " + words[1];
        owner.received(call + " " + message.body());
        FakeFirecracker.Trouble trouble = owner.trouble(call);
        if (trouble == FakeFirecracker.Trouble.DEATH) {
            end(SEGMENTATION_FAULT, "Shutting down VM after intercepting signal 11, code 1.");
            return false;
        } else if (trouble == FakeFirecracker.Trouble.SILENCE) {
            owner.silent();
            await();
            return false;
        }
        requests.lock();
        try {
            if (!isAlive()) {
                return false;
            }
            FakeApi.Answer answer = trouble == FakeFirecracker.Trouble.FAULT
                    ? FakeApi.Answer.fault("planned by the test")
                    : java.util.Objects.requireNonNull(api).answer(words[0], words[1], message.body());
            write(connection, answer);
            if (answer.fatal()) {
                end(FAILED, "Error: RunWithApi(BuildMicroVmError(Restore))");
                return false;
            }
        } finally {
            requests.unlock();
        }
        return true;
    }

    private void await() {
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(SocketChannel connection, FakeApi.Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String reason = answer.status() == 204 ? "No Content" : answer.status() == 200 ? "OK" : "Bad Request";
        String head = "HTTP/1.1 " + answer.status() + " " + reason
                + "\r\nServer: Firecracker API\r\nConnection: keep-alive\r\n"
                + (body.length == 0 ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n")
                + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer all = ByteBuffer.allocate(start.length + body.length)
                .put(start)
                .put(body)
                .flip();
        while (all.hasRemaining()) {
            connection.write(all);
        }
    }

    /** Ends the process, once: closes what it has open and leaves its files behind, as a real one. */
    void end(int status, String words) {
        lock.lock();
        try {
            if (ended.getCount() == 0) {
                return;
            }
            ended.countDown();
        } finally {
            lock.unlock();
        }
        try {
            if (!words.isEmpty()) {
                Files.writeString(output, words + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException lost) {
            // its words are lost, as on a full disk
        }
        closeAll();
        // A process that is gone does not go on with a request: what it would still make would be found as left.
        awaitLastRequest();
        exit.complete(status);
    }

    private void awaitLastRequest() {
        try {
            if (requests.tryLock(LAST_REQUEST.toMillis(), TimeUnit.MILLISECONDS)) {
                requests.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        FakeVsock device = vsock;
        if (device != null) {
            device.close();
        }
        try {
            if (server != null) {
                server.close();
            }
            for (SocketChannel connection : connections) {
                connection.close();
            }
        } catch (IOException already) {
            // closed one way or the other
        }
        Thread running = guest;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public boolean isAlive() {
        return ended.getCount() > 0;
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit.copy();
    }

    @Override
    public void kill() {
        end(KILLED, "");
    }

    @Override
    public void started(boolean wokeUp) {
        restored = wokeUp;
        if (wokeUp) {
            memory = String.valueOf(config().get("guest-memory"));
        }
        guest = Thread.ofVirtual().name("fake-guest").start(this::runGuest);
    }

    private void runGuest() {
        try {
            owner.guest().run(this);
            end(0, "");
        } catch (InterruptedException killed) {
            end(0, "");
        } catch (Exception panic) {
            end(0, "guest panic: " + panic);
        }
    }

    @Override
    public void paused() {
        setPaused(true);
        whenPaused.run();
    }

    @Override
    public void resumed() {
        setPaused(false);
        whenResumed.run();
    }

    private void setPaused(boolean now) {
        lock.lock();
        try {
            paused = now;
            goesOn.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The guest's kernel reboots, once the request is answered. */
    @Override
    public void ctrlAltDel() {
        Thread.ofVirtual().name("fake-reboot").start(() -> {
            requests.lock();
            try {
                end(0, "");
            } finally {
                requests.unlock();
            }
        });
    }

    @Override
    public void vsock(Path path) throws IOException {
        vsock = FakeVsock.listen(path);
    }

    @Override
    public void vsockReset() {
        FakeVsock device = vsock;
        if (device != null) {
            device.reset();
        }
    }

    @Override
    public Map<String, @Nullable Object> config() {
        return java.util.Objects.requireNonNull(machine).config();
    }

    @Override
    public String memory() {
        return memory;
    }

    @Override
    public void memory(String text) {
        memory = text;
    }

    @Override
    public boolean restored() {
        return restored;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public SocketChannel connect(int port) throws IOException {
        FakeVsock device = vsock;
        if (device == null) {
            throw new IOException("no vsock device");
        }
        return device.connect(port);
    }

    FakeVsock vsock() {
        return java.util.Objects.requireNonNull(vsock);
    }

    @Override
    public void onStandstill(Runnable newPaused, Runnable newResumed) {
        whenPaused = newPaused;
        whenResumed = newResumed;
    }

    @Override
    public void awaitRunning() throws InterruptedException {
        lock.lock();
        try {
            while (paused) {
                goesOn.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }
}
