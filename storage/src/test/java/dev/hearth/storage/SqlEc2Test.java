package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.ec2.Ec2Store;
import dev.hearth.neighbours.ec2.GroupRule;
import dev.hearth.neighbours.ec2.Peer;
import dev.hearth.neighbours.ec2.PrefixList;
import dev.hearth.neighbours.ec2.SecurityGroup;
import dev.hearth.neighbours.ec2.Traffic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("both-engines")
class SqlEc2Test {

    private static final Traffic HTTPS = new Traffic("tcp", 443, 443);

    @TempDir
    Path folder;

    @Test
    void groupsAndTheVersionsOfListsSurviveReopening() {
        SecurityGroup group = new SecurityGroup(
                "sg-1",
                "web",
                "for the web",
                "vpc-1",
                Map.of("team", "a"),
                List.of(
                        rule("sgr-1", new Peer.Ipv4("10.0.0.0/8")),
                        rule("sgr-2", new Peer.Ipv6("2001:db8::/32")),
                        rule("sgr-3", new Peer.Prefixes("pl-1")),
                        rule("sgr-4", new Peer.Group("sg-1"))));
        PrefixList first = list(1, "192.0.2.0/24");
        PrefixList second = list(2, "198.51.100.0/24");
        try (TestDatabase test = TestDatabase.in(folder)) {
            Ec2Store store = Stores.ec2(test.database());
            store.put(group.rules().isEmpty() ? group : new SecurityGroup("sg-1", "old", "", "", Map.of(), List.of()));
            store.put(group);
            store.put(first);
            store.put(second);
            store.put(list(1, "203.0.113.0/24", "pl-2"));
            Ec2Store reopened = Stores.ec2(test.reopen());
            assertThat(reopened.groups()).containsExactly(group);
            assertThat(reopened.prefixLists()).containsExactlyInAnyOrder(second, list(1, "203.0.113.0/24", "pl-2"));
            assertThat(reopened.versions("pl-1")).containsExactly(first, second);
            reopened.deleteGroup("sg-1");
            reopened.deletePrefixList("pl-1");
            assertThat(reopened.groups()).isEmpty();
            assertThat(reopened.versions("pl-1")).isEmpty();
            assertThat(reopened.versions("pl-2")).hasSize(1);
        }
    }

    private static GroupRule rule(String id, Peer peer) {
        return new GroupRule(id, true, HTTPS, peer, "why", Map.of("k", "v"));
    }

    private static PrefixList list(long version, String cidr) {
        return list(version, cidr, "pl-1");
    }

    private static PrefixList list(long version, String cidr, String id) {
        return new PrefixList(
                id, "ranges", false, 10, version, Map.of(), List.of(new PrefixList.Entry(cidr, "somewhere")));
    }
}
