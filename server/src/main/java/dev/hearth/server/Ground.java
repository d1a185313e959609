package dev.hearth.server;

import dev.hearth.core.Ports;
import dev.hearth.storage.CodeFolder;
import java.io.IOException;
import java.net.URI;

/**
 * What a host has before it does anything: its data folder and what is kept there, its clocks, its address.
 *
 * @param lock of the folder, held
 * @param port where its users reach it
 * @param code the packages on its disk
 * @param groups what functions in security groups reach
 * @param facts what it says of itself
 */
record Ground(
        ServerOptions options,
        DataFolder folder,
        InstanceLock lock,
        Ports ports,
        Credentials credentials,
        int port,
        URI endpoint,
        CodeFolder code,
        ImageParts images,
        GroupWalls groups,
        MemberFacts facts) {

    /** Where hosts answer their users. */
    static final String HOST = "127.0.0.1";

    /** Makes or gets the access keys, once the folder is this process's. */
    @FunctionalInterface
    interface Keys {
        Credentials get(DataFolder folder, Ports ports) throws IOException;
    }

    static Ground open(ServerOptions options, Keys keys, Undo undo) throws StartException, IOException {
        DataFolder folder = new DataFolder(options.data());
        folder.create();
        InstanceLock lock = takeFolder(folder, undo);
        lock.write(new InstanceLock.Owner(ProcessHandle.current().pid(), ""));
        Ports ports = ports(undo);
        Credentials credentials = keys.get(folder, ports);
        int port = Network.port(options.port());
        URI endpoint = URI.create("http://" + HOST + ":" + port);
        return new Ground(
                options,
                folder,
                lock,
                ports,
                credentials,
                port,
                endpoint,
                CodeFolder.open(folder.root(), ports),
                ImageParts.in(folder, ports.time()),
                new GroupWalls(),
                new MemberFacts(folder, ports.time(), endpoint.toString()));
    }

    /** Tells other commands where this host answers. */
    void announce() throws IOException {
        lock.write(new InstanceLock.Owner(ProcessHandle.current().pid(), endpoint.toString()));
    }

    private static Ports ports(Undo undo) {
        ScheduledTimers timers = undo.add("timers", new ScheduledTimers());
        return new Ports(SystemTime.ofProcess(), timers, new VirtualThreadTasks(), new SecureRandomness());
    }

    private static InstanceLock takeFolder(DataFolder folder, Undo undo) throws StartException, IOException {
        InstanceLock lock = InstanceLock.take(folder.lock()).orElse(null);
        if (lock == null) {
            String who = InstanceLock.owner(folder.lock())
                    .map(owner -> " (process " + owner.pid()
                            + (owner.endpoint().isEmpty() ? "" : " at " + owner.endpoint()) + ")")
                    .orElse("");
            throw new StartException("another Hearth already runs on " + folder.root() + who
                    + ": stop it with './hearth down --data " + folder.root()
                    + "', or choose another folder with --data.");
        }
        return undo.add("lock", lock);
    }
}
