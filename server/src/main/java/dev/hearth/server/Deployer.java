package dev.hearth.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the ways to deploy have in common: a place for builds, a bucket for packages, and the end of the story. */
final class Deployer implements AutoCloseable {

    private static final Pattern API_URL =
            Pattern.compile("(?:https|wss)://([a-z0-9]+)\\.execute-api\\.[a-z0-9-]+\\.amazonaws\\.com(/[^\\s\"]*)?");
    private static final Set<String> PACKED = Set.of("zip", "jar", "war");

    private final Target target;
    private final PrintStream out;
    private final StackClient client;
    private final TemporaryFolder work;
    private final String account;
    private final String region;
    private final Set<String> buckets = new HashSet<>();

    private Deployer(Target target, PrintStream out) throws IOException {
        this.target = target;
        this.out = out;
        SignedClient signed = SignedClient.of(target);
        this.client = new StackClient(signed);
        this.region = signed.region();
        this.account = ServerOptions.on(target.folder().root()).scope().account();
        this.work = TemporaryFolder.make("hearth-deploy-");
    }

    static Deployer open(Target target, PrintStream out) {
        try {
            return new Deployer(target, out);
        } catch (IOException e) {
            throw new CommandException("cannot make a temporary folder: " + e.getMessage());
        }
    }

    StackClient client() {
        return client;
    }

    String account() {
        return account;
    }

    String region() {
        return region;
    }

    /** The bucket for packages, of which there is one for each account and region. */
    String bucket() {
        return bucket("hearth-deploy-" + account + "-" + region);
    }

    /** {@code name}, after it was seen to be there. */
    String bucket(String name) {
        if (buckets.add(name)) {
            client.bucket(name);
        }
        return name;
    }

    FunctionBuild builds() {
        return new FunctionBuild(work.path(), out::println);
    }

    /** Packs {@code source} unless it is packed, and uploads it under the digest of its content. */
    TemplatePackage.Place upload(Path source, String suffix) {
        Content content = content(source, suffix.equals(".zip"));
        String key = content.sha256() + suffix;
        String bucket = bucket();
        put(bucket, key, content, source);
        return new TemplatePackage.Place(bucket, key);
    }

    /** {@code source} as the body of an upload, packed when {@code pack} says so and it is not packed already. */
    Content content(Path source, boolean pack) {
        try {
            String name = source.getFileName().toString();
            boolean packed = PACKED.contains(name.substring(name.lastIndexOf('.') + 1)) && Files.isRegularFile(source);
            if (pack && !packed) {
                return FolderZip.write(source, Files.createTempFile(work.path(), "package-", ".zip"));
            }
            return Content.of(Files.readAllBytes(source));
        } catch (IOException e) {
            throw new CommandException("cannot read " + source + ": " + e.getMessage());
        }
    }

    void put(String bucket, String key, Content content, Path source) {
        if (client.has(bucket, key)) {
            return;
        }
        out.println("uploading " + source.getFileName() + " (" + (content.length() + 1023) / 1024 + " KB)");
        client.put(bucket, key, content);
    }

    /** Deploys one stack and tells its outputs. */
    void deploy(String stack, String template, Map<String, String> parameters, Map<String, String> tags) {
        List<Map.Entry<String, String>> outputs =
                new StackDeployment(client, stack, out).deploy(template, parameters, tags, bucket());
        if (!outputs.isEmpty()) {
            out.println();
            out.println("Outputs of " + stack + ":");
            outputs.forEach(output -> out.println("  " + output.getKey() + " = " + output.getValue()));
        }
        outputs.forEach(output -> local(output.getValue(), target.endpoint().toString())
                .forEach(url -> out.println("  " + output.getKey() + " answers here at " + url)));
        out.println();
    }

    /** The URLs under which the APIs that {@code text} names answer at {@code endpoint}. */
    static List<String> local(String text, String endpoint) {
        Matcher matcher = API_URL.matcher(text);
        return matcher.results()
                .map(found -> {
                    String scheme = found.group().startsWith("wss") ? endpoint.replaceFirst("^http", "ws") : endpoint;
                    return scheme + "/_api/" + found.group(1) + (found.group(2) == null ? "/" : found.group(2));
                })
                .toList();
    }

    @Override
    public void close() {
        try {
            work.close();
        } catch (IOException e) {
            throw new CommandException("cannot remove " + work.path() + ": " + e.getMessage());
        }
    }
}
