package dev.hearth.server;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.sam.SamResult;
import dev.hearth.neighbours.sam.SamTransform;
import dev.hearth.neighbours.templates.Resolver;
import dev.hearth.neighbours.templates.Surroundings;
import dev.hearth.neighbours.templates.Template;
import dev.hearth.neighbours.templates.Tree;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code local invoke}: runs one function of a template without deploying it, in a Hearth of its own that is gone
 * afterwards with all it kept.
 */
final class LocalInvokeCommand {

    static final Command COMMAND = new Command(
            "local invoke",
            "LOGICAL_ID",
            "Run one function of a template without deploying it; status 1 when it failed.",
            List.of(
                    new Command.Option("--template", "FILE", "The template. Default: template.yaml"),
                    new Command.Option("--event", "FILE", "The event, - for standard input. Default: {}"),
                    new Command.Option(
                            "--parameter",
                            "KEY=VALUE",
                            "A value for a parameter of the template; may be given several times.",
                            true)),
            LocalInvokeCommand::run);

    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String JSON = "application/json";
    private static final Map<String, Object> NAME_ONLY = Map.of("Type", "AWS::CloudFormation::WaitConditionHandle");
    private static final int ATTEMPTS = 600;

    private final Path template;
    private final Map<String, String> parameters;
    private final String id;

    private LocalInvokeCommand(Path template, Map<String, String> parameters, String id) {
        this.template = template;
        this.parameters = parameters;
        this.id = id;
    }

    private static int run(Arguments arguments) {
        Path template = Path.of(arguments.value("--template").orElse("template.yaml"))
                .toAbsolutePath()
                .normalize();
        byte[] event = event(arguments.value("--event").orElse(""));
        LocalInvokeCommand command =
                new LocalInvokeCommand(template, DeployCommand.parameters(arguments), arguments.parameter());
        try (TemporaryFolder work = TemporaryFolder.make("hearth-local-")) {
            return command.invoke(work.path(), event);
        } catch (IOException e) {
            throw new CommandException("cannot use a temporary folder: " + e.getMessage());
        }
    }

    private static byte[] event(String file) {
        try {
            return switch (file) {
                case "" -> "{}".getBytes(StandardCharsets.UTF_8);
                case "-" -> System.in.readAllBytes();
                default -> Files.readAllBytes(Path.of(file));
            };
        } catch (IOException e) {
            throw new CommandException("cannot read the event from " + file + ": " + e.getMessage());
        }
    }

    private int invoke(Path work, byte[] event) throws IOException {
        Path builds = Files.createDirectory(work.resolve("builds"));
        Map<String, Path> code = new LinkedHashMap<>();
        Map<String, Object> function = function(builds, code);
        Path data = work.resolve("data");
        start(data);
        try {
            SignedClient client = SignedClient.of(new Target(null, data));
            create(client, function, code, builds);
            return print(client, event);
        } finally {
            launcher(List.of("down", "--data", data.toString()));
        }
    }

    /** The properties of the function, resolved as far as they can be without a stack; its code is built. */
    private Map<String, Object> function(Path builds, Map<String, Path> code) {
        FunctionBuild build = new FunctionBuild(builds, System.err::println);
        Map<String, Object> written = TemplatePackage.read(template);
        Map<String, Object> resources = Tree.map(written, "Resources");
        if (!resources.containsKey(id)) {
            throw new CommandException("there is no " + id + " in " + template + "; it has " + resources.keySet());
        }
        // Only what is run is built; the others keep a place that nobody asks for.
        Map<String, Object> packaged = new TemplatePackage(template, build, (path, suffix) -> {
                    String key = "built" + code.size();
                    code.put(key, path);
                    return new TemplatePackage.Place("local", key);
                })
                .packaged(id);
        Template plain = transformed(new Template(packaged));
        Map<String, Object> resource = Tree.map(plain.section("Resources"), id);
        if (!Tree.text(resource, "Type", "").equals("AWS::Lambda::Function")) {
            throw new CommandException(id + " is no function.");
        }
        try {
            Map<String, Object> values =
                    new LinkedHashMap<>(dev.hearth.neighbours.templates.Templates.given(plain, parameters));
            values.putAll(Map.of(
                    "AWS::Region", "us-east-1",
                    "AWS::AccountId", "000000000000",
                    "AWS::Partition", "aws",
                    "AWS::URLSuffix", "amazonaws.com",
                    "AWS::StackName", "local",
                    "AWS::StackId", "local"));
            values.put("AWS::NotificationARNs", List.of());
            Object resolved = Resolver.create(plain, values, new Nowhere()).resolve(Tree.map(resource, "Properties"));
            return Tree.map(resolved);
        } catch (FaultException wrong) {
            throw new CommandException(template + ": " + wrong.getMessage());
        }
    }

    private Template transformed(Template packaged) {
        if (!packaged.transforms().contains(SamTransform.NAME)) {
            return packaged;
        }
        Map<String, Object> alone = new LinkedHashMap<>(packaged.tree());
        Map<String, Object> resources = Tree.map(alone, "Resources");
        Map<String, Object> function = Tree.map(resources, id);
        Map<String, Object> properties = Tree.map(function, "Properties");
        properties.remove("Events");
        function.put("Properties", properties);
        resources.put(id, function);
        // Only their names are needed, for what refers to them.
        resources.replaceAll((other, value) -> other.equals(id) ? value : NAME_ONLY);
        resources.putIfAbsent("ServerlessRestApi", NAME_ONLY);
        resources.putIfAbsent("ServerlessHttpApi", NAME_ONLY);
        alone.put("Resources", resources);
        alone.remove("Outputs");
        return switch (SamTransform.create("aws", "us-east-1").transform(alone, parameters)) {
            case SamResult.Translated done -> new Template(done.template());
            case SamResult.Refused refused -> throw new CommandException(template + ": " + refused.message());
        };
    }

    private void start(Path data) {
        if (launcher(List.of("up", "--detach", "--port", "0", "--data", data.toString())) != 0) {
            throw new CommandException("a Hearth for this run did not start; './hearth doctor' may say why.");
        }
    }

    private static int launcher(List<String> words) {
        List<String> command = Detached.program();
        command.addAll(words);
        try {
            return new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new CommandException("cannot run " + command.getFirst() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }

    private void create(SignedClient client, Map<String, Object> function, Map<String, Path> code, Path builds)
            throws IOException {
        Map<String, Object> request = new LinkedHashMap<>();
        for (String property : List.of(
                "Runtime", "Handler", "Timeout", "MemorySize", "Environment", "EphemeralStorage", "Architectures")) {
            if (function.containsKey(property)) {
                request.put(property, function.get(property));
            }
        }
        request.put("FunctionName", id);
        request.put("Role", "arn:aws:iam::000000000000:role/local");
        Map<String, Object> source = Tree.map(function, "Code");
        Path packed = Files.createTempFile(builds, "package-", ".zip");
        if (source.containsKey("ZipFile")) {
            Path inline = Files.createDirectory(builds.resolve("inline"));
            String runtime = Tree.text(function, "Runtime", "");
            String name = runtime.startsWith("python") ? "index.py" : "index.js";
            Files.writeString(inline.resolve(name), Tree.text(source, "ZipFile", ""));
            FolderZip.write(inline, packed);
        } else {
            Path built = code.get(Tree.text(source, "S3Key", ""));
            if (built == null) {
                throw new CommandException(id + ": its code is not on this machine.");
            }
            if (Files.isDirectory(built)) {
                FolderZip.write(built, packed);
            } else {
                Files.copy(built, packed, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        String zip = Base64.getEncoder().encodeToString(Files.readAllBytes(packed));
        request.put("Code", Map.of("ZipFile", zip));
        byte[] body = Tree.json(request).getBytes(StandardCharsets.UTF_8);
        SignedClient.Answer answer = client.post("lambda", FUNCTIONS, Map.of("content-type", JSON), body);
        if (answer.status() != HttpURLConnection.HTTP_CREATED) {
            throw new CommandException(id + ": " + answer.text());
        }
        awaitActive(client);
    }

    private void awaitActive(SignedClient client) {
        for (int i = 0; i < ATTEMPTS; i++) {
            SignedClient.Answer answer =
                    client.send("GET", "lambda", FUNCTIONS + "/" + id + "/configuration", Map.of(), Content.none());
            Map<String, Object> configuration = Tree.parseMap(answer.text());
            switch (Tree.text(configuration, "State", "")) {
                case "Active" -> {
                    return;
                }
                case "Failed" -> throw new CommandException(id + ": " + configuration.get("StateReason"));
                default -> StackWatch.pause();
            }
        }
        throw new CommandException(id + " does not become active.");
    }

    private int print(SignedClient client, byte[] event) {
        SignedClient.Answer answer = client.post(
                "lambda",
                FUNCTIONS + "/" + id + "/invocations",
                Map.of("content-type", JSON, "x-amz-log-type", "Tail"),
                event);
        String log = answer.header().apply("x-amz-log-result");
        if (log != null) {
            System.err.print(new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8));
        }
        if (answer.status() != HttpURLConnection.HTTP_OK) {
            throw new CommandException("HTTP " + answer.status() + ": " + answer.text());
        }
        System.out.println(answer.text());
        String error = answer.header().apply("x-amz-function-error");
        if (error != null) {
            System.err.println("hearth: the function failed (" + error + ")");
            return 1;
        }
        return 0;
    }

    /** No stack: what refers to other resources gets their logical ids. */
    private record Nowhere() implements Surroundings {

        @Override
        public Object ref(String logicalId) {
            return logicalId;
        }

        @Override
        public Object attribute(String logicalId, String attribute) {
            return logicalId + "." + attribute;
        }

        @Override
        public String exported(String name) {
            return name;
        }

        @Override
        public List<String> zones(String region) {
            return List.of(region + "a", region + "b");
        }

        @Override
        public Object dynamic(String reference) {
            return reference;
        }
    }
}
