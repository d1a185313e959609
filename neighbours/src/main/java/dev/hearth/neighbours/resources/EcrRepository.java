package dev.hearth.neighbours.resources;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * {@code AWS::ECR::Repository}, of which the stack keeps the name, the ARN and the address and nothing else: no
 * registry is
 * behind it, so that nothing can be pushed to it. The bootstrap stack of the CDK has one, which applications without
 * images
 * never use.
 */
final class EcrRepository implements ResourceType {

    private static final String NAME = "RepositoryName";
    private static final int MOST_CHARS = 256;
    private static final int LEAST_CHARS = 2;

    /** As {@code CreateRepository} wants it. */
    private static final Pattern NAMES =
            Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");

    private static final Set<String> KNOWN = Set.of(
            NAME,
            "EmptyOnDelete",
            "EncryptionConfiguration",
            "ImageScanningConfiguration",
            "ImageTagMutability",
            "ImageTagMutabilityExclusionFilters",
            "LifecyclePolicy",
            "RepositoryPolicyText",
            "Tags");

    @Override
    public String name() {
        return "AWS::ECR::Repository";
    }

    @Override
    public Set<String> replacing() {
        return Set.of(NAME, "EncryptionConfiguration");
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        String name = wish.properties().containsKey(NAME) ? wish.need(NAME) : wish.madeUpLower(MOST_CHARS);
        Properties.known(wish, KNOWN);
        if (name.length() < LEAST_CHARS
                || name.length() > MOST_CHARS
                || !NAMES.matcher(name).matches()) {
            throw Properties.invalid("#/" + NAME + ": string [" + name + "] does not match pattern " + NAMES);
        }
        return made(name, wish);
    }

    private static Made made(String name, Wish wish) {
        String account = wish.scope().account();
        String region = wish.scope().region();
        return Made.of(
                name,
                Map.of(
                        "Arn", "arn:aws:ecr:" + region + ":" + account + ":repository/" + name,
                        "RepositoryUri", account + ".dkr.ecr." + region + ".amazonaws.com/" + name));
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        Properties.known(now, KNOWN);
        return made(physicalId, now);
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        // There is only the stack's record.
    }
}
