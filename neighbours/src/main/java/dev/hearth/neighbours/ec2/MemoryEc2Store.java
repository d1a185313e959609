package dev.hearth.neighbours.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** {@link Ec2Store} that forgets. */
final class MemoryEc2Store implements Ec2Store {

    private final Map<String, SecurityGroup> groups = new TreeMap<>();
    private final Map<String, NavigableMap<Long, PrefixList>> lists = new TreeMap<>();

    @Override
    public synchronized List<SecurityGroup> groups() {
        return new ArrayList<>(groups.values());
    }

    @Override
    public synchronized List<PrefixList> prefixLists() {
        return lists.values().stream()
                .map(versions -> versions.lastEntry().getValue())
                .toList();
    }

    @Override
    public synchronized List<PrefixList> versions(String listId) {
        return new ArrayList<>(lists.getOrDefault(listId, new TreeMap<>()).values());
    }

    @Override
    public synchronized void put(SecurityGroup group) {
        groups.put(group.id(), group);
    }

    @Override
    public synchronized void put(PrefixList list) {
        NavigableMap<Long, PrefixList> versions = lists.computeIfAbsent(list.id(), id -> new TreeMap<>());
        versions.put(list.version(), list);
        while (versions.size() > Ec2Limits.PREFIX_LIST_VERSIONS) {
            versions.pollFirstEntry();
        }
    }

    @Override
    public synchronized void deleteGroup(String id) {
        groups.remove(id);
    }

    @Override
    public synchronized void deletePrefixList(String id) {
        lists.remove(id);
    }
}
