package dev.hearth.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The functions under {@code examples/}. */
final class Examples {

    private static final int COMPILE_SECONDS = 60;

    private Examples() {}

    /** The C function's bootstrap, compiled now, beside its source's temporary copy. */
    static Path cBootstrap() throws IOException, InterruptedException {
        return compiled(Checkout.root().resolve("examples/c-hello/bootstrap.c"));
    }

    /** A custom runtime that streams its responses, compiled now. */
    static Path cStreamingBootstrap() throws IOException, InterruptedException {
        return compiled(Checkout.root().resolve("conformance/src/test/c/streaming-bootstrap.c"));
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
