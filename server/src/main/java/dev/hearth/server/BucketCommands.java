package dev.hearth.server;

import dev.hearth.neighbours.s3.Element;
import dev.hearth.neighbours.s3.Persistence;
import dev.hearth.neighbours.s3.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bucket ...}: buckets out of use, whose names must stay. */
final class BucketCommands {

    private static final String BUCKET_NAME = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";

    /** How a bucket is spoken of in policies, environments and URLs. */
    private static final Pattern SPOKEN = Pattern.compile("(?:arn:aws:s3:::|s3://)(" + BUCKET_NAME + ")|(" + BUCKET_NAME
            + ")\\.s3[.-][a-z0-9.-]*(?:amazonaws\\.com|localhost)");

    /** All, the overview first. */
    static final List<Command> ALL = List.of(
            new Command(
                    "bucket",
                    "[COMMAND]",
                    "Take a bucket out of use for ever, and find what still refers to buckets.",
                    List.of(),
                    BucketCommands::overview),
            new Command(
                    "bucket retire",
                    "NAME",
                    "Empty a bucket, mark it persistent and close it. Shows what it will do; --yes does it.",
                    List.of(
                            new Command.Option("--yes", "", "Do it. What is deleted is gone for good."),
                            Target.PORT,
                            Target.DATA),
                    BucketCommands::retire),
            new Command(
                    "bucket audit",
                    "",
                    "List buckets that a policy, a website, a notification or a function refers to.",
                    List.of(Target.PORT, Target.DATA),
                    BucketCommands::audit));

    private BucketCommands() {}

    private static int overview(Arguments arguments) {
        if (!arguments.parameter().isEmpty()) {
            throw new Arguments.UsageException("there is no command bucket " + arguments.parameter());
        }
        System.out.print("Usage: hearth bucket COMMAND [OPTION...]\n\n");
        ALL.stream().skip(1).forEach(command -> System.out.print(Command.line(command.name(), command.summary())));
        return 0;
    }

    private static int retire(Arguments arguments) {
        String name = arguments.parameter();
        BucketClient client = new BucketClient(SignedClient.of(Target.of(arguments)));
        if (!client.buckets().contains(name)) {
            throw new CommandException("there is no bucket " + name + ".");
        }
        List<BucketClient.Version> versions = client.versions(name);
        List<BucketClient.Version> uploads = client.uploads(name);
        boolean does = arguments.has("--yes");
        String many = versions.size() < 1_000 ? Integer.toString(versions.size()) : "1000 or more";
        System.out.println((does ? "retiring " : "would retire ") + name + ":");
        System.out.println("  delete " + many + " versions of objects for good");
        System.out.println("  abort " + uploads.size() + " unfinished uploads");
        System.out.println("  tag it " + Persistence.TAG + "=true, so that it is not deleted");
        System.out.println("  deny everybody s3:PutObject and s3:DeleteBucket by its policy");
        if (!does) {
            System.out.println("nothing was changed; say --yes to do it.");
            return 0;
        }
        // Closed first: what nobody can write stays empty.
        client.write("PUT", name, "?policy", policy(name));
        while (!versions.isEmpty()) {
            client.delete(name, versions);
            versions = client.versions(name);
        }
        while (!uploads.isEmpty()) {
            uploads.forEach(upload -> client.abort(name, upload));
            uploads = client.uploads(name);
        }
        String before = client.read(name, "?tagging");
        Map<String, String> tags = new LinkedHashMap<>(before == null ? Map.of() : Tags.of(Element.parse(before)));
        tags.put(Persistence.TAG, "true");
        client.write("PUT", name, "?tagging", Tags.document(tags).document());
        System.out.println("retired.");
        return 0;
    }

    private static String policy(String name) {
        String arn = "arn:aws:s3:::" + name;
        return """
                {"Version":"2012-10-17","Statement":[
                {"Sid":"HearthRetired","Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"ARN/*"},
                {"Sid":"HearthRetiredBucket","Effect":"Deny","Principal":"*","Action":"s3:DeleteBucket",
                "Resource":"ARN"}]}""".replace("ARN", arn);
    }

    private static int audit(Arguments arguments) {
        SignedClient signed = SignedClient.of(Target.of(arguments));
        BucketClient client = new BucketClient(signed);
        List<String> buckets = client.buckets();
        Map<String, Set<String>> found = new TreeMap<>();
        for (String bucket : buckets) {
            for (String what : List.of("policy", "website", "logging", "replication", "notification")) {
                String text = client.read(bucket, "?" + what);
                if (text != null) {
                    add(found, text, "the " + what + " of the bucket " + bucket);
                    if (what.equals("website")) {
                        found.computeIfAbsent(bucket, name -> new TreeSet<>()).add("its own website");
                    }
                }
            }
        }
        String functions = signed.send("GET", "lambda", "/2015-03-31/functions/", Map.of(), Content.none())
                .text();
        add(found, functions, "a function's configuration");
        Matcher words = Pattern.compile("\"(" + BUCKET_NAME + ")\"").matcher(functions);
        while (words.find()) {
            if (buckets.contains(words.group(1))) {
                found.computeIfAbsent(words.group(1), name -> new TreeSet<>()).add("a function's configuration");
            }
        }
        found.forEach((bucket, who) -> System.out.println(
                bucket + (buckets.contains(bucket) ? "" : " (not here)") + ": " + String.join(", ", who)));
        return 0;
    }

    private static void add(Map<String, Set<String>> found, String text, String who) {
        Matcher matcher = SPOKEN.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            found.computeIfAbsent(name, bucket -> new TreeSet<>()).add(who);
        }
    }
}
