package dev.hearth.server;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Template;
import dev.hearth.neighbours.templates.Templates;
import dev.hearth.neighbours.templates.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A template whose local files were built, uploaded and named by where they are then. */
final class TemplatePackage {

    /**
     * A property that may name a local file or folder.
     *
     * @param property of the resource
     * @param kind what is done with it
     */
    private record Artifact(String property, Kind kind) {}

    /** What an artifact is. */
    private enum Kind {
        CODE,
        LAYER,
        FILE,
        TEMPLATE
    }

    private static final Map<String, Artifact> ARTIFACTS = Map.of(
            "AWS::Serverless::Function", new Artifact("CodeUri", Kind.CODE),
            "AWS::Lambda::Function", new Artifact("Code", Kind.CODE),
            "AWS::Serverless::LayerVersion", new Artifact("ContentUri", Kind.LAYER),
            "AWS::Lambda::LayerVersion", new Artifact("Content", Kind.LAYER),
            "AWS::Serverless::Api", new Artifact("DefinitionUri", Kind.FILE),
            "AWS::Serverless::HttpApi", new Artifact("DefinitionUri", Kind.FILE),
            "AWS::ApiGateway::RestApi", new Artifact("BodyS3Location", Kind.FILE),
            "AWS::ApiGatewayV2::Api", new Artifact("BodyS3Location", Kind.FILE),
            "AWS::Serverless::Application", new Artifact("Location", Kind.TEMPLATE),
            "AWS::CloudFormation::Stack", new Artifact("TemplateURL", Kind.TEMPLATE));

    /** Where an artifact is after it was uploaded. */
    record Place(String bucket, String key) {

        String uri() {
            return "s3://" + bucket + "/" + key;
        }
    }

    private final Path file;
    private final FunctionBuild builds;
    private final BiFunction<Path, String, Place> upload;
    private final Map<String, Place> done = new HashMap<>();

    /**
     * Of the template {@code file}.
     *
     * @param upload takes a file or folder, and the end of the name under which it is uploaded; folders are packed
     */
    TemplatePackage(Path file, FunctionBuild builds, BiFunction<Path, String, Place> upload) {
        this.file = file;
        this.builds = builds;
        this.upload = upload;
    }

    /** The template as it is written; a plain tree of its own. */
    static Map<String, Object> read(Path file) {
        try {
            Template template = Template.read(Files.readString(file));
            return Tree.parseMap(template.json());
        } catch (IOException e) {
            throw new CommandException("cannot read the template " + file + ": " + e.getMessage());
        } catch (FaultException wrong) {
            throw new CommandException(file + ": " + wrong.getMessage());
        }
    }

    /** The template, with everything local uploaded. */
    Map<String, Object> packaged() {
        return packaged(null);
    }

    /** The same for the resource {@code only}; the others stay as they are written. */
    Map<String, Object> packaged(@Nullable String only) {
        Map<String, Object> template = read(file);
        Map<String, Object> global = Tree.map(Tree.map(template, "Globals"), "Function");
        Map<String, Object> resources = Tree.map(template, "Resources");
        resources.replaceAll(
                (id, value) -> only == null || only.equals(id) ? resource(id, Tree.map(value), global) : value);
        template.put("Resources", resources);
        return only == null ? Tree.map(included(template)) : template;
    }

    /** {@code tree} with every local file that {@code AWS::Include} names uploaded. */
    private Object included(Object tree) {
        return switch (tree) {
            case List<?> list -> list.stream().map(this::included).toList();
            case Map<?, ?> map -> {
                Map<String, Object> members = new LinkedHashMap<>();
                map.forEach((name, value) -> members.put(String.valueOf(name), included(value)));
                Map<String, Object> parameters = Tree.map(members, "Parameters");
                boolean include = Templates.INCLUDE.equals(members.get("Name"));
                if (include && parameters.get("Location") instanceof String path && isLocal(path)) {
                    parameters.put(
                            "Location", file(Templates.INCLUDE, local(path)).uri());
                    members.put("Parameters", parameters);
                }
                yield members;
            }
            default -> tree;
        };
    }

    private Path local(String path) {
        return file.toAbsolutePath().getParent().resolve(path).normalize();
    }

    private static boolean isLocal(String path) {
        return !path.startsWith("s3://") && !path.matches("https?://.*");
    }

    private Map<String, Object> resource(String id, Map<String, Object> resource, Map<String, Object> global) {
        Artifact artifact = ARTIFACTS.get(Tree.text(resource, "Type", ""));
        if (artifact == null) {
            return resource;
        }
        Map<String, Object> properties = Tree.map(resource, "Properties");
        String path = path(resource, properties, artifact, global);
        if (path == null) {
            return resource;
        }
        Path local = local(path);
        Place place = switch (artifact.kind()) {
            case CODE, LAYER -> code(wish(id, resource, properties, local, artifact, global));
            case FILE -> file(id, local);
            case TEMPLATE -> nested(id, local);
        };
        properties.put(artifact.property(), named(Tree.text(resource, "Type", ""), place));
        resource.put("Properties", properties);
        return resource;
    }

    /** The local path that the resource names; null when it names none. */
    private static @Nullable String path(
            Map<String, Object> resource,
            Map<String, Object> properties,
            Artifact artifact,
            Map<String, Object> global) {
        Object value = properties.get(artifact.property());
        if (artifact.kind() == Kind.CODE && Tree.text(resource, "Type", "").startsWith("AWS::Serverless::")) {
            boolean elsewhere = properties.containsKey("InlineCode")
                    || properties.containsKey("ImageUri")
                    || Tree.text(properties, "PackageType", "Zip").equals("Image");
            if (value == null && !elsewhere) {
                value = global.getOrDefault("CodeUri", ".");
            }
        }
        return value instanceof String text && isLocal(text) ? text : null;
    }

    private static FunctionBuild.Wish wish(
            String id,
            Map<String, Object> resource,
            Map<String, Object> properties,
            Path local,
            Artifact artifact,
            Map<String, Object> global) {
        String runtime = Tree.text(properties, "Runtime", Tree.text(global, "Runtime", ""));
        String method = Tree.text(Tree.map(resource, "Metadata"), "BuildMethod", "");
        return new FunctionBuild.Wish(id, local, runtime, method, artifact.kind() == Kind.LAYER);
    }

    /** Functions of one folder and runtime share what is built, unless a makefile builds each. */
    private Place code(FunctionBuild.Wish wish) {
        boolean own = wish.method().equals("makefile") || wish.layer();
        String what = wish.source() + "|" + wish.runtime() + "|" + (own ? wish.id() : "");
        Place known = done.get(what);
        if (known == null) {
            known = upload.apply(builds.build(wish), ".zip");
            done.put(what, known);
        }
        return known;
    }

    private Place file(String id, Path local) {
        if (!Files.isRegularFile(local)) {
            throw new CommandException(id + ": there is no file " + local + ".");
        }
        return upload.apply(local, "");
    }

    private Place nested(String id, Path local) {
        if (!Files.isRegularFile(local)) {
            throw new CommandException(id + ": there is no template " + local + ".");
        }
        Map<String, Object> inner = new TemplatePackage(local, builds, upload).packaged();
        try {
            Path written = Files.createTempFile(builds.work(), id, ".template");
            Files.writeString(written, Tree.json(inner));
            return upload.apply(written, "");
        } catch (IOException e) {
            throw new CommandException("cannot write a template: " + e.getMessage());
        }
    }

    private static Object named(String type, Place place) {
        return switch (type) {
            case "AWS::Lambda::Function", "AWS::Lambda::LayerVersion" ->
                Map.of("S3Bucket", place.bucket(), "S3Key", place.key());
            case "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api" ->
                Map.of("Bucket", place.bucket(), "Key", place.key());
            case "AWS::CloudFormation::Stack", "AWS::Serverless::Application" ->
                "https://s3.amazonaws.com/" + place.bucket() + "/" + place.key();
            default -> place.uri();
        };
    }
}
