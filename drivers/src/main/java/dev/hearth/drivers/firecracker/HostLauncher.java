package dev.hearth.drivers.firecracker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts real processes of this host, without any of Hearth's environment. */
final class HostLauncher implements VmmLauncher {

    private record Started(Process process, CompletableFuture<Integer> exit) implements VmmProcess {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void kill() {
            process.destroyForcibly();
        }
    }

    @Override
    public VmmProcess start(List<String> command, Path folder, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().clear();
        Process process = builder.start();
        return new Started(process, process.onExit().thenApply(Process::exitValue));
    }
}
