package dev.hearth.server;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code cdk synth} wrote: stacks with their assets.
 *
 * <p>Source: the CDK's cloud assembly schema (aws-cdk/cloud-assembly-schema). Assets go where the stacks expect them,
 * so
 * no {@code cdk bootstrap} is needed: its version check is taken out.
 */
final class CdkAssembly {

    static final String MANIFEST = "manifest.json";

    private static final String STACK = "aws:cloudformation:stack";
    private static final String ASSETS = "cdk:asset-manifest";

    private final Path folder;
    private final Map<String, Object> artifacts;

    private CdkAssembly(Path folder) {
        this.folder = folder;
        this.artifacts = Tree.map(json(folder.resolve(MANIFEST)), "artifacts");
    }

    static CdkAssembly of(Path folder) {
        return new CdkAssembly(folder);
    }

    private static Map<String, Object> json(Path file) {
        try {
            return Tree.parseMap(Files.readString(file));
        } catch (IOException | FaultException e) {
            throw new CommandException("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** Ids of the stacks, each after those that it depends on. */
    List<String> stacks() {
        Set<String> ordered = new LinkedHashSet<>();
        artifacts.keySet().forEach(id -> add(id, ordered, new LinkedHashSet<>()));
        return ordered.stream().filter(id -> type(id).equals(STACK)).toList();
    }

    private void add(String id, Set<String> ordered, Set<String> way) {
        if (ordered.contains(id) || !artifacts.containsKey(id) || !way.add(id)) {
            return;
        }
        for (String other : Tree.texts(Tree.map(artifacts, id).get("dependencies"))) {
            add(other, ordered, way);
        }
        ordered.add(id);
    }

    private String type(String id) {
        return Tree.text(Tree.map(artifacts, id), "type", "");
    }

    private Map<String, Object> properties(String id) {
        return Tree.map(Tree.map(artifacts, id), "properties");
    }

    /** The name of the stack {@code id}. */
    String name(String id) {
        return Tree.text(properties(id), "stackName", id);
    }

    Map<String, String> parameters(String id) {
        return texts(Tree.map(properties(id), "parameters"));
    }

    Map<String, String> tags(String id) {
        return texts(Tree.map(properties(id), "tags"));
    }

    private static Map<String, String> texts(Map<String, Object> tree) {
        Map<String, String> texts = new LinkedHashMap<>();
        tree.forEach((name, value) -> texts.put(name, Tree.text(value)));
        return texts;
    }

    /** The template of {@code id}, without the check that an account was bootstrapped. */
    String template(String id) {
        Path file = folder.resolve(Tree.text(properties(id), "templateFile", ""));
        Map<String, Object> template = json(file);
        Map<String, Object> rules = Tree.map(template, "Rules");
        Map<String, Object> parameters = Tree.map(template, "Parameters");
        if (rules.remove("CheckBootstrapVersion") != null) {
            parameters.remove("BootstrapVersion");
        }
        replace(template, "Rules", rules);
        replace(template, "Parameters", parameters);
        return Tree.json(template);
    }

    private static void replace(Map<String, Object> template, String section, Map<String, Object> members) {
        if (members.isEmpty()) {
            template.remove(section);
        } else {
            template.put(section, members);
        }
    }

    /** Uploads what the stack {@code id} needs. */
    void upload(String id, Deployer deployer) {
        List<String> manifests =
                new ArrayList<>(Tree.texts(Tree.map(artifacts, id).get("dependencies")));
        for (String manifest : manifests) {
            if (type(manifest).equals(ASSETS)) {
                upload(json(folder.resolve(Tree.text(properties(manifest), "file", ""))), deployer);
            }
        }
    }

    private void upload(Map<String, Object> assets, Deployer deployer) {
        if (!Tree.map(assets, "dockerImages").isEmpty()) {
            throw new CommandException("the app has container images as assets. Build them, make them known with"
                    + " './hearth image import', and name them by their URI.");
        }
        Tree.map(assets, "files").values().forEach(asset -> {
            Map<String, Object> source = Tree.map(Tree.map(asset), "source");
            if (source.containsKey("executable")) {
                throw new CommandException("an asset is made by a command, " + source.get("executable")
                        + ", which is not run here: use 'cdk deploy'.");
            }
            Path path = folder.resolve(Tree.text(source, "path", ""));
            boolean pack = Tree.text(source, "packaging", "file").equals("zip");
            Tree.map(Tree.map(asset), "destinations").values().forEach(place -> {
                Map<String, Object> destination = Tree.map(place);
                String bucket = deployer.bucket(plain(Tree.text(destination, "bucketName", ""), deployer));
                String key = plain(Tree.text(destination, "objectKey", ""), deployer);
                if (!deployer.client().has(bucket, key)) {
                    deployer.put(bucket, key, deployer.content(path, pack), path);
                }
            });
        });
    }

    private static String plain(String text, Deployer deployer) {
        return text.replace("${AWS::AccountId}", deployer.account())
                .replace("${AWS::Region}", deployer.region())
                .replace("${AWS::Partition}", "aws");
    }
}
