package dev.hearth.neighbours.cloudformation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link StackStore} in memory, for tests. */
final class MemoryStackStore implements StackStore {

    private record Key(String stackId, String logicalId, int generation) {}

    private final Map<String, Stack> stacks = new LinkedHashMap<>();
    private final Map<Key, StackResource> resources = new LinkedHashMap<>();
    private final List<StackEvent> events = new ArrayList<>();
    private final Map<String, ChangeSet> changeSets = new LinkedHashMap<>();
    private final Map<String, Export> exports = new TreeMap<>();
    private final Map<String, Set<String>> imports = new HashMap<>();

    @Override
    public synchronized boolean isAnyBusy() {
        return !busy().isEmpty();
    }

    @Override
    public synchronized List<Stack> busy() {
        return stacks.values().stream().filter(stack -> stack.status().isBusy()).toList();
    }

    @Override
    public synchronized List<Stack> stacks() {
        return stacks.values().stream()
                .sorted(Comparator.comparingLong(Stack::createdMillis).reversed())
                .toList();
    }

    @Override
    public synchronized @Nullable Stack byId(String id) {
        return stacks.get(id);
    }

    @Override
    public synchronized @Nullable Stack named(String name) {
        return stacks.values().stream()
                .filter(stack -> stack.isLive() && stack.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public synchronized List<StackResource> resources(String stackId) {
        return resources.values().stream()
                .filter(resource -> resource.stackId().equals(stackId))
                .toList();
    }

    @Override
    public synchronized List<StackEvent> events(String stackId, long before, int limit) {
        return events.stream()
                .filter(event -> event.stackId().equals(stackId) && event.number() < before)
                .sorted(Comparator.comparingLong(StackEvent::number).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<ChangeSet> changeSets(String stackId) {
        return changeSets.values().stream()
                .filter(set -> set.stackId().equals(stackId))
                .toList();
    }

    @Override
    public synchronized Map<String, Export> exports() {
        return new TreeMap<>(exports);
    }

    @Override
    public synchronized List<String> importers(String export) {
        return imports.entrySet().stream()
                .filter(entry -> entry.getValue().contains(export))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized void save(Unit unit) {
        String id = unit.stack().id();
        stacks.put(id, unit.stack());
        unit.resources().forEach(each -> resources.put(new Key(id, each.logicalId(), each.generation()), each));
        events.addAll(unit.events());
        unit.changeSets().forEach(set -> changeSets.put(set.id(), set));
        unit.gone().forEach(changeSets::remove);
        Map<String, String> given = unit.exports();
        if (given != null) {
            exports.values().removeIf(export -> export.stackId().equals(id));
            given.forEach((name, value) -> exports.put(name, new Export(name, value, id)));
        }
        Set<String> used = unit.imports();
        if (used != null) {
            imports.put(id, Set.copyOf(used));
        }
    }

    @Override
    public synchronized void forget(String stackId) {
        stacks.remove(stackId);
        resources.keySet().removeIf(key -> key.stackId().equals(stackId));
        events.removeIf(event -> event.stackId().equals(stackId));
        changeSets.values().removeIf(set -> set.stackId().equals(stackId));
        imports.remove(stackId);
    }
}
