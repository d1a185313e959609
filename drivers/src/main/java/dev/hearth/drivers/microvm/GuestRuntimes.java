package dev.hearth.drivers.microvm;

import dev.hearth.core.ManagedRuntimes;
import dev.hearth.drivers.runtimes.BootstrapCommand;
import dev.hearth.drivers.runtimes.Interpreter;
import dev.hearth.drivers.runtimes.Resources;
import dev.hearth.drivers.runtimes.RuntimeDecisions;
import dev.hearth.sandbox.ContainerImage;
import dev.hearth.sandbox.RuntimeChoice;
import dev.hearth.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which image and interpreter serve a runtime identifier. */
public final class GuestRuntimes {

    private static final Logger LOG = LoggerFactory.getLogger(GuestRuntimes.class);

    /** An interpreter and the image that has it. */
    record Served(GuestImage image, Interpreter interpreter) {}

    /** What a function is started with. */
    public record Command(GuestImage image, BootstrapCommand command) {}

    private final GuestImages images;

    public GuestRuntimes(GuestImages images) {
        this.images = images;
    }

    public Optional<RuntimeChoice> choice(String identifier) {
        if (provided(identifier)) {
            return images().findFirst()
                    .map(image -> new RuntimeChoice(identifier, identifier, "the function's own bootstrap"));
        }
        return served(identifier)
                .map(served -> new RuntimeChoice(
                        identifier,
                        RuntimeDecisions.actual(identifier, served.interpreter()),
                        "image " + served.image().name()));
    }

    public List<RuntimeChoice> choices() {
        return Stream.concat(Stream.of("provided.al2", "provided.al2023"), ManagedRuntimes.IDENTIFIERS.stream())
                .flatMap(identifier -> choice(identifier).stream())
                .toList();
    }

    /**
     * How the function of {@code spec} is started.
     *
     * @throws IOException when no image can serve it
     */
    public Command command(SandboxSpec spec, Resources.Unpacked guest) throws IOException {
        if (spec.image().isPresent()) {
            ContainerImage container = spec.image().get();
            GuestImage root =
                    new GuestImage("container image", container.files().squashfs(), container.digest(), List.of());
            return new Command(root, BootstrapCommand.of(container, spec.environment()));
        }
        if (provided(spec.runtime())) {
            GuestImage image = images().min(
                            Comparator.comparingInt(each -> each.interpreters().size()))
                    .orElseThrow(() -> new IOException("there is no guest image: ./hearth image build base"));
            return new Command(image, BootstrapCommand.provided());
        }
        Served served = served(spec.runtime())
                .orElseThrow(() -> new IOException("no guest image serves " + spec.runtime()
                        + ": ./hearth image build NAME --runtime " + spec.runtime()));
        return new Command(
                served.image(), RuntimeDecisions.command(served.interpreter(), guest, Optional.empty(), spec));
    }

    private Optional<Served> served(String identifier) {
        return RuntimeDecisions.parse(identifier)
                .flatMap(wanted -> images().flatMap(GuestRuntimes::all)
                        .filter(each -> each.interpreter().family() == wanted.family()
                                && each.interpreter().version() >= wanted.version())
                        .min(Comparator.comparingInt(each -> each.interpreter().version())));
    }

    private static Stream<Served> all(GuestImage image) {
        return image.interpreters().stream()
                .flatMap(each -> RuntimeDecisions.parse(each.identifier()).stream()
                        .map(known -> new Served(
                                image,
                                new Interpreter(
                                        known.family(),
                                        known.version(),
                                        Path.of(each.executable()),
                                        Optional.empty()))));
    }

    private Stream<GuestImage> images() {
        try {
            return images.images().stream();
        } catch (IOException unreadable) {
            LOG.warn("the guest images cannot be read", unreadable);
            return Stream.empty();
        }
    }

    private static boolean provided(String identifier) {
        return identifier.equals("provided") || identifier.startsWith("provided.");
    }
}
