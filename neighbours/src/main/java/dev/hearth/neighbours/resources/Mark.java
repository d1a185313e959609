package dev.hearth.neighbours.resources;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * How a resource says from the moment it exists whose it is: {@link Wish#mark} goes into the very call that makes it.
 * So an attempt that is taken up after a kill knows what the lost one made from what somebody else made in between.
 */
interface Mark {

    /** The key of the tag that holds a mark. */
    String TAG = "hearth:resource";

    /** The input of the creation with the mark in it. */
    Map<String, Object> put(Map<String, Object> input, Wish wish);

    /** Whether {@code physicalId} has the mark of {@code wish}; a refusal means that it has not. */
    boolean isOn(String physicalId, Wish wish, AwsCalls calls);

    /** Whether the mark stands where a property belongs, so that the resource must be updated once it is recorded. */
    default boolean isInTheWay() {
        return false;
    }

    /**
     * A tag.
     *
     * @param list the operation that lists tags, and its input for a resource
     */
    static Mark tag(String service, String list, BiFunction<String, Wish, Map<String, Object>> input) {
        return new Tag(service, list, input);
    }

    /** A text property: it holds the mark until the resource is recorded. */
    static Mark property(String name, String service, String read, BiFunction<String, Wish, Map<String, Object>> key) {
        return new InTheWay(name, service, read, key);
    }

    /** Whether what is there is surely what a lost attempt at {@code wish} made. */
    default boolean isMine(String physicalId, Wish wish, AwsCalls calls) {
        if (!wish.again()) {
            return false;
        }
        if (wish.isRecorded()) {
            return true;
        }
        try {
            return isOn(physicalId, wish, calls);
        } catch (FaultException unreadable) {
            return false;
        }
    }

    /** See {@link #tag}. */
    record Tag(String service, String list, BiFunction<String, Wish, Map<String, Object>> input) implements Mark {

        private static final List<String> MEMBERS = List.of("Tags", "TagSet", "TagList");

        @Override
        public Map<String, Object> put(Map<String, Object> creation, Wish wish) {
            return tagged(creation, wish);
        }

        @Override
        public boolean isOn(String physicalId, Wish wish, AwsCalls calls) {
            Map<String, Object> response = calls.call(service, list, input.apply(physicalId, wish));
            return MEMBERS.stream()
                    .map(member -> Properties.member(response, member))
                    .anyMatch(tags -> isIn(tags, wish));
        }
    }

    /** Whether the tags, a map or a list of keys and values, have the mark of {@code wish}. */
    static boolean isIn(Object tags, Wish wish) {
        if (tags instanceof Map<?, ?> map) {
            return wish.mark().equals(map.get(TAG));
        }
        return Tree.list(tags).stream()
                .map(Tree::map)
                .anyMatch(tag -> Properties.text(tag, "Key").equals(TAG)
                        && Properties.text(tag, "Value").equals(wish.mark()));
    }

    /** {@code creation} with the mark among its tags; where there are none yet they are a list. */
    static Map<String, Object> tagged(Map<String, Object> creation, Wish wish) {
        Map<String, Object> input = new LinkedHashMap<>(creation);
        String member = input.containsKey("tags") ? "tags" : "Tags";
        Object there = input.get(member);
        if (there instanceof Map<?, ?> map) {
            Map<Object, Object> tags = new LinkedHashMap<>(map);
            tags.put(TAG, wish.mark());
            input.put(member, tags);
        } else {
            List<Object> tags = new ArrayList<>(Tree.list(there));
            tags.add(Map.of("Key", TAG, "Value", wish.mark()));
            input.put(member, tags);
        }
        return input;
    }

    /** See {@link #property}. */
    record InTheWay(String name, String service, String read, BiFunction<String, Wish, Map<String, Object>> key)
            implements Mark {

        @Override
        public Map<String, Object> put(Map<String, Object> input, Wish wish) {
            return Properties.with(input, name, wish.mark());
        }

        @Override
        public boolean isOn(String physicalId, Wish wish, AwsCalls calls) {
            Map<String, Object> there = calls.call(service, read, key.apply(physicalId, wish));
            return Properties.text(there, name).equals(wish.mark());
        }

        @Override
        public boolean isInTheWay() {
            return true;
        }
    }
}
