package dev.hearth.neighbours.cloudformation;

import dev.hearth.neighbours.resources.AwsCalls;
import dev.hearth.neighbours.resources.Made;
import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.resources.Wish;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** {@code AWS::CloudFormation::WaitConditionHandle}: a URL to which signals are put. */
record WaitHandle(Responses responses) implements ResourceType {

    @Override
    public String name() {
        return "AWS::CloudFormation::WaitConditionHandle";
    }

    @Override
    public Set<String> replacing() {
        return Set.of();
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        String secret = wish.suffix().toLowerCase(Locale.ROOT) + responses.secret();
        responses.open(secret);
        return Made.of(responses.url(secret));
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        return Made.of(physicalId);
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        responses.close(physicalId.substring(physicalId.lastIndexOf('/') + 1));
    }
}
