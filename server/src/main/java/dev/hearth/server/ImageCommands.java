package dev.hearth.server;

import dev.hearth.drivers.image.ImageManifest;
import dev.hearth.drivers.image.ImageRecipe;
import dev.hearth.drivers.image.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code image ...}: root file systems for guests. Works on the data folder, whether a Hearth runs there or not. */
final class ImageCommands {

    static final Command.Option JSON = new Command.Option("--json", "", "Print it as JSON.");

    private static final Command BUILD = new Command(
            "image build",
            "NAME",
            "Make a read-only root file system for microVMs, of Debian packages or a container image.",
            List.of(
                    new Command.Option(
                            "--runtime", "LIST", "Runtimes to serve, with commas between: python3.11,provided.al2023"),
                    new Command.Option("--packages", "LIST", "More Debian packages, with commas between."),
                    new Command.Option(
                            "--from-oci",
                            "PATH",
                            "Instead: an OCI image layout or a docker-save archive; folder or tar."),
                    JSON,
                    Target.PORT,
                    Target.DATA),
            ImageCommands::build);

    private static final Command IMPORT = new Command(
            "image import",
            "URI",
            "Make a container image known by its name, for functions of the package type Image.",
            List.of(
                    new Command.Option(
                            "--from-oci",
                            "PATH",
                            "OCI image layout or docker-save archive, folder or tar. Default: ask the registry"),
                    JSON,
                    Target.PORT,
                    Target.DATA),
            ImageCommands::importImage);

    private static final Command LIST = new Command(
            "image list",
            "",
            "List the images of this host.",
            List.of(JSON, Target.PORT, Target.DATA),
            ImageCommands::list);

    private static final Command INSPECT = new Command(
            "image inspect",
            "NAME",
            "Show what an image holds.",
            List.of(JSON, Target.PORT, Target.DATA),
            ImageCommands::inspect);

    private static final Command REMOVE = new Command(
            "image remove",
            "NAME",
            "Remove an image that nothing uses.",
            List.of(Target.PORT, Target.DATA),
            ImageCommands::remove);

    /** All, the overview first. */
    static final List<Command> ALL = Stream.of(
                    Stream.of(new Command(
                            "image",
                            "[COMMAND]",
                            "Build, list, inspect and remove the images and kernels that microVMs run.",
                            List.of(),
                            ImageCommands::overview)),
                    Stream.of(BUILD, IMPORT, LIST, INSPECT, REMOVE),
                    KernelCommands.ALL.stream())
            .flatMap(each -> each)
            .toList();

    private ImageCommands() {}

    private static int overview(Arguments arguments) {
        if (!arguments.parameter().isEmpty()) {
            throw new Arguments.UsageException("there is no command image " + arguments.parameter());
        }
        System.out.print("Usage: hearth image COMMAND [OPTION...]\n\n");
        ALL.stream()
                .skip(1)
                .forEach(command -> System.out.print(
                        Command.line((command.name() + " " + command.parameter()).strip(), command.summary())));
        return 0;
    }

    private static int build(Arguments arguments) {
        ImageRecipe recipe =
                new ImageRecipe(arguments.parameter(), words(arguments, "--runtime"), words(arguments, "--packages"));
        return with(arguments, images -> {
            ImageManifest made;
            Optional<Path> archive = arguments.value("--from-oci").map(Path::of);
            try (ProgressBar bar = ProgressBar.open()) {
                made = archive.isPresent()
                        ? images.buildFrom(recipe.name(), archive.get(), bar)
                        : images.build(recipe, bar);
            }
            System.out.println(arguments.has("--json") ? made.json().strip() : line(made));
        });
    }

    private static int importImage(Arguments arguments) {
        return with(arguments, images -> {
            ImageManifest made;
            try (ProgressBar bar = ProgressBar.open()) {
                made = images.importImage(
                        arguments.parameter(), arguments.value("--from-oci").map(Path::of), bar);
            }
            System.out.println(arguments.has("--json") ? made.json().strip() : line(made));
        });
    }

    private static int list(Arguments arguments) {
        return with(arguments, images -> {
            List<ImageManifest> all = images.list();
            if (arguments.has("--json")) {
                System.out.println("["
                        + String.join(
                                ",",
                                all.stream().map(each -> each.json().strip()).toList()) + "]");
            } else if (all.isEmpty()) {
                System.err.println("no images; 'hearth image build NAME --runtime python3.11' makes one");
            } else {
                all.forEach(each -> System.out.println(line(each)));
            }
        });
    }

    private static int inspect(Arguments arguments) {
        return with(arguments, images -> {
            ImageManifest image = images.inspect(arguments.parameter());
            if (arguments.has("--json")) {
                System.out.print(image.json());
                return;
            }
            System.out.println("name       " + image.name());
            System.out.println("file       " + images.rootfs(image.name()));
            System.out.println("digest     sha256:" + image.digest());
            System.out.println("size       " + mebibytes(image.sizeBytes()));
            System.out.println("machine    " + image.machine());
            System.out.println("made of    " + image.source());
            image.interpreters()
                    .forEach(
                            each -> System.out.println("runtime    " + each.identifier() + " at " + each.executable()));
            image.container()
                    .ifPresent(config -> System.out.println("runs       " + config.entryPoint() + " " + config.command()
                            + " in " + (config.workingFolder().isEmpty() ? "/" : config.workingFolder())));
            image.packages().forEach((name, version) -> System.out.println("package    " + name + " " + version));
        });
    }

    private static int remove(Arguments arguments) {
        return with(arguments, images -> images.remove(arguments.parameter()));
    }

    private static String line(ImageManifest image) {
        List<String> serves =
                image.interpreters().stream().map(each -> each.identifier()).toList();
        return String.format(
                "%-24s %10s  sha256:%s  %s",
                image.name(),
                mebibytes(image.sizeBytes()),
                image.digest().substring(0, Math.min(12, image.digest().length())),
                serves.isEmpty() ? image.source() : String.join(" ", serves));
    }

    static String mebibytes(long bytes) {
        return String.format("%.1f MiB", bytes / 1048576.0);
    }

    static List<String> words(Arguments arguments, String option) {
        List<String> words = new ArrayList<>();
        for (String word : arguments.value(option).orElse("").split(",")) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words;
    }

    /** What is done with the images of a data folder. */
    @FunctionalInterface
    private interface Action {

        void on(Images images) throws IOException;
    }

    private static int with(Arguments arguments, Action action) {
        try {
            action.on(Images.in(data(arguments)));
            return 0;
        } catch (IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    static Path data(Arguments arguments) throws IOException {
        DataFolder folder = Target.of(arguments).folder();
        folder.create();
        return folder.root();
    }
}
