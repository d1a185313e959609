package dev.hearth.neighbours.ec2;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Randomness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All of it in memory, and on disk before anybody sees it. One change at a time. */
final class RoomEc2 implements Ec2 {

    private static final int DIGITS = 18;

    private final Ec2Store store;
    private final GroupUsers users;
    private final Randomness randomness;
    private final Network network;
    private final String defaultGroup;
    private final Map<String, SecurityGroup> groups = new TreeMap<>();
    private final Map<String, PrefixList> lists = new TreeMap<>();
    private boolean read;
    private long revision;

    RoomEc2(Ec2Store store, GroupUsers users, Randomness randomness, AwsScope scope) {
        this.store = store;
        this.users = users;
        this.randomness = randomness;
        this.network = Network.of(scope);
        this.defaultGroup = Network.id("sg", scope);
    }

    private void read() {
        if (read) {
            return;
        }
        store.groups().forEach(group -> groups.put(group.id(), group));
        store.prefixLists().forEach(list -> lists.put(list.id(), list));
        if (!groups.containsKey(defaultGroup)) {
            List<GroupRule> rules = List.of(
                    new GroupRule(id("sgr"), false, Traffic.ALL, new Peer.Group(defaultGroup), "", Map.of()),
                    open(id("sgr")));
            keep(new SecurityGroup(
                    defaultGroup,
                    SecurityGroup.DEFAULT,
                    "default VPC security group",
                    network.vpcId(),
                    Map.of(),
                    rules));
        }
        read = true;
    }

    private static GroupRule open(String id) {
        return new GroupRule(id, true, Traffic.ALL, new Peer.Ipv4("0.0.0.0/0"), "", Map.of());
    }

    private String id(String kind) {
        return kind + "-" + randomness.hex(DIGITS).substring(1);
    }

    private void keep(SecurityGroup group) {
        store.put(group);
        groups.put(group.id(), group);
        revision++;
    }

    private PrefixList keep(PrefixList list) {
        store.put(list);
        lists.put(list.id(), list);
        revision++;
        return list;
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public synchronized SecurityGroup createGroup(
            @Nullable String name, @Nullable String description, @Nullable String vpcId, Map<String, String> tags) {
        read();
        GroupRules.checkNew(name, description);
        GroupRules.checkTags(tags);
        if (vpcId != null && !vpcId.equals(network.vpcId())) {
            throw Ec2Error.NO_VPC.because("The vpc ID '" + vpcId + "' does not exist");
        }
        if (groups.values().stream().anyMatch(group -> group.name().equals(name))) {
            throw Ec2Error.GROUP_EXISTS.because(
                    "The security group '" + name + "' already exists for VPC '" + network.vpcId() + "'");
        }
        if (groups.size() >= Ec2Limits.GROUPS) {
            throw Ec2Error.TOO_MANY_GROUPS.because("The maximum number of security groups has been reached.");
        }
        SecurityGroup group = new SecurityGroup(
                id("sg"),
                String.valueOf(name),
                String.valueOf(description),
                network.vpcId(),
                tags,
                List.of(open(id("sgr"))));
        keep(group);
        return group;
    }

    @Override
    public synchronized List<SecurityGroup> groups() {
        read();
        return new ArrayList<>(groups.values());
    }

    @Override
    public synchronized SecurityGroup group(String id) {
        read();
        GroupRules.checkId(id);
        SecurityGroup group = groups.get(id);
        if (group == null) {
            throw Ec2Error.noGroup(id);
        }
        return group;
    }

    @Override
    public synchronized SecurityGroup groupNamed(String name) {
        return groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Ec2Error.noGroup(name));
    }

    @Override
    public synchronized void deleteGroup(String id) {
        SecurityGroup group = group(id);
        if (id.equals(defaultGroup)) {
            throw Ec2Error.CANNOT_DELETE.because(
                    "the specified group: \"" + id + "\" name: \"" + group.name() + "\" cannot be deleted by a user");
        }
        boolean named = groups.values().stream()
                .filter(other -> !other.id().equals(id))
                .anyMatch(other ->
                        other.rules().stream().anyMatch(rule -> rule.peer().equals(new Peer.Group(id))));
        if (named || !users.of(id).isEmpty()) {
            throw Ec2Error.GROUP_IN_USE.because("resource " + id + " has a dependent object");
        }
        store.deleteGroup(id);
        groups.remove(id);
        revision++;
    }

    @Override
    public synchronized List<GroupRule> authorize(String groupId, List<RuleWish> wishes, Map<String, String> tags) {
        SecurityGroup before = group(groupId);
        GroupRules.checkTags(tags);
        wishes.forEach(wish -> checkPeer(wish.peer()));
        SecurityGroup after = GroupDecisions.authorize(before, wishes, () -> id("sgr"), this::weight);
        int old = before.rules().size();
        List<GroupRule> rules = new ArrayList<>(after.rules());
        for (int i = old; i < rules.size(); i++) {
            rules.set(i, rules.get(i).tagged(tags));
        }
        keep(after.with(rules));
        return List.copyOf(rules.subList(old, rules.size()));
    }

    private int weight(String listId) {
        PrefixList list = prefixList(listId);
        return list.ipv6() ? -list.maxEntries() : list.maxEntries();
    }

    private void checkPeer(Peer peer) {
        switch (peer) {
            case Peer.Group(String groupId) -> group(groupId);
            case Peer.Prefixes(String listId) -> prefixList(listId);
            case Peer.Ipv4 ipv4 -> {}
            case Peer.Ipv6 ipv6 -> {}
        }
    }

    @Override
    public synchronized void revoke(String groupId, List<RuleWish> wishes) {
        change(groupId, group -> GroupDecisions.revoke(group, wishes));
    }

    @Override
    public synchronized void revoke(String groupId, boolean egress, List<String> ruleIds) {
        change(groupId, group -> GroupDecisions.revokeIds(group, egress, ruleIds));
    }

    @Override
    public synchronized void describe(String groupId, List<RuleWish> wishes) {
        change(groupId, group -> GroupDecisions.describe(group, wishes));
    }

    @Override
    public synchronized void change(String groupId, String ruleId, RuleWish wish) {
        checkPeer(wish.peer());
        change(groupId, group -> GroupDecisions.change(group, ruleId, wish, this::weight));
    }

    private void change(String groupId, UnaryOperator<SecurityGroup> change) {
        keep(change.apply(group(groupId)));
    }

    @Override
    public synchronized PrefixList createPrefixList(
            String name, boolean ipv6, int maxEntries, List<PrefixList.Entry> entries, Map<String, String> tags) {
        read();
        GroupRules.checkTags(tags);
        PrefixListDecisions.checkMaxEntries(maxEntries);
        List<PrefixList.Entry> checked = PrefixListDecisions.checked(ipv6, entries);
        if (checked.size() > maxEntries) {
            throw Ec2Error.TOO_MANY_ENTRIES.because(
                    "You've reached the maximum number of entries for the prefix list.");
        }
        if (lists.size() >= Ec2Limits.PREFIX_LISTS) {
            throw Ec2Error.TOO_MANY_PREFIX_LISTS.because("The maximum number of prefix lists has been reached.");
        }
        return keep(new PrefixList(id("pl"), name, ipv6, maxEntries, 1, tags, checked));
    }

    @Override
    public synchronized List<PrefixList> prefixLists() {
        read();
        return new ArrayList<>(lists.values());
    }

    @Override
    public synchronized PrefixList prefixList(String id) {
        read();
        PrefixList list = lists.get(id);
        if (list == null) {
            throw Ec2Error.noPrefixList(id);
        }
        return list;
    }

    @Override
    public synchronized PrefixList prefixList(String id, long version) {
        PrefixList newest = prefixList(id);
        return version == newest.version()
                ? newest
                : store.versions(id).stream()
                        .filter(list -> list.version() == version)
                        .findFirst()
                        .orElseThrow(() -> Ec2Error.NO_VERSION.because(
                                "The version " + version + " of the prefix list " + id + " does not exist"));
    }

    @Override
    public synchronized PrefixList change(String id, PrefixListChange change) {
        PrefixList after = PrefixListDecisions.change(prefixList(id), change);
        Integer wished = change.maxEntries();
        if (wished != null) {
            checkUsers(after);
        }
        return keep(after);
    }

    /** The rules that name a list must still fit into their groups when it grows. */
    private void checkUsers(PrefixList after) {
        for (String user : usersOf(after.id())) {
            GroupDecisions.authorize(
                    group(user),
                    List.of(),
                    () -> "",
                    listId -> listId.equals(after.id())
                            ? after.ipv6() ? -after.maxEntries() : after.maxEntries()
                            : weight(listId));
        }
    }

    @Override
    public synchronized PrefixList restore(String id, long previous, long current) {
        PrefixList newest = prefixList(id);
        PrefixListDecisions.checkVersion(newest, current);
        List<PrefixList.Entry> entries = prefixList(id, previous).entries();
        if (entries.size() > newest.maxEntries()) {
            throw Ec2Error.TOO_MANY_ENTRIES.because(
                    "You've reached the maximum number of entries for the prefix list.");
        }
        return keep(new PrefixList(
                id, newest.name(), newest.ipv6(), newest.maxEntries(), newest.version() + 1, newest.tags(), entries));
    }

    @Override
    public synchronized PrefixList deletePrefixList(String id) {
        PrefixList list = prefixList(id);
        if (!usersOf(id).isEmpty()) {
            throw Ec2Error.GROUP_IN_USE.because("The prefix list " + id + " is referenced by another resource");
        }
        store.deletePrefixList(id);
        lists.remove(id);
        revision++;
        return list;
    }

    @Override
    public synchronized List<String> usersOf(String prefixListId) {
        return groups().stream()
                .filter(group ->
                        group.rules().stream().anyMatch(rule -> rule.peer().equals(new Peer.Prefixes(prefixListId))))
                .map(SecurityGroup::id)
                .toList();
    }

    @Override
    public synchronized Map<String, Map<String, String>> tags() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (SecurityGroup group : groups()) {
            all.put(group.id(), group.tags());
            group.rules().forEach(rule -> all.put(rule.id(), rule.tags()));
        }
        lists.values().forEach(list -> all.put(list.id(), list.tags()));
        all.values().removeIf(Map::isEmpty);
        return all;
    }

    @Override
    public synchronized void tag(String id, Map<String, String> tags) {
        retag(id, before -> {
            Map<String, String> after = new LinkedHashMap<>(before);
            after.putAll(tags);
            GroupRules.checkTags(after);
            return after;
        });
    }

    @Override
    public synchronized void untag(String id, Map<String, @Nullable String> tags) {
        retag(id, before -> GroupRules.without(before, tags));
    }

    private void retag(String id, UnaryOperator<Map<String, String>> change) {
        read();
        PrefixList list = lists.get(id);
        if (list != null) {
            keep(list.tagged(change.apply(list.tags())));
            return;
        }
        for (SecurityGroup group : groups.values()) {
            if (group.id().equals(id)) {
                keep(group.tagged(change.apply(group.tags())));
                return;
            }
            if (group.rules().stream().anyMatch(rule -> rule.id().equals(id))) {
                keep(group.with(group.rules().stream()
                        .map(rule -> rule.id().equals(id) ? rule.tagged(change.apply(rule.tags())) : rule)
                        .toList()));
                return;
            }
        }
        throw Ec2Error.NO_RESOURCE.because("The ID '" + id + "' is not valid");
    }

    @Override
    public synchronized List<EgressRule> egress(List<String> groupIds) {
        read();
        return groupIds.stream()
                .map(groups::get)
                .filter(java.util.Objects::nonNull)
                .flatMap(group -> group.rules().stream())
                .filter(GroupRule::egress)
                .map(rule -> new EgressRule(rule.traffic(), cidrs(rule.peer())))
                .toList();
    }

    private List<String> cidrs(Peer peer) {
        return switch (peer) {
            case Peer.Ipv4(String cidr) -> List.of(cidr);
            case Peer.Ipv6(String cidr) -> List.of(cidr);
            // Functions listen to nobody, so that there is nobody to reach in a group.
            case Peer.Group group -> List.of();
            case Peer.Prefixes(String listId) ->
                prefixList(listId).entries().stream()
                        .map(PrefixList.Entry::cidr)
                        .toList();
        };
    }

    @Override
    public synchronized long revision() {
        return revision;
    }
}
