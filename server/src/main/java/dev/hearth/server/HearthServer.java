package dev.hearth.server;

import dev.hearth.sandbox.Verdict;
import java.net.URI;
import java.nio.file.Path;

/** One running Hearth, with everything it is made of. */
public interface HearthServer extends AutoCloseable {

    /**
     * Starts a server and returns when it accepts requests. When a step fails, what was started before it is ended
     * again.
     *
     * @throws StartException when the data folder or the port is taken, or no sandbox works here
     */
    static HearthServer start(ServerOptions options) throws StartException {
        if (!ClusterOptions.isMember(options) && !options.cluster().roles().isEmpty()) {
            throw new StartException("--roles is for the hosts of a cluster: type it with --store or with --join.");
        }
        return ClusterOptions.isMember(options) ? MemberServer.start(options) : ComposedServer.start(options);
    }

    /** Where it answers, for example {@code http://127.0.0.1:4566}. */
    URI endpoint();

    /** The file with the access keys, in the form of AWS's shared credentials. */
    Path credentialsFile();

    /** The access key id of the user's keys. */
    String accessKeyId();

    /** The secret of {@link #accessKeyId}. */
    String secretAccessKey();

    /** The region it answers for. */
    String region();

    /** The name of the sandbox driver in use. */
    String sandbox();

    /** What that driver can enforce here. */
    Verdict sandboxVerdict();

    /**
     * Ends it: stops accepting, lets running invocations finish for a short bounded time, ends every sandbox, writes
     * what is buffered, closes the store. Harmless when repeated.
     */
    @Override
    void close();
}
