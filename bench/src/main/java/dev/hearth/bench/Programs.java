package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The programs that the benchmark compares, built from the checkout.
 *
 * @param folder where the C programs are
 * @param scratch a folder of this run
 * @param nodeServer the bare HTTP server's source
 * @param nodeBootstrap Hearth's own Node.js runtime
 */
record Programs(Path folder, Path scratch, Path nodeServer, Path nodeBootstrap) {

    private static final Pattern NODE_VERSION = Pattern.compile("^v(\\d+)\\.");
    private static final List<Integer> NODE_RUNTIMES = List.of(20, 22, 24, 26);
    private static final String NODE_SOURCE = """
            // What the benchmark invokes: a small JSON object.
            export const handler = async (event) => ({ message: 'Hello from Node.js!', event });

            // Answers after event.sleep milliseconds.
            export const sleeping = (event) => new Promise((resolve) => setTimeout(resolve, event.sleep));

            // Says at once when it does, twice like the C function, and ends after event.stream milliseconds.
            export const streaming = globalThis.awslambda?.streamifyResponse(async (event, stream) => {
              stream.write(`at=${process.hrtime.bigint()};`.repeat(2));
              await new Promise((resolve) => setTimeout(resolve, event.stream));
              stream.end();
            });
            """;

    /** Builds what is missing or stale; {@code root} is the checkout. */
    static Programs build(Path root, Path scratch) {
        Path folder = root.resolve("bench/out");
        Path sources = root.resolve("bench/src/main/c");
        try (Child make = Child.start(List.of("make", "-s", "-C", sources.toString(), "OUT=" + folder), Map.of())) {
            make.result();
        }
        Programs programs = new Programs(
                folder,
                scratch,
                root.resolve("bench/src/main/node/server.mjs"),
                root.resolve("guest/src/main/resources/dev/hearth/guest/runtime/nodejs/index.cjs"));
        programs.writeFunctions();
        return programs;
    }

    private void writeFunctions() {
        try {
            Files.createDirectories(cFunction());
            Files.createDirectories(nodeFunction());
            Files.createDirectories(obedientFunction());
            Files.copy(folder.resolve("function"), obedientFunction().resolve("bootstrap"));
            Files.copy(folder.resolve("c-hello"), cFunction().resolve("bootstrap"));
            Files.writeString(nodeFunction().resolve("app.mjs"), NODE_SOURCE);
        } catch (IOException e) {
            throw new BenchException("cannot write the functions", e);
        }
    }

    /** The folder of the C function: a static {@code bootstrap}. */
    Path cFunction() {
        return scratch.resolve("c");
    }

    /** The folder of the C function that sleeps or streams as its event says. */
    Path obedientFunction() {
        return scratch.resolve("obedient");
    }

    /** The folder of the Node.js function: {@code app.handler}. */
    Path nodeFunction() {
        return scratch.resolve("node");
    }

    String program(String name) {
        return folder.resolve(name).toString();
    }

    /** How a worker of the C function is started outside any sandbox. */
    List<String> cWorker() {
        return List.of(cFunction().resolve("bootstrap").toString());
    }

    /** The same for the function that sleeps or streams. */
    List<String> obedientWorker() {
        return List.of(obedientFunction().resolve("bootstrap").toString());
    }

    /** How a worker of the Node.js function is started outside any sandbox. */
    List<String> nodeWorker() {
        return List.of("node", nodeBootstrap.toString());
    }

    /** The runtime identifier whose interpreter this machine has: the newest that is not newer. */
    String nodeRuntimeName() {
        int major;
        try (Child node = Child.start(List.of("node", "--version"), Map.of())) {
            major = Integer.parseInt(node.find(NODE_VERSION).group(1));
        }
        int runtime = NODE_RUNTIMES.stream()
                .filter(each -> each <= major)
                .reduce((_, last) -> last)
                .orElse(NODE_RUNTIMES.getFirst());
        return "nodejs" + runtime + ".x";
    }
}
