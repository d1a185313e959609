package dev.hearth.server;

import dev.hearth.cluster.ClusterMember;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code cluster ...}: lets other hosts in, says which are there, and lets them go. */
final class ClusterCommands {

    private static final Command.Option WAIT =
            new Command.Option("--timeout", "SECONDS", "How long to wait until it runs nothing. Default: 900");

    /** All, the overview first. */
    static final List<Command> ALL = List.of(
            new Command(
                    "cluster",
                    "[COMMAND]",
                    "Let other hosts join this Hearth, and see which are there.",
                    List.of(),
                    ClusterCommands::overview),
            new Command(
                    "cluster init",
                    "",
                    "Open this Hearth for other hosts, and say how they join.",
                    List.of(Target.PORT, Target.DATA),
                    ClusterCommands::init),
            new Command(
                    "cluster token",
                    "",
                    "Print a token with which hosts may join for an hour: hearth up --join HOST --token TOKEN",
                    List.of(Target.PORT, Target.DATA),
                    ClusterCommands::token),
            new Command(
                    "cluster status",
                    "",
                    "Print the hosts of the cluster.",
                    List.of(new Command.Option("--json", "", "As JSON."), Target.PORT, Target.DATA),
                    ClusterCommands::status),
            new Command(
                    "cluster drain",
                    "[HOST]",
                    "Give a host no more work, and wait until it runs nothing. Default: this host.",
                    List.of(WAIT, new Command.Option("--undo", "", "Give it work again."), Target.PORT, Target.DATA),
                    ClusterCommands::drain),
            new Command(
                    "cluster leave",
                    "",
                    "Drain this host and take it out of its cluster.",
                    List.of(WAIT, Target.PORT, Target.DATA),
                    ClusterCommands::leave),
            new Command(
                    "cluster remove",
                    "HOST",
                    "Take a host, which may be dead, out of the cluster: its certificate lets it in no more.",
                    List.of(Target.PORT, Target.DATA),
                    ClusterCommands::remove));

    private static final Duration POLL = Duration.ofMillis(250);
    private static final int WAIT_SECONDS = 900;
    private static final int NOBODY_POLLS = 40;

    private ClusterCommands() {}

    private static int overview(Arguments arguments) {
        if (!arguments.parameter().isEmpty()) {
            throw new Arguments.UsageException("there is no command cluster " + arguments.parameter());
        }
        System.out.print("Usage: hearth cluster COMMAND [OPTION...]\n\n");
        ALL.stream().skip(1).forEach(command -> System.out.print(Command.line(command.name(), command.summary())));
        return 0;
    }

    private static String newToken(Arguments arguments) {
        Target target = Target.of(arguments);
        target.required();
        String token = ask(target.folder().tokenSocket(), "");
        if (token.isEmpty()) {
            throw new CommandException("this Hearth lets nobody in: ask the first host of the cluster, or see its log");
        }
        return token;
    }

    private static int init(Arguments arguments) {
        String token = newToken(arguments);
        JsonNode status = read(Target.of(arguments));
        String door = status.path("door").asString("");
        System.out.println("open at      " + door);
        System.out.println("join with    ./hearth up --join " + (door.isEmpty() ? "HOST" : door) + " --token " + token);
        System.out.println("             on each other host, within an hour; './hearth cluster token' prints another.");
        if (door.startsWith(ClusterOptions.LOOPBACK)) {
            System.out.println(
                    "note         only this machine reaches that address: for others, start this host again with");
            System.out.println("             --cluster-address HOST, and type this once more.");
        }
        if (!status.path("shared").asBoolean(false)) {
            System.out.println(
                    "note         the store is this host's own: others lend their workers, but cannot take its");
            System.out.println("             place. With --store postgres://... they can (docs/operations.md).");
        }
        return 0;
    }

    private static int token(Arguments arguments) {
        System.out.println(newToken(arguments));
        return 0;
    }

    private static int status(Arguments arguments) {
        Target target = Target.of(arguments);
        target.required();
        if (arguments.has("--json")) {
            System.out.println(ask(target.folder().clusterSocket(), ""));
        } else {
            print(read(target));
        }
        return 0;
    }

    private static JsonNode read(Target target) {
        return JsonMapper.shared().readTree(ask(target.folder().clusterSocket(), ""));
    }

    private static void print(JsonNode own) {
        boolean first = own.path("role").asString("").equals("first");
        JsonNode cluster = first ? own : own.path("cluster");
        System.out.println("this host    " + own.path("host").asString("") + " at "
                + own.path("endpoint").asString("") + (first ? ", decides" : ""));
        if (own.path("removed").asBoolean(false)) {
            System.out.println("cluster      this host was removed; 'hearth up --join HOST --token TOKEN' joins again");
            return;
        }
        if (cluster.isMissingNode()) {
            alone(own);
            return;
        }
        System.out.println("decides      " + cluster.path("host").asString("") + ", door "
                + cluster.path("door").asString(""));
        for (JsonNode host : cluster.path("hosts")) {
            System.out.printf(
                    "host         %s %s, %s, %d environments, door %s%n",
                    host.path("host").asString(""),
                    host.path("state").asString(""),
                    host.path("roles").asString(""),
                    host.path("environments").asInt(0),
                    host.path("door").asString(""));
        }
        cluster.path("away").forEach(host -> System.out.println("away         " + host.asString("")));
    }

    /** Nobody decides: what this host sees of why, and what helps. */
    private static void alone(JsonNode own) {
        System.out.println("cluster      nobody decides now; this host keeps calling the others");
        own.path("tried")
                .properties()
                .forEach(door -> System.out.println(
                        "tried        " + door.getKey() + ": " + door.getValue().asString("")));
        JsonNode store = own.path("storeAnswers");
        if (!store.isMissingNode()) {
            System.out.println(
                    store.asBoolean()
                            ? "store        answers: this host or another will decide within seconds"
                            : "store        does not answer this host: see that PostgreSQL runs, and is reached here");
        } else {
            System.out.println("try next     start a host with the role control; see that this one reaches its door");
        }
    }

    private static int drain(Arguments arguments) {
        Target target = Target.of(arguments);
        target.required();
        String host = arguments.parameter().isEmpty() ? ClusterOrders.SELF : arguments.parameter();
        if (arguments.has("--undo")) {
            order(target, "undrain " + host);
            return 0;
        }
        String name = named(target, host);
        order(target, "drain " + name);
        await(target, name, seconds(arguments));
        System.out.println(name + " runs nothing any more and gets no work");
        return 0;
    }

    private static int leave(Arguments arguments) {
        Target target = Target.of(arguments);
        target.required();
        String name = named(target, ClusterOrders.SELF);
        if (!isRemoved(target)) {
            order(target, "drain " + name);
            await(target, name, seconds(arguments));
            remove(target, name);
        }
        System.out.println(name + " has left the cluster; 'hearth down' stops it, and");
        System.out.println("'hearth up --join HOST --token TOKEN' on the same folder joins again");
        return 0;
    }

    /** Comes back when the host itself knows it, on its disk. */
    private static void remove(Target target, String name) {
        try {
            order(target, ClusterOrders.REMOVE + " " + name);
        } catch (CommandException unheard) {
            // The answer may be lost with whoever decided: the next one tells.
            for (int i = 0; i < NOBODY_POLLS && !isRemoved(target); i++) {
                pause();
            }
            if (!isRemoved(target)) {
                throw unheard;
            }
        }
    }

    private static boolean isRemoved(Target target) {
        return read(target).path("removed").asBoolean(false);
    }

    private static int remove(Arguments arguments) {
        Target target = Target.of(arguments);
        target.required();
        if (arguments.parameter().isEmpty()) {
            throw new Arguments.UsageException("which host? 'hearth cluster status' names them");
        }
        order(target, ClusterOrders.REMOVE + " " + arguments.parameter());
        return 0;
    }

    private static int seconds(Arguments arguments) {
        return arguments.number("--timeout", 1, 86_400, WAIT_SECONDS);
    }

    private static String named(Target target, String host) {
        return host.equals(ClusterOrders.SELF) ? read(target).path("host").asString("") : host;
    }

    /** Waits until the host that decides sees nothing run there, or does not see the host at all. */
    private static void await(Target target, String name, int seconds) {
        long polls = TimeUnit.SECONDS.toMillis(seconds) / POLL.toMillis();
        for (long i = 0; i < polls; i++) {
            JsonNode own = read(target);
            boolean decides = own.path("role").asString("").equals("first");
            JsonNode cluster = decides ? own : own.path("cluster");
            boolean itself = cluster.path("host").asString("").equals(name);
            if (own.path("removed").asBoolean(false)) {
                return;
            }
            if (!cluster.isMissingNode() && !itself && environments(cluster, name) == 0) {
                return;
            }
            pause();
        }
        throw new CommandException(name + " still runs something after " + seconds + " s; it gets no new work");
    }

    private static int environments(JsonNode cluster, String name) {
        for (JsonNode host : cluster.path("hosts")) {
            if (host.path("host").asString("").equals(name)) {
                return host.path("environments").asInt(0) + host.path("running").asInt(0);
            }
        }
        return 0;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void order(Target target, String order) {
        String wrong = ask(target.folder().orderSocket(), order);
        // A host that has just started looks for the one that decides, and so do all when that one was lost.
        for (int i = 0; i < NOBODY_POLLS && wrong.equals(ClusterMember.NOBODY); i++) {
            pause();
            wrong = ask(target.folder().orderSocket(), order);
        }
        if (!wrong.isEmpty()) {
            throw new CommandException(wrong);
        }
    }

    private static String ask(Path socket, String question) {
        try {
            return StatusSocket.ask(socket, question);
        } catch (IOException e) {
            throw new CommandException("it does not answer (" + e.getMessage() + "): it may be starting or ending.");
        }
    }
}
