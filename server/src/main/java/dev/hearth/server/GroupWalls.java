package dev.hearth.server;

import dev.hearth.neighbours.ec2.Ec2;
import dev.hearth.neighbours.ec2.EgressRule;
import dev.hearth.sandbox.Wall;
import dev.hearth.sandbox.Wall.Passage;
import dev.hearth.services.worker.SecurityGroups;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What security groups let functions reach, as the host that decides knows it: this one, or the one that it follows.
 * Walls are made again only when some group or prefix list changed.
 */
final class GroupWalls implements SecurityGroups {

    private static final Map<String, Integer> PROTOCOLS = Map.of("tcp", 6, "udp", 17, "icmp", 1, "icmpv6", 58);

    /** A way to the host that decides. */
    @FunctionalInterface
    interface Elsewhere {
        String ask(String order) throws IOException;
    }

    private record Known(long revision, Wall wall) {}

    private record Told(String text, Wall wall) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private volatile @Nullable Supplier<Ec2> own;
    private volatile Elsewhere elsewhere = order -> {
        throw new IOException("nobody who decides is known");
    };

    /** This host knows from now on. */
    void own(Supplier<Ec2> groups) {
        known.clear();
        own = groups;
    }

    /** Another does, until this one does. */
    void elsewhere(Elsewhere way) {
        elsewhere = way;
    }

    /** This host follows another again. */
    void notOwn(Supplier<Ec2> groups) {
        if (own == groups) {
            own = null;
        }
    }

    @Override
    public Wall wall(List<String> groupIds) throws IOException {
        Supplier<Ec2> here = own;
        return here == null ? asked(SecurityGroups.name(groupIds)) : here(here.get(), SecurityGroups.name(groupIds));
    }

    private Wall here(Ec2 ec2, String name) {
        // Before the rules are read: a change in between is seen by who asks next.
        long revision = ec2.revision();
        Known last = known.get(name);
        if (last == null || last.revision() != revision) {
            List<Passage> passages = ec2.egress(List.of(name.split(","))).stream()
                    .map(GroupWalls::passage)
                    .toList();
            last = new Known(revision, new Wall(name, passages));
            known.put(name, last);
        }
        return last.wall();
    }

    private static Passage passage(EgressRule rule) {
        String protocol = rule.traffic().protocol();
        Integer number = PROTOCOLS.get(protocol);
        return new Passage(
                number == null ? Integer.parseInt(protocol) : number,
                rule.traffic().fromPort(),
                rule.traffic().toPort(),
                rule.cidrs());
    }

    private Wall asked(String name) throws IOException {
        Told last = told.get(name);
        String digest = last == null ? "-" : WallText.digest(last.text());
        String answer = elsewhere.ask(WallText.QUESTION + name + " " + digest);
        if (last != null && answer.equals(WallText.SAME)) {
            return last.wall();
        }
        Wall wall = WallText.read(name, answer);
        told.put(name, new Told(answer, wall));
        return wall;
    }

    /** Answers another host's question, where {@code order} is one. */
    @Nullable
    String answer(String order) {
        Supplier<Ec2> here = own;
        if (!order.startsWith(WallText.QUESTION) || here == null) {
            return null;
        }
        String[] words = order.substring(WallText.QUESTION.length()).split(" ");
        String text = WallText.write(here(here.get(), words[0]));
        return words.length > 1 && words[1].equals(WallText.digest(text)) ? WallText.SAME : text;
    }
}
