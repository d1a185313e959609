package dev.hearth.server;

import dev.hearth.neighbours.templates.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code deploy} and {@code undeploy}: a template or a CDK app becomes a stack, and goes again. */
final class DeployCommand {

    private static final Command.Option STACK =
            new Command.Option("--stack-name", "NAME", "The stack. Default: the name of the template's folder");
    private static final Command.Option PARAMETER = new Command.Option(
            "--parameter", "KEY=VALUE", "A value for a parameter of the template; may be given several times.", true);

    static final Command DEPLOY = new Command(
            "deploy",
            "TEMPLATE",
            "Build, package and deploy a SAM or CloudFormation template, or the cdk.out of a CDK app.",
            List.of(STACK, PARAMETER, Target.PORT, Target.DATA),
            DeployCommand::deploy);

    static final Command UNDEPLOY = new Command(
            "undeploy",
            "STACK",
            "Delete a stack with everything in it that is not to be kept.",
            List.of(Target.PORT, Target.DATA),
            DeployCommand::undeploy);

    private DeployCommand() {}

    private static int deploy(Arguments arguments) {
        Path path = Path.of(arguments.parameter()).toAbsolutePath().normalize();
        Map<String, String> parameters = parameters(arguments);
        Target target = Target.of(arguments);
        try (Deployer deployer = Deployer.open(target, System.out)) {
            if (Files.isDirectory(path)) {
                deployAssembly(path, arguments, parameters, deployer);
            } else {
                String stack = arguments.value("--stack-name").orElseGet(() -> stackName(path));
                Map<String, Object> template =
                        new TemplatePackage(path, deployer.builds(), deployer::upload).packaged();
                deployer.deploy(stack, Tree.json(template), parameters, Map.of());
            }
        }
        return 0;
    }

    private static void deployAssembly(
            Path path, Arguments arguments, Map<String, String> parameters, Deployer deployer) {
        if (!Files.exists(path.resolve(CdkAssembly.MANIFEST))) {
            throw new CommandException(path + " is a folder, but no cdk.out: there is no manifest.json in it. Run 'cdk"
                    + " synth' first, or name a template file.");
        }
        CdkAssembly assembly = CdkAssembly.of(path);
        boolean any = false;
        for (String id : assembly.stacks()) {
            String name = assembly.name(id);
            if (!arguments.value("--stack-name").orElse(name).equals(name)) {
                continue;
            }
            any = true;
            assembly.upload(id, deployer);
            Map<String, String> all = new LinkedHashMap<>(assembly.parameters(id));
            all.putAll(parameters);
            deployer.deploy(name, assembly.template(id), all, assembly.tags(id));
        }
        if (!any) {
            throw new CommandException("there is no such stack in " + path + "; it has "
                    + assembly.stacks().stream().map(assembly::name).toList());
        }
    }

    static Map<String, String> parameters(Arguments arguments) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : arguments.all("--parameter")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Arguments.UsageException("--parameter takes KEY=VALUE, not " + pair);
            }
            parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return parameters;
    }

    /** A name that CloudFormation takes, after the folder of {@code template}. */
    static String stackName(Path template) {
        Path folder = template.getParent();
        String name = folder == null || folder.getFileName() == null
                ? ""
                : folder.getFileName()
                        .toString()
                        .replaceAll("[^A-Za-z0-9]+", "-")
                        .replaceAll("^[^A-Za-z]+|-$", "");
        return name.isEmpty() ? "app" : name;
    }

    private static int undeploy(Arguments arguments) {
        StackClient client = new StackClient(SignedClient.of(Target.of(arguments)));
        new StackDeployment(client, arguments.parameter(), System.out).delete();
        return 0;
    }
}
