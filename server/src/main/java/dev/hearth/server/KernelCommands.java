package dev.hearth.server;

import dev.hearth.drivers.image.KernelManifest;
import dev.hearth.drivers.image.Kernels;
import java.io.IOException;
import java.util.List;

/** {@code image kernel ...}: kernels for guests. */
final class KernelCommands {

    private static final Command BUILD = new Command(
            "image kernel build",
            "[NAME]",
            "Take a kernel for microVMs out of a Debian package; nothing is installed.",
            List.of(
                    new Command.Option(
                            "--package",
                            "PACKAGE",
                            "The kernel's package. Default: linux-image-cloud-amd64 (or -arm64)"),
                    ImageCommands.JSON,
                    Target.PORT,
                    Target.DATA),
            KernelCommands::build);

    private static final Command LIST = new Command(
            "image kernel list",
            "",
            "List the kernels of this host.",
            List.of(ImageCommands.JSON, Target.PORT, Target.DATA),
            KernelCommands::list);

    private static final Command INSPECT = new Command(
            "image kernel inspect",
            "NAME",
            "Show what a kernel is and which modules it loads.",
            List.of(ImageCommands.JSON, Target.PORT, Target.DATA),
            KernelCommands::inspect);

    private static final Command REMOVE = new Command(
            "image kernel remove",
            "NAME",
            "Remove a kernel that nothing uses.",
            List.of(Target.PORT, Target.DATA),
            KernelCommands::remove);

    static final List<Command> ALL = List.of(BUILD, LIST, INSPECT, REMOVE);

    private KernelCommands() {}

    private static int build(Arguments arguments) {
        return with(arguments, kernels -> {
            KernelManifest made;
            try (ProgressBar bar = ProgressBar.open()) {
                made = kernels.build(arguments.value("--package").orElse(""), arguments.parameter(), bar);
            }
            System.out.println(arguments.has("--json") ? made.json().strip() : line(made));
        });
    }

    private static int list(Arguments arguments) {
        return with(arguments, kernels -> {
            List<KernelManifest> all = kernels.list();
            if (arguments.has("--json")) {
                System.out.println("["
                        + String.join(
                                ",",
                                all.stream().map(each -> each.json().strip()).toList()) + "]");
            } else if (all.isEmpty()) {
                System.err.println("no kernels; 'hearth image kernel build' makes one");
            } else {
                all.forEach(each -> System.out.println(line(each)));
            }
        });
    }

    private static int inspect(Arguments arguments) {
        return with(arguments, kernels -> {
            KernelManifest kernel = kernels.inspect(arguments.parameter());
            if (arguments.has("--json")) {
                System.out.print(kernel.json());
                return;
            }
            System.out.println("name       " + kernel.name());
            System.out.println("release    " + kernel.release());
            System.out.println("file       " + kernels.folder(kernel.name()).resolve(kernel.kernel()));
            System.out.println("digest     sha256:" + kernel.digest());
            System.out.println("size       " + ImageCommands.mebibytes(kernel.sizeBytes()));
            System.out.println("machine    " + kernel.machine());
            System.out.println("made of    " + kernel.source());
            System.out.println("modules    " + String.join(" ", kernel.modules()));
        });
    }

    private static int remove(Arguments arguments) {
        return with(arguments, kernels -> kernels.remove(arguments.parameter()));
    }

    private static String line(KernelManifest kernel) {
        return String.format(
                "%-32s %10s  sha256:%s  %s",
                kernel.name(),
                ImageCommands.mebibytes(kernel.sizeBytes()),
                kernel.digest().substring(0, Math.min(12, kernel.digest().length())),
                kernel.source());
    }

    /** What is done with the kernels of a data folder. */
    @FunctionalInterface
    private interface Action {

        void on(Kernels kernels) throws IOException;
    }

    private static int with(Arguments arguments, Action action) {
        try {
            action.on(Kernels.in(ImageCommands.data(arguments)));
            return 0;
        } catch (IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }
}
