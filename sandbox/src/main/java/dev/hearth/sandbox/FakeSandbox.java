package dev.hearth.sandbox;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One sandbox of {@link FakeSandboxDriver}. */
final class FakeSandbox implements Sandbox, FakeSandboxDriver.Guest {

    private static final int SIGKILL = 9;

    private final SandboxSpec spec;
    private final SandboxListener listener;
    private final boolean woken;
    private final LongSupplier peakMemory;
    private final Consumer<FakeSandbox> whenEnded;
    private final CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch initialized = new CountDownLatch(1);
    private final StringBuilder unread = new StringBuilder();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean ended;
    private volatile boolean frozen;

    FakeSandbox(
            SandboxSpec spec,
            SandboxListener listener,
            boolean woken,
            LongSupplier peakMemory,
            Consumer<FakeSandbox> whenEnded) {
        this.woken = woken;
        this.spec = spec;
        this.listener = listener;
        this.peakMemory = peakMemory;
        this.whenEnded = whenEnded;
    }

    void bound(InetSocketAddress bound) {
        address.complete(bound);
    }

    void run(FakeSandboxDriver.Bootstrap bootstrap) {
        try {
            bootstrap.run(this);
            end(new SandboxEnd(0, 0, false));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception crash) {
            print(crash + "\n");
            end(new SandboxEnd(1, 0, false));
        }
    }

    @Override
    public String id() {
        return spec.id();
    }

    @Override
    public void initialized() {
        initialized.countDown();
    }

    @Override
    public void awaitInitialized() throws InterruptedException {
        initialized.await();
    }

    @Override
    public void kill() {
        end(new SandboxEnd(-1, SIGKILL, false));
    }

    @Override
    public void freeze() {
        frozen = true;
    }

    @Override
    public void thaw() {
        frozen = false;
    }

    boolean frozen() {
        return frozen;
    }

    @Override
    public void stop(Set<String> awaited) {
        stopped.countDown();
    }

    @Override
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    @Override
    public void endExtension(String name, SandboxEnd end) {
        synchronized (this) {
            if (!ended) {
                listener.extensionEnded(name, end);
            }
        }
    }

    @Override
    public CompletionStage<InsideSocket> connect(int port) {
        InetSocketAddress inside = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return CompletableFuture.completedStage(new InsideSocket.Tcp(inside));
    }

    @Override
    public synchronized CompletionStage<Void> drainOutput() {
        deliver("");
        return CompletableFuture.completedStage(null);
    }

    @Override
    public long peakMemoryBytes() {
        return peakMemory.getAsLong();
    }

    @Override
    public InetSocketAddress runtimeApi() {
        return address.join();
    }

    @Override
    public boolean woken() {
        return woken;
    }

    @Override
    public SandboxSpec spec() {
        return spec;
    }

    @Override
    public synchronized void print(String text) {
        deliver(text);
    }

    @Override
    public synchronized void printUnread(String text) {
        unread.append(text);
    }

    private void deliver(String text) {
        String all = unread.append(text).toString();
        unread.setLength(0);
        if (!ended && !all.isEmpty()) {
            listener.output(ByteBuffer.wrap(all.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void end(SandboxEnd end) {
        synchronized (this) {
            if (ended) {
                return;
            }
            deliver("");
            ended = true;
            listener.ended(end);
        }
        over.countDown();
        whenEnded.accept(this);
    }

    @Override
    public void hang() throws InterruptedException {
        over.await();
    }
}
