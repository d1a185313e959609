package dev.hearth.server;

import dev.hearth.sandbox.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server made of its parts, and the undoing of each in the reverse order. */
final class ComposedServer implements HearthServer {

    private static final Logger LOG = LoggerFactory.getLogger(ComposedServer.class);

    private final ServerOptions options;
    private final DataFolder folder;
    private final Undo undo = new Undo();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Credentials credentials = new Credentials(new KeyPair("", ""), new KeyPair("", ""));
    private URI endpoint = URI.create("http://127.0.0.1:0");

    private ComposedServer(ServerOptions options) {
        this.options = options;
        this.folder = new DataFolder(options.data());
    }

    static HearthServer start(ServerOptions options) throws StartException {
        ComposedServer server = new ComposedServer(options);
        boolean started = false;
        try {
            server.compose();
            started = true;
            return server;
        } catch (IOException e) {
            throw new StartException("cannot start: " + e, e);
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    private void compose() throws StartException, IOException {
        folder.create();
        InstanceLock lock = takeFolder();
        lock.write(new InstanceLock.Owner(ProcessHandle.current().pid(), ""));
        ScheduledTimers timers = undo.add("timers", new ScheduledTimers());
        SecureRandomness randomness = new SecureRandomness();
        credentials = Credentials.readOrMake(folder.credentials(), randomness);
        endpoint = URI.create("http://127.0.0.1:" + options.port());
        lock.write(new InstanceLock.Owner(ProcessHandle.current().pid(), endpoint.toString()));
        serveStatus();
        LOG.debug("composed {} {}", timers, options);
    }

    private InstanceLock takeFolder() throws StartException, IOException {
        InstanceLock lock = InstanceLock.take(folder.lock()).orElse(null);
        if (lock == null) {
            String who = InstanceLock.owner(folder.lock())
                    .map(owner -> " (process " + owner.pid()
                            + (owner.endpoint().isEmpty() ? "" : " at " + owner.endpoint()) + ")")
                    .orElse("");
            throw new StartException(
                    "another Hearth already runs on " + folder.root() + who + ": stop it with './hearth down --data "
                            + folder.root() + "', or choose another folder with --data.");
        }
        return undo.add("lock", lock);
    }

    private void serveStatus() {
        try {
            undo.add("status", StatusSocket.open(folder.statusSocket(), this::status));
        } catch (IOException e) {
            LOG.warn("'hearth status' will not work: cannot bind {}: {}", folder.statusSocket(), e.getMessage());
        }
    }

    private String status() {
        return "{}";
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public Path credentialsFile() {
        return folder.credentials();
    }

    @Override
    public String accessKeyId() {
        return credentials.user().accessKeyId();
    }

    @Override
    public String secretAccessKey() {
        return credentials.user().secretAccessKey();
    }

    @Override
    public String region() {
        return options.scope().region();
    }

    @Override
    public String sandbox() {
        return options.sandbox();
    }

    @Override
    public Verdict sandboxVerdict() {
        return new Verdict(true, "nothing is built yet", List.of());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            undo.all();
        }
    }
}
