package dev.hearth.server;

import dev.hearth.core.Ports;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code doctor}: what this machine can do for Hearth and what it cannot; needs no running server. */
final class DoctorCommand {

    static final Command COMMAND = new Command(
            "doctor",
            "",
            "Say what works on this machine, what does not, and what to do.",
            List.of(Target.PORT, Target.DATA),
            arguments -> new DoctorCommand(Target.of(arguments)).run());

    private static final long LOW_DISK_BYTES = 1L << 30;

    private final Target target;
    private final PrintStream out = System.out;

    private DoctorCommand(Target target) {
        this.target = target;
    }

    private int run() {
        Logging.configure();
        say(true, "JDK", Runtime.version() + " at " + System.getProperty("java.home"));
        port();
        disk();
        boolean usable = false;
        try (ScheduledTimers timers = new ScheduledTimers();
                TemporaryFolder state = TemporaryFolder.make("hearth-doctor-")) {
            Ports ports = new Ports(new SystemTime(), timers, new VirtualThreadTasks(), new SecureRandomness());
            for (SandboxDriver driver : Drivers.strongestFirst(state.path(), ports)) {
                try (driver) {
                    usable |= sandbox(driver);
                }
            }
        } catch (IOException e) {
            throw new CommandException("cannot look at the sandboxes: " + e.getMessage());
        }
        if (!usable) {
            throw new CommandException("no sandbox works here, so no function can run: see the findings above.");
        }
        return 0;
    }

    private void port() {
        URI endpoint = target.endpoint();
        if (target.running().isPresent()) {
            say(
                    true,
                    "server",
                    "runs at " + endpoint + ", process " + target.required().pid());
            return;
        }
        try (ServerSocket socket = new ServerSocket(endpoint.getPort(), 1, InetAddress.getLoopbackAddress())) {
            say(true, "port", socket.getLocalPort() + " is free");
        } catch (IOException e) {
            say(false, "port", endpoint.getPort() + " is taken by another program: choose one with up --port");
        }
    }

    private void disk() {
        Path folder = target.folder().root();
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            say(false, "disk", folder + " has no existing parent folder");
            return;
        }
        try {
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace();
            say(free >= LOW_DISK_BYTES, "disk", (free >> 20) + " MiB free at " + existing);
            say(Files.isWritable(existing), "data folder", folder + (Files.exists(folder) ? "" : " (made by up)"));
        } catch (IOException e) {
            say(false, "disk", e.getMessage());
        }
    }

    private boolean sandbox(SandboxDriver driver) {
        Verdict verdict = driver.probe();
        say(verdict.usable(), "sandbox " + driver.name(), verdict.why());
        for (Verdict.Finding finding : verdict.findings()) {
            say(finding.enforced(), "  " + finding.what(), finding.detail());
        }
        List<RuntimeChoice> runtimes = driver.runtimes();
        for (RuntimeChoice choice : runtimes) {
            String by = choice.substituted() ? "served by " + choice.actual() + ", " : "";
            say(true, "  runtime " + choice.requested(), by + choice.where());
        }
        return verdict.usable();
    }

    private void say(boolean good, String what, String detail) {
        out.printf("%-4s %-28s %s%n", good ? "ok" : "NOT", what, detail);
    }
}
