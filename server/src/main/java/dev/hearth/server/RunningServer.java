package dev.hearth.server;

import dev.hearth.sandbox.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A Hearth that runs, whatever it was composed of: what it says of itself, and its end. */
final class RunningServer implements HearthServer {

    private final ServerOptions options;
    private final Credentials credentials;
    private final URI endpoint;
    private final Drivers.Chosen sandbox;
    private final Undo undo;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** {@code undo} ends all of it. */
    RunningServer(ServerOptions options, Credentials credentials, URI endpoint, Drivers.Chosen sandbox, Undo undo) {
        this.options = options;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.sandbox = sandbox;
        this.undo = undo;
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public Path credentialsFile() {
        return new DataFolder(options.data()).credentials();
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
        return sandbox.driver().name();
    }

    @Override
    public Verdict sandboxVerdict() {
        return sandbox.verdict();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            undo.all();
        }
    }
}
