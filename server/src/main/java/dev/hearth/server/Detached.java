package dev.hearth.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A server in a session of its own, which outlives the terminal that started it. */
record Detached(ServerOptions options) {

    private static final int PATIENCE_SECONDS = 60;
    private static final int LOOK_EVERY_MILLIS = 20;

    /** Starts it and returns when it says that it is ready; tells what it said otherwise. */
    void start() {
        DataFolder folder = new DataFolder(options.data());
        try {
            folder.create();
            Path log = folder.serverLog();
            ProcessBuilder builder = new ProcessBuilder(command(folder))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(log.toFile());
            builder.environment().put(StoreParts.VARIABLE, options.store());
            await(builder.start(), log);
        } catch (IOException e) {
            throw new CommandException("cannot start in the background: " + e.getMessage());
        }
    }

    /** The launcher script if that is how we were called (it knows the server's own options), else this same JVM. */
    static List<String> program() {
        List<String> program = new ArrayList<>();
        String launcher = System.getProperty("hearth.launcher");
        if (launcher == null) {
            program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            program.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
            program.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        } else {
            program.add(launcher);
        }
        return program;
    }

    private List<String> command(DataFolder folder) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(program());
        command.addAll(List.of(
                "up",
                "--port=" + options.port(),
                "--data=" + folder.root(),
                "--sandbox=" + options.sandbox(),
                "--account-concurrency=" + options.accountConcurrency(),
                "--function-network=" + options.functionNetwork().name().toLowerCase(Locale.ROOT)));
        if (!options.guestRange().isEmpty()) {
            command.add("--guest-range=" + options.guestRange());
        }
        ServerOptions.Firecracker firecracker = options.firecracker();
        command.add("--firecracker-config=" + firecracker.configureBy().name().toLowerCase(Locale.ROOT));
        if (!firecracker.binary().isEmpty()) {
            command.add("--firecracker=" + firecracker.binary());
        }
        if (!firecracker.jailer().isEmpty()) {
            command.add("--jailer=" + firecracker.jailer());
        }
        if (options.snapshots() != ServerOptions.Snapshots.DEFAULT) {
            command.add("--snapshots=" + options.snapshots().name().toLowerCase(Locale.ROOT));
        }
        ServerOptions.Cluster cluster = options.cluster();
        command.add("--cluster-address=" + cluster.door());
        if (!cluster.certificateLife().equals(ServerOptions.Cluster.ALONE.certificateLife())) {
            command.add("--certificate-life=" + cluster.certificateLife().toSeconds() + "s");
        }
        if (!cluster.roles().isEmpty()) {
            command.add("--roles="
                    + cluster.roles().stream()
                            .map(role -> role.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(",")));
        }
        if (!cluster.join().isEmpty()) {
            command.add("--join=" + cluster.join());
            command.add("--token=" + cluster.token());
        }
        if (!options.objects().isEmpty()) {
            command.add("--objects=" + options.objects());
        }
        if (!options.tables().isEmpty()) {
            command.add("--tables=" + options.tables());
        }
        if (!options.otlp().isEmpty()) {
            command.add("--otlp=" + options.otlp());
        }
        return command;
    }

    private static void await(Process process, Path log) throws IOException {
        long looks = TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS) / LOOK_EVERY_MILLIS;
        try {
            for (long look = 0; look < looks; look++) {
                boolean over = process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                String said = Files.readString(log);
                if (said.contains("\nready ")) {
                    System.out.print(said);
                    System.out.println("log          " + log);
                    return;
                }
                if (over) {
                    throw new CommandException("it ended with status " + process.exitValue() + ":\n" + said.strip());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroy();
        throw new CommandException("not ready after " + PATIENCE_SECONDS + " s; see " + log);
    }
}
