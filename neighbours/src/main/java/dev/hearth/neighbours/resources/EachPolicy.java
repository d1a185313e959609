package dev.hearth.neighbours.resources;

import dev.hearth.neighbours.templates.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A policy that is put on each of several things, such as {@code AWS::SQS::QueuePolicy}. */
final class EachPolicy implements ResourceType {

    /** Puts a policy, or the empty text for none, on one thing. */
    @FunctionalInterface
    interface Put {
        void put(String target, String policy, AwsCalls calls);
    }

    private static final String DOCUMENT = "PolicyDocument";

    private final String name;
    private final String many;
    private final String one;
    private final Put put;

    /**
     * @param many the property that lists the things
     * @param one the property that names the only one, in the inline form
     */
    EachPolicy(String name, String many, String one, Put put) {
        this.name = name;
        this.many = many;
        this.one = one;
        this.put = put;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> replacing() {
        return Set.of();
    }

    private List<String> targets(Wish wish) {
        List<String> targets = new ArrayList<>(Tree.texts(wish.properties().get(many)));
        targets.addAll(Tree.texts(wish.properties().get(one)));
        return targets;
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        Properties.known(wish, Set.of(DOCUMENT, many, one));
        String policy = Tree.json(Tree.map(wish.properties(), DOCUMENT));
        targets(wish).forEach(target -> put.put(target, policy, calls));
        return Made.of(wish.madeUp(128), Map.of("Id", wish.madeUp(128)));
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        List<String> gone = targets(before);
        gone.removeAll(targets(now));
        gone.forEach(target -> Properties.gone(() -> put.put(target, "", calls)));
        create(now, calls, nobody -> {});
        return Made.of(physicalId, Map.of("Id", physicalId));
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        targets(wish).forEach(target -> Properties.gone(() -> put.put(target, "", calls)));
    }
}
