package dev.hearth.neighbours.ec2;

import java.util.List;

/** What EC2 keeps on disk. Every change is durable when it returns. */
public interface Ec2Store {

    /** A store that forgets everything when the process ends. */
    static Ec2Store inMemory() {
        return new MemoryEc2Store();
    }

    List<SecurityGroup> groups();

    List<PrefixList> prefixLists();

    /** The versions of a list that are still kept, the newest last. */
    List<PrefixList> versions(String listId);

    void put(SecurityGroup group);

    /** Keeps a list as it is now; as a new version where that is higher than what was kept. */
    void put(PrefixList list);

    void deleteGroup(String id);

    /** Forgets a list with all of its versions. */
    void deletePrefixList(String id);
}
