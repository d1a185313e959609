package dev.hearth.neighbours.ec2;

/** EC2's quotas (Amazon VPC user guide, "Amazon VPC quotas", and the API reference). */
public interface Ec2Limits {

    /** Security groups in a region. */
    int GROUPS = 2_500;

    /** Rules of one direction and one family of addresses in a group. */
    int RULES_PER_GROUP = 60;

    /** Security groups of one network interface, and so of one function. */
    int GROUPS_PER_INTERFACE = 5;

    /** Prefix lists in a region. */
    int PREFIX_LISTS = 100;

    /** Entries that a prefix list may be made for. */
    int PREFIX_LIST_ENTRIES = 1_000;

    /** Versions that a prefix list keeps; older ones cannot be restored any more. */
    int PREFIX_LIST_VERSIONS = 1_000;

    /** Entries that are added or removed by one request. */
    int ENTRIES_PER_CHANGE = 100;

    /** Characters of a group's name and of its description. */
    int TEXT = 255;

    /** Tags of one resource. */
    int TAGS = 50;
}
