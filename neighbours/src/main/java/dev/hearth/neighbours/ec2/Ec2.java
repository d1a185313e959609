package dev.hearth.neighbours.ec2;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Randomness;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** EC2's security groups and prefix lists in this account and region. Refusals are {@link Ec2Error}s, thrown. */
public interface Ec2 {

    /** What {@code store} keeps. Nothing is read before the first call. */
    static Ec2 create(Ec2Store store, GroupUsers users, Randomness randomness, AwsScope scope) {
        return new RoomEc2(store, users, randomness, scope);
    }

    /** Who uses security groups besides other groups; {@code server} connects it. */
    @FunctionalInterface
    interface GroupUsers {

        /** What is in {@code groupId}, for people; empty where nothing is. */
        List<String> of(String groupId);
    }

    Network network();

    /** @param vpcId null for the default one */
    SecurityGroup createGroup(
            @Nullable String name, @Nullable String description, @Nullable String vpcId, Map<String, String> tags);

    /** All, by their ids. */
    List<SecurityGroup> groups();

    SecurityGroup group(String id);

    /** The group of that name in the default VPC. */
    SecurityGroup groupNamed(String name);

    void deleteGroup(String id);

    /** The rules that were made. */
    List<GroupRule> authorize(String groupId, List<RuleWish> wishes, Map<String, String> tags);

    void revoke(String groupId, List<RuleWish> wishes);

    void revoke(String groupId, boolean egress, List<String> ruleIds);

    void describe(String groupId, List<RuleWish> wishes);

    void change(String groupId, String ruleId, RuleWish wish);

    PrefixList createPrefixList(
            String name, boolean ipv6, int maxEntries, List<PrefixList.Entry> entries, Map<String, String> tags);

    /** All, by their ids. */
    List<PrefixList> prefixLists();

    PrefixList prefixList(String id);

    /** An older version of a list, or the newest. */
    PrefixList prefixList(String id, long version);

    PrefixList change(String id, PrefixListChange change);

    /** Makes a new version with the entries of {@code previous}. */
    PrefixList restore(String id, long previous, long current);

    PrefixList deletePrefixList(String id);

    /** The ids of the groups that have a rule with the list. */
    List<String> usersOf(String prefixListId);

    /** Tags of every resource that has some, by its id. */
    Map<String, Map<String, String>> tags();

    void tag(String id, Map<String, String> tags);

    /** @param tags a null value means whatever it is; none at all means all tags */
    void untag(String id, Map<String, @Nullable String> tags);

    /** What something in these groups may reach now; a group that is gone allows nothing. */
    List<EgressRule> egress(List<String> groupIds);

    /** Grows with every change of what {@link #egress} answers. */
    long revision();
}
