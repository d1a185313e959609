package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The functions under {@code examples/}. */
final class Examples {

    private static final int COMPILE_SECONDS = 180;

    private Examples() {}

    /** The C function's bootstrap, compiled now, beside its source's temporary copy. */
    static Path cBootstrap() throws IOException, InterruptedException {
        return compiled(Checkout.root().resolve("examples/c-hello/bootstrap.c"));
    }

    /** A custom runtime that streams its responses, compiled now. */
    static Path cStreamingBootstrap() throws IOException, InterruptedException {
        return compiled(Checkout.root().resolve("conformance/src/test/c/streaming-bootstrap.c"));
    }

    /** A C function whose answer is a random number of its init phase and one of now; "exit" in the event ends it. */
    static Path cRandomBootstrap() throws IOException, InterruptedException {
        String example = Files.readString(Checkout.root().resolve("examples/c-hello/bootstrap.c"));
        int start = example.indexOf("    int length = snprintf(");
        int end = example.indexOf("    if (length < 0", start);
        String changed = example.substring(0, start) + """
                    unsigned long long own = 0;
                    if (memmem(event.start, event.length, "exit", 4)) _exit(3);
                    getrandom(&own, sizeof own, 0);
                    int length = snprintf(response, capacity, "{\\"born\\":%llu,\\"own\\":[%llu]}", born, own);
                """ + example.substring(end);
        String head = """
                static unsigned long long born;
                __attribute__((constructor)) static void draw(void) { getrandom(&born, sizeof born, 0); }
                static long handle(""";
        Path source = Files.createTempFile("hearth-conformance-random-", ".c");
        source.toFile().deleteOnExit();
        Files.writeString(
                source,
                changed.replace("#include <unistd.h>", "#include <unistd.h>\n#include <sys/random.h>")
                        .replaceFirst("static long handle\\(", head));
        return compiled(source);
    }

    /** Runs the one line of {@code examples/NAME/README.md}, as it stands there, and lets it succeed. */
    static CommandLine.Result runReadmeLine(CommandLine line, String name) throws IOException {
        Path root = Checkout.root().toAbsolutePath();
        List<String> commands = Files.readAllLines(root.resolve("examples/" + name + "/README.md")).stream()
                .dropWhile(each -> !each.equals("```sh"))
                .skip(1)
                .takeWhile(each -> !each.equals("```"))
                .toList();
        assertThat(commands).hasSize(1);
        CommandLine.Result result = line.bash("cd '" + root + "'\n" + commands.getFirst() + "\n");
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        return result;
    }

    private static Path compiled(Path source) throws IOException, InterruptedException {
        Path bootstrap = Files.createTempFile("hearth-conformance-bootstrap-", "");
        bootstrap.toFile().deleteOnExit();
        Process compiler = new ProcessBuilder("cc", "-O2", "-static", "-o", bootstrap.toString(), source.toString())
                .inheritIO()
                .start();
        if (!compiler.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
            throw new IOException("cannot compile " + source);
        }
        return bootstrap;
    }
}
