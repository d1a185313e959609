package dev.hearth.server;

import dev.hearth.drivers.firecracker.ConfigureBy;
import dev.hearth.drivers.firecracker.RateLimits;
import dev.hearth.drivers.network.NetworkPlanner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code up}: a server in the foreground until it is told to stop, or with {@code --detach} in the background. */
final class UpCommand {

    static final Command COMMAND = new Command(
            "up",
            "",
            "Start Hearth and stay until SIGTERM or Ctrl-C.",
            List.of(
                    new Command.Option("--port", "PORT", "Port on 127.0.0.1; 0 takes a free one. Default: 4566"),
                    new Command.Option("--data", "DIR", "Data folder. Default: ~/.hearth"),
                    new Command.Option(
                            "--sandbox", "DRIVER", "auto, firecracker, qemu, gvisor or namespace. Default: auto"),
                    new Command.Option(
                            "--function-network",
                            "NETWORK",
                            "What functions reach: endpoint (Hearth alone; default), internet or host."),
                    new Command.Option(
                            "--store",
                            "URL",
                            "postgres://user:password@host:port/database. Default: $HEARTH_STORE; a file without."),
                    new Command.Option(
                            "--objects",
                            "URL",
                            "s3://bucket/prefix?endpoint=URL&region=REGION: another S3 for the bytes of objects, with"
                                    + " the AWS credentials of the environment. Default: files in the data folder."),
                    new Command.Option(
                            "--tables",
                            "URL",
                            "http(s)://host[:port][?region=REGION]: another endpoint of DynamoDB's API for all tables,"
                                    + " with the AWS credentials of the environment. Default: the store."),
                    new Command.Option(
                            "--guest-range",
                            "CIDR",
                            "Addresses for microVMs and gVisor's cells. Default: a range that is free here."),
                    new Command.Option(
                            "--account-concurrency",
                            "N",
                            "Invocations that run at a time, all functions together. Default: 1000"),
                    new Command.Option(
                            "--otlp", "URL", "Send traces there. Default: $OTEL_EXPORTER_OTLP_ENDPOINT; none without."),
                    new Command.Option("--firecracker", "PATH", "The firecracker binary. Default: the one in $PATH."),
                    new Command.Option(
                            "--jailer", "PATH", "Its jailer, or none to do without. Default: the one in $PATH."),
                    new Command.Option(
                            "--firecracker-config",
                            "WAY",
                            "How microVMs are described to it: api (by requests; default) or file."),
                    new Command.Option(
                            "--snapshots",
                            "WHICH",
                            "What starts from snapshots in microVMs: published versions, snapstart alone, or off."
                                    + " Default: published where functions reach nothing but Hearth, else snapstart."),
                    new Command.Option("--join", "HOST[:PORT]", "Join the cluster of the Hearth there, with --token."),
                    new Command.Option("--token", "TOKEN", "What 'hearth cluster token' printed on the first host."),
                    new Command.Option(
                            "--cluster-address",
                            "HOST[:PORT]",
                            "Where this host, as the first, lets others in. Default: 127.0.0.1, a free port."),
                    new Command.Option(
                            "--roles",
                            "ROLES",
                            "What this host does for its cluster: some of frontend,control,worker. Default: what it did"
                                    + " when it last started, else all."),
                    new Command.Option(
                            "--certificate-life",
                            "TIME",
                            "How long certificates last that this host makes for its cluster: 12h, 30d. Default: 30d"),
                    limit("drive", "each drive of a microVM may do"),
                    limit("rx", "a microVM's network interface may receive"),
                    limit("tx", "it may send"),
                    new Command.Option("--detach", "", "Start in the background; return when it is ready.")),
            UpCommand::run);

    /** As OpenTelemetry names it. */
    private static final String OTLP_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private UpCommand() {}

    private static int run(Arguments arguments) {
        ServerOptions options = ServerOptions.on(
                        arguments.value("--data").map(Path::of).orElseGet(DataFolder::defaultRoot))
                .withPort(arguments.port().orElse(ServerOptions.DEFAULT_PORT))
                .withSandbox(arguments.value("--sandbox").orElse(ServerOptions.AUTO))
                .withFunctionNetwork(
                        network(arguments.value("--function-network").orElse("endpoint")))
                .withAccountConcurrency(arguments.number(
                        "--account-concurrency", 1, ServerOptions.MAX_CONCURRENCY, ServerOptions.DEFAULT_CONCURRENCY))
                .withOtlp(otlp(arguments))
                .withFirecracker(firecracker(arguments))
                .withGuestRange(guestRange(arguments))
                .withStore(StoreParts.address(arguments))
                .withObjects(ObjectsAddress.of(arguments))
                .withTables(TablesAddress.of(arguments))
                .withSnapshots(snapshots(arguments))
                .withCluster(ClusterOptions.of(arguments));
        if (arguments.has("--detach")) {
            new Detached(options).start();
        } else {
            stay(options);
        }
        return 0;
    }

    private static String guestRange(Arguments arguments) {
        String range = arguments.value("--guest-range").orElse("");
        try {
            if (!range.isEmpty()) {
                NetworkPlanner.requireRange(range);
            }
            return range;
        } catch (IllegalArgumentException wrong) {
            throw new Arguments.UsageException("--guest-range: " + wrong.getMessage());
        }
    }

    private static String otlp(Arguments arguments) {
        String url = arguments.value("--otlp").orElseGet(() -> System.getenv().getOrDefault(OTLP_ENDPOINT, ""));
        if (!url.isEmpty() && !url.matches("https?://[^/\\s]+.*")) {
            throw new Arguments.UsageException("an OTLP endpoint is a http or https URL, not " + url);
        }
        return url;
    }

    private static ServerOptions.Firecracker firecracker(Arguments arguments) {
        String way = arguments.value("--firecracker-config").orElse("api");
        ConfigureBy by = switch (way) {
            case "api" -> ConfigureBy.API;
            case "file" -> ConfigureBy.FILE;
            default -> throw new Arguments.UsageException("--firecracker-config takes api or file, not " + way);
        };
        return new ServerOptions.Firecracker(
                arguments.value("--firecracker").orElse(""),
                arguments.value("--jailer").orElse(""),
                by,
                limits(arguments));
    }

    private static Command.Option limit(String name, String what) {
        return new Command.Option(
                "--firecracker-" + name + "-rate-limiter",
                "JSON",
                "What " + what + " in a time, as Firecracker's API takes it. Default: no limit.");
    }

    private static RateLimits limits(Arguments arguments) {
        try {
            return new RateLimits(
                    arguments.value("--firecracker-drive-rate-limiter").orElse(""),
                    arguments.value("--firecracker-rx-rate-limiter").orElse(""),
                    arguments.value("--firecracker-tx-rate-limiter").orElse(""));
        } catch (IllegalArgumentException wrong) {
            throw new Arguments.UsageException(String.valueOf(wrong.getMessage()));
        }
    }

    private static ServerOptions.Snapshots snapshots(Arguments arguments) {
        String which = arguments.value("--snapshots").orElse("");
        return switch (which) {
            case "" -> ServerOptions.Snapshots.DEFAULT;
            case "published" -> ServerOptions.Snapshots.PUBLISHED;
            case "snapstart" -> ServerOptions.Snapshots.SNAPSTART;
            case "off" -> ServerOptions.Snapshots.OFF;
            default ->
                throw new Arguments.UsageException("--snapshots takes published, snapstart or off, not " + which);
        };
    }

    private static ServerOptions.FunctionNetwork network(String word) {
        return switch (word) {
            case "endpoint" -> ServerOptions.FunctionNetwork.ENDPOINT;
            case "internet" -> ServerOptions.FunctionNetwork.INTERNET;
            case "host" -> ServerOptions.FunctionNetwork.HOST;
            default ->
                throw new Arguments.UsageException("--function-network takes endpoint, internet or host, not " + word);
        };
    }

    private static void stay(ServerOptions options) {
        Logging.configure();
        HearthServer server;
        try {
            server = HearthServer.start(options);
        } catch (StartException e) {
            throw new CommandException(e.getMessage());
        }
        int port = server.endpoint().getPort();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, port, ended), "hearth-end"));
        tell(server, options);
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(HearthServer server, ServerOptions options) {
        DataFolder folder = new DataFolder(options.data());
        try {
            Announcements.announce(server.endpoint().getPort(), folder.root());
        } catch (IOException e) {
            System.err.println("hearth: --port alone will not find this server: " + e.getMessage());
        }
        PrintStream out = System.out;
        out.println("endpoint     " + server.endpoint());
        out.println("data         " + folder.root());
        if (!options.store().isEmpty()) {
            out.println("store        " + StoreParts.shown(options.store()));
        }
        out.println("credentials  " + server.credentialsFile());
        out.println("sandbox      " + server.sandbox() + ": "
                + server.sandboxVerdict().why());
        server.sandboxVerdict().findings().stream()
                .filter(finding -> !finding.enforced())
                .forEach(finding -> out.println("  not enforced: " + finding.what() + ": " + finding.detail()));
        String options2 = suffix(options, server.endpoint().getPort());
        out.println("try next     eval \"$(./hearth env" + options2 + ")\" && aws lambda list-functions");
        out.println("             ./hearth doctor" + options2 + " says what this machine can and cannot do");
        out.println("ready " + server.endpoint());
        out.flush();
    }

    /** The options another command needs to find this server. */
    private static String suffix(ServerOptions options, int port) {
        boolean usual = new DataFolder(options.data()).root().equals(new DataFolder(DataFolder.defaultRoot()).root());
        if (!usual) {
            return " --data " + options.data();
        }
        return port == ServerOptions.DEFAULT_PORT ? "" : " --port " + port;
    }

    /** On the way out of the process, whatever asked for it: after this nothing is left, and that is success. */
    private static void end(HearthServer server, int port, CountDownLatch ended) {
        try {
            Announcements.withdraw(port);
            server.close();
            System.out.println("stopped");
            System.out.flush();
            ended.countDown();
            Runtime.getRuntime().halt(0);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
