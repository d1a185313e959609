package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.FaultException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies updates to items. All values are taken from the item as it was; places in lists are those before the update.
 */
final class Updater {

    private static final String BAD_PATH = "The document path provided in the update expression is invalid for update";
    private static final String WRONG_TYPE = "An operand in the update expression has an incorrect data type";

    private Updater() {}

    /** The item after {@code update}. */
    static Map<String, AttributeValue> apply(Update update, Map<String, AttributeValue> item) {
        Map<Update.Action, AttributeValue> values = new IdentityHashMap<>();
        for (Update.Action action : update.actions()) {
            if (action instanceof Update.Set(DocumentPath _, Operand operand)) {
                values.put(action, value(operand, item));
            }
        }
        List<Change> changes = new ArrayList<>();
        for (Update.Action action : update.actions()) {
            Change change = change(action, item, values.get(action));
            if (change != null) {
                changes.add(change);
            }
        }
        // Elements are added in the order of their places, and taken out from the last to the first.
        changes.sort(Comparator.comparing((Change each) -> each.value == null)
                .thenComparing(each -> each.place() * (each.value == null ? -1L : 1L)));
        AttributeValue root = new AttributeValue.M(item);
        for (Change change : changes) {
            root = replaced(root, change.path.steps(), 0, change.value);
        }
        return ((AttributeValue.M) root).values();
    }

    /** @param value null removes */
    private record Change(DocumentPath path, @Nullable AttributeValue value) {

        /** In its list; 0 for members of maps. */
        long place() {
            return path.steps().getLast() instanceof Integer place ? place : 0;
        }
    }

    /** @param written what is set; null for everything but SET */
    private static @Nullable Change change(
            Update.Action action, Map<String, AttributeValue> item, @Nullable AttributeValue written) {
        AttributeValue present = action.path().in(item);
        return switch (action) {
            case Update.Set(DocumentPath path, Operand _) -> new Change(parent(path, item), written);
            case Update.Remove(DocumentPath path) -> {
                parent(path, item);
                yield present == null ? null : new Change(path, null);
            }
            case Update.Add(DocumentPath path, AttributeValue value) ->
                new Change(parent(path, item), present == null ? value : added(present, value));
            case Update.Delete(DocumentPath path, AttributeValue value) -> {
                parent(path, item);
                yield present == null ? null : new Change(path, without(present, value));
            }
        };
    }

    /** Refuses a path into what is not there. */
    private static DocumentPath parent(DocumentPath path, Map<String, AttributeValue> item) {
        if (path.isNested()) {
            List<Object> steps = path.steps();
            AttributeValue parent = new DocumentPath(steps.subList(0, steps.size() - 1)).in(item);
            boolean fits = steps.getLast() instanceof Integer
                    ? parent instanceof AttributeValue.L
                    : parent instanceof AttributeValue.M;
            if (!fits) {
                throw DynamoDbError.invalid(BAD_PATH);
            }
        }
        return path;
    }

    static AttributeValue value(Operand operand, Map<String, AttributeValue> item) {
        return switch (operand) {
            case Operand.Path(DocumentPath path) -> {
                AttributeValue found = path.in(item);
                if (found == null) {
                    throw DynamoDbError.invalid(
                            "The provided expression refers to an attribute that does not exist in the item");
                }
                yield found;
            }
            case Operand.Value(AttributeValue value) -> value;
            case Operand.Arithmetic(char operator, Operand left, Operand right) -> {
                String one = number(value(left, item));
                String other = number(value(right, item));
                yield new AttributeValue.N(operator == '+' ? Numbers.add(one, other) : Numbers.subtract(one, other));
            }
            case Operand.Call(String name, List<Operand> arguments) -> call(name, arguments, item);
            case Operand.Unknown _ -> throw new IllegalStateException("not resolved");
        };
    }

    private static AttributeValue call(String name, List<Operand> arguments, Map<String, AttributeValue> item) {
        if (name.equals("if_not_exists")) {
            AttributeValue present =
                    ((Operand.Path) arguments.getFirst()).path().in(item);
            return present != null ? present : value(arguments.get(1), item);
        }
        List<AttributeValue> all = new ArrayList<>(list(value(arguments.get(0), item)));
        all.addAll(list(value(arguments.get(1), item)));
        return new AttributeValue.L(all);
    }

    private static String number(AttributeValue value) {
        if (value instanceof AttributeValue.N(String number)) {
            return number;
        }
        throw wrongType();
    }

    private static List<AttributeValue> list(AttributeValue value) {
        if (value instanceof AttributeValue.L(List<AttributeValue> all)) {
            return all;
        }
        throw wrongType();
    }

    private static FaultException wrongType() {
        return DynamoDbError.invalid(WRONG_TYPE);
    }

    private static AttributeValue added(AttributeValue present, AttributeValue value) {
        AttributeValue sum = sum(present, value);
        if (sum == null) {
            throw wrongType();
        }
        return sum;
    }

    /** {@code present} with {@code value} added; null when they do not fit. */
    static @Nullable AttributeValue sum(AttributeValue present, AttributeValue value) {
        return switch (value) {
            case AttributeValue.N(String more) ->
                present instanceof AttributeValue.N(String number)
                        ? new AttributeValue.N(Numbers.add(number, more))
                        : null;
            case AttributeValue.Ss(List<String> more) ->
                present instanceof AttributeValue.Ss(List<String> all) ? new AttributeValue.Ss(union(all, more)) : null;
            case AttributeValue.Ns(List<String> more) ->
                present instanceof AttributeValue.Ns(List<String> all) ? new AttributeValue.Ns(union(all, more)) : null;
            case AttributeValue.Bs(List<AttributeValue.B> more) ->
                present instanceof AttributeValue.Bs(List<AttributeValue.B> all)
                        ? new AttributeValue.Bs(union(all, more))
                        : null;
            case AttributeValue.L(List<AttributeValue> more) -> {
                if (!(present instanceof AttributeValue.L(List<AttributeValue> all))) {
                    yield null;
                }
                List<AttributeValue> both = new ArrayList<>(all);
                both.addAll(more);
                yield new AttributeValue.L(both);
            }
            case AttributeValue _ -> null;
        };
    }

    private static <T> List<T> union(List<T> all, List<T> more) {
        Set<T> union = new LinkedHashSet<>(all);
        union.addAll(more);
        return List.copyOf(union);
    }

    private static @Nullable AttributeValue without(AttributeValue present, AttributeValue value) {
        if (!present.type().equals(value.type())) {
            throw wrongType();
        }
        return difference(present, value);
    }

    /** The set {@code present} without the elements of the set {@code value}; null when nothing is left. */
    static @Nullable AttributeValue difference(AttributeValue present, AttributeValue value) {
        if (present instanceof AttributeValue.Ss(var all) && value instanceof AttributeValue.Ss(var less)) {
            List<String> left = minus(all, less);
            return left.isEmpty() ? null : new AttributeValue.Ss(left);
        }
        if (present instanceof AttributeValue.Ns(var all) && value instanceof AttributeValue.Ns(var less)) {
            List<String> left = minus(all, less);
            return left.isEmpty() ? null : new AttributeValue.Ns(left);
        }
        if (present instanceof AttributeValue.Bs(var all) && value instanceof AttributeValue.Bs(var less)) {
            List<AttributeValue.B> left = minus(all, less);
            return left.isEmpty() ? null : new AttributeValue.Bs(left);
        }
        throw wrongType();
    }

    private static <T> List<T> minus(List<T> all, List<T> less) {
        return all.stream().filter(each -> !less.contains(each)).toList();
    }

    /** {@code node} with {@code value}, or without what is there, behind the steps from {@code at} on. */
    private static AttributeValue replaced(
            AttributeValue node, List<Object> steps, int at, @Nullable AttributeValue value) {
        boolean last = at == steps.size() - 1;
        if (steps.get(at) instanceof Integer place) {
            List<AttributeValue> list = new ArrayList<>(list(node));
            if (last && value == null) {
                list.remove(place.intValue());
            } else if (last && value != null && place >= list.size()) {
                list.add(value);
            } else {
                list.set(place, last && value != null ? value : replaced(list.get(place), steps, at + 1, value));
            }
            return new AttributeValue.L(list);
        }
        String name = (String) steps.get(at);
        Map<String, AttributeValue> map = new LinkedHashMap<>(((AttributeValue.M) node).values());
        if (last && value == null) {
            map.remove(name);
        } else if (last && value != null) {
            map.put(name, value);
        } else {
            AttributeValue inner = map.get(name);
            if (inner == null) {
                throw DynamoDbError.invalid(BAD_PATH);
            }
            map.put(name, replaced(inner, steps, at + 1, value));
        }
        return new AttributeValue.M(map);
    }
}
