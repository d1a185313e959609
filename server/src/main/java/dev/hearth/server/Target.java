package dev.hearth.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Hearth that a command means.
 *
 * @param port its port, or null
 * @param data its data folder, or null
 */
record Target(@Nullable Integer port, @Nullable Path data) {

    static final Command.Option PORT =
            new Command.Option("--port", "PORT", "Its port. Default: the one it last started with.");
    static final Command.Option DATA =
            new Command.Option("--data", "DIR", "Its data folder. Default: that of the Hearth on PORT, else ~/.hearth");

    static Target of(Arguments arguments) {
        return new Target(
                arguments.port().orElse(null),
                arguments.value("--data").map(Path::of).orElse(null));
    }

    /** The data folder meant: the one named, or the one that a running Hearth on the named port uses. */
    DataFolder folder() {
        if (data != null) {
            return new DataFolder(data);
        }
        if (port != null) {
            Optional<Path> announced = Announcements.dataOf(port);
            if (announced.isPresent()) {
                return new DataFolder(announced.get());
            }
        }
        return new DataFolder(DataFolder.defaultRoot());
    }

    /** The keys in the data folder. */
    Credentials credentials() {
        Path file = folder().credentials();
        if (!Files.exists(file)) {
            throw new CommandException("there are no credentials in " + folder().root()
                    + ": they are made by the first './hearth up'. If yours runs elsewhere, name its --data folder.");
        }
        try {
            return Credentials.read(file);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** Where it answers, or answered last. */
    URI endpoint() {
        if (port != null) {
            return URI.create("http://127.0.0.1:" + port);
        }
        return owner().map(InstanceLock.Owner::endpoint)
                .filter(endpoint -> !endpoint.isEmpty())
                .map(URI::create)
                .orElseGet(() -> URI.create("http://127.0.0.1:" + ServerOptions.DEFAULT_PORT));
    }

    /** The process that runs now, or empty. */
    Optional<InstanceLock.Owner> running() {
        try {
            return InstanceLock.isHeld(folder().lock()) ? owner() : Optional.empty();
        } catch (IOException e) {
            throw new CommandException("cannot look at " + folder().lock() + ": " + e.getMessage());
        }
    }

    /** The process that runs now; it is an error when there is none. */
    InstanceLock.Owner required() {
        return running()
                .orElseThrow(() -> new CommandException("no Hearth runs on " + folder().root()
                        + ": start it with './hearth up', or name another with --port or --data."));
    }

    private Optional<InstanceLock.Owner> owner() {
        try {
            return InstanceLock.owner(folder().lock());
        } catch (IOException e) {
            throw new CommandException("cannot read " + folder().lock() + ": " + e.getMessage());
        }
    }
}
