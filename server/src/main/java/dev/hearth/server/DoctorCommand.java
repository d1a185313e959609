package dev.hearth.server;

import dev.hearth.core.Ports;
import dev.hearth.drivers.host.HostCheck;
import dev.hearth.drivers.host.HostCheck.Result;
import dev.hearth.drivers.host.HostChecks;
import dev.hearth.drivers.network.GuestNetworks;
import dev.hearth.drivers.network.NetworkOptions;
import dev.hearth.drivers.network.NetworkPlanner;
import dev.hearth.drivers.network.RangeVerdict;
import dev.hearth.drivers.runtimes.Interpreter.Family;
import dev.hearth.drivers.runtimes.Sdks;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code doctor}: what this machine can do for Hearth and what it cannot; needs no running server. */
final class DoctorCommand {

    static final Command COMMAND = new Command(
            "doctor",
            "",
            "Say what works on this machine, and on each host of its cluster, what does not, and what to do.",
            List.of(new Command.Option("--json", "", "Print it as JSON."), Target.PORT, Target.DATA),
            arguments -> new DoctorCommand(Target.of(arguments)).run(arguments.has("--json")));

    private static final long LOW_DISK_BYTES = 1L << 30;

    private final Target target;
    private final DoctorReport report = new DoctorReport();

    private DoctorCommand(Target target) {
        this.target = target;
    }

    private int run(boolean asJson) {
        Logging.configure();
        DoctorReport.Section basics = report.section("This machine");
        basics.add(true, "JDK", Runtime.version() + " at " + System.getProperty("java.home"));
        port(basics);
        disk(basics);
        sdks(basics);
        RangeVerdict range;
        try (ScheduledTimers timers = new ScheduledTimers();
                TemporaryFolder state = TemporaryFolder.make("hearth-doctor-")) {
            Ports ports = new Ports(new SystemTime(), timers, new VirtualThreadTasks(), new SecureRandomness());
            ImageParts images = ImageParts.in(target.folder(), ports.time());
            ServerOptions options = ServerOptions.on(target.folder().root());
            for (SandboxDriver driver : Drivers.strongestFirst(options, state.path(), images, ports)) {
                try (driver) {
                    sandbox(driver);
                }
            }
            HostChecks host = HostChecks.ofThisHost();
            DoctorReport.Section hardware = report.section("Virtual machines");
            tell(hardware, host.kvm(state.path().resolve("kvm")));
            DoctorReport.Section hardening =
                    report.section("Hardening (what Firecracker advises where functions of strangers run)");
            host.hardening().forEach(check -> tell(hardening, check));
            range = network(state.path().resolve("network"), ports);
            cluster(ports);
        } catch (IOException e) {
            throw new CommandException("cannot look at the sandboxes: " + e.getMessage());
        }
        System.out.println(asJson ? report.json(range) : report.text().stripTrailing());
        if (!report.anyUsable()) {
            throw new CommandException("no sandbox works here, so no function can run: see the findings above.");
        }
        return 0;
    }

    /** Of a Hearth that runs in a cluster: every host of it, as the one that decides sees it. */
    private void cluster(Ports ports) {
        if (target.running().isPresent() && Files.exists(target.folder().orderSocket())) {
            try {
                String answer = StatusSocket.ask(target.folder().orderSocket(), ClusterDoctor.ORDER);
                if (!answer.isEmpty()) {
                    new ClusterFindings(report, ports.time().instant()).add(answer);
                }
            } catch (IOException e) {
                report.section("Cluster").add(false, "hosts", "it does not answer: " + e.getMessage());
            }
        }
    }

    private static void tell(DoctorReport.Section section, HostCheck check) {
        section.add(check.result(), check.name(), check.found(), check.advice());
    }

    private void port(DoctorReport.Section section) {
        URI endpoint = target.endpoint();
        if (target.running().isPresent()) {
            section.add(
                    true,
                    "server",
                    "runs at " + endpoint + ", process " + target.required().pid());
            return;
        }
        try (ServerSocket socket = new ServerSocket(endpoint.getPort(), 1, InetAddress.getLoopbackAddress())) {
            section.add(true, "port", socket.getLocalPort() + " is free");
        } catch (IOException e) {
            section.add(
                    Result.BAD,
                    "port",
                    endpoint.getPort() + " is taken by another program",
                    "choose one with up --port");
        }
    }

    private void disk(DoctorReport.Section section) {
        Path folder = target.folder().root();
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            section.add(false, "disk", folder + " has no existing parent folder");
            return;
        }
        try {
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace();
            section.add(free >= LOW_DISK_BYTES, "disk", (free >> 20) + " MiB free at " + existing);
            section.add(
                    Files.isWritable(existing), "data folder", folder + (Files.exists(folder) ? "" : " (made by up)"));
        } catch (IOException e) {
            section.add(false, "disk", String.valueOf(e.getMessage()));
        }
    }

    private void sdks(DoctorReport.Section section) {
        Sdks sdks = Sdks.in(target.folder().cache());
        List<String> all = Stream.of(Family.PYTHON, Family.NODEJS)
                .flatMap(family -> sdks.installed(family).stream())
                .toList();
        section.add(
                all.isEmpty() ? Result.WARNING : Result.GOOD,
                "AWS SDKs",
                all.isEmpty() ? "none for functions without their own" : String.join(", ", all),
                all.isEmpty() ? "./hearth sdk install, when functions use what Lambda's runtimes bring" : "");
    }

    private void sandbox(SandboxDriver driver) {
        Verdict verdict = driver.probe();
        DoctorReport.Section section = report.section("Sandbox " + driver.name());
        section.add(verdict.usable(), "sandbox " + driver.name(), verdict.why());
        for (Verdict.Finding finding : verdict.findings()) {
            section.add(finding.enforced(), "  " + finding.what(), finding.detail());
        }
        for (RuntimeChoice choice : driver.runtimes()) {
            String by = choice.substituted() ? "served by " + choice.actual() + ", " : "";
            section.add(true, "  runtime " + choice.requested(), by + choice.where());
        }
        if (verdict.usable()) {
            securityGroups(section, driver);
            report.usable(driver.name());
        }
    }

    private static void securityGroups(DoctorReport.Section section, SandboxDriver driver) {
        SandboxSpec.Network internet = new SandboxSpec.Network.Internet(0);
        boolean walls = driver.offers(internet) && driver.walls(internet);
        section.add(
                walls ? Result.GOOD : Result.WARNING,
                "  security groups",
                walls
                        ? "filter what functions reach, with up --function-network internet"
                        : "filter nothing: functions have no network of their own, or the host's",
                walls ? "" : "functions with a VpcConfig are filtered by gvisor and in microVMs, as root");
    }

    private RangeVerdict network(Path state, Ports ports) {
        DoctorReport.Section section = report.section("Network of microVMs");
        for (RangeVerdict taken : NetworkPlanner.ofThisHost().inUse()) {
            section.add(
                    taken.usable() ? Result.GOOD : Result.BAD,
                    "addresses in use",
                    taken.usable() ? taken.range().orElse("") + ", nobody else has any of it" : taken.why(),
                    taken.usable()
                            ? ""
                            : "restart Hearth: it chooses another range, or give it one with --guest-range");
        }
        try (GuestNetworks networks = GuestNetworks.create(new NetworkOptions(state, ""), ports)) {
            RangeVerdict range = networks.range();
            section.add(
                    range.usable() ? Result.GOOD : Result.BAD,
                    "addresses to choose",
                    range.why() + (range.usable() ? "; room for " + range.guests() + " guests" : ""),
                    range.usable() ? "" : "give it one with up --guest-range");
            range.warnings().forEach(warning -> section.add(Result.WARNING, "addresses to choose", warning, ""));
            List<String> obstacles = networks.obstacles();
            obstacles.forEach(obstacle -> section.add(Result.WARNING, "way to the Internet", obstacle, ""));
            if (obstacles.isEmpty()) {
                section.add(
                        true,
                        "way to the Internet",
                        networks.wayOut() + "; a namespace, a tap and its rules were made and removed");
            }
            return range;
        }
    }
}
