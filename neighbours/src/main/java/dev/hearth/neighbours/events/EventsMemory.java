package dev.hearth.neighbours.events;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Buses, rules, archives and replays as the shells of {@link Events} share them: in memory, and in the store before a
 * change is seen. Changes are made with {@link #changing} held; reading needs no lock.
 */
final class EventsMemory {

    final Object changing = new Object();
    final EventsStore store;
    final Ports ports;
    final Arns arns;

    private final ConcurrentSkipListMap<String, EventBus> buses = new ConcurrentSkipListMap<>();
    private final Map<String, ConcurrentSkipListMap<String, Rule>> rules = new ConcurrentHashMap<>();
    private final Map<String, BusMatcher> matchers = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<String, Archive> archives = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, Replay> replays = new ConcurrentSkipListMap<>();

    EventsMemory(EventsStore store, Ports ports, AwsScope scope) {
        this.store = store;
        this.ports = ports;
        this.arns = new Arns(scope);
        buses.put(EventBus.DEFAULT, new EventBus(EventBus.DEFAULT, "", "", "", "", Map.of(), 0, 0));
        store.buses().forEach(bus -> buses.put(bus.name(), bus));
        store.rules().forEach(rule -> ofBus(rule.bus()).put(rule.name(), rule));
        store.archives().forEach(archive -> archives.put(archive.name(), archive));
        store.replays().forEach(replay -> replays.put(replay.name(), replay));
    }

    AwsScope scope() {
        return arns.scope();
    }

    long now() {
        return ports.time().millis();
    }

    private ConcurrentSkipListMap<String, Rule> ofBus(String bus) {
        return rules.computeIfAbsent(bus, _ -> new ConcurrentSkipListMap<>());
    }

    Map<String, EventBus> buses() {
        return buses;
    }

    @Nullable
    EventBus findBus(String name) {
        return buses.get(name);
    }

    /** The bus of that name or ARN; the default one when nothing was said. */
    EventBus bus(@Nullable String nameOrArn) {
        String name = arns.busName(nameOrArn);
        EventBus bus = buses.get(name);
        if (bus == null) {
            throw EventsError.noBus(name);
        }
        return bus;
    }

    EventBus keep(EventBus bus) {
        store.put(bus);
        buses.put(bus.name(), bus);
        return bus;
    }

    void forgetBus(String name) {
        store.deleteBus(name);
        buses.remove(name);
        matchers.remove(name);
    }

    /** The rules of a bus, by name. */
    Map<String, Rule> rules(String bus) {
        Map<String, Rule> found = rules.get(bus);
        return found == null ? Map.of() : found;
    }

    @Nullable
    Rule findRule(String bus, String name) {
        return rules(bus).get(name);
    }

    Rule rule(String bus, String name) {
        Rule rule = findRule(bus, name);
        if (rule == null) {
            throw EventsError.noRule(name, bus);
        }
        return rule;
    }

    Rule keep(Rule rule) {
        store.put(rule);
        return know(rule);
    }

    private Rule know(Rule rule) {
        ofBus(rule.bus()).put(rule.name(), rule);
        matchers.remove(rule.bus());
        return rule;
    }

    void forget(Rule rule) {
        store.deleteRule(rule.bus(), rule.name());
        unknow(rule);
    }

    private void unknow(Rule rule) {
        ofBus(rule.bus()).remove(rule.name());
        matchers.remove(rule.bus());
    }

    /** The rules of {@code bus} that take {@code event}. */
    List<Rule> match(String bus, String event) {
        BusMatcher matcher = matchers.get(bus);
        if (matcher == null) {
            synchronized (changing) {
                matcher = matchers.computeIfAbsent(
                        bus, name -> new BusMatcher(rules(name).values()));
            }
        }
        return matcher.match(event);
    }

    Map<String, Archive> archives() {
        return archives;
    }

    Archive archive(String name) {
        Archive archive = archives.get(name);
        if (archive == null) {
            throw EventsError.noArchive(name);
        }
        return archive;
    }

    Archive keep(Archive archive, Rule rule) {
        store.put(archive, rule);
        know(rule);
        archives.put(archive.name(), archive);
        return archive;
    }

    void forget(Archive archive, Rule rule) {
        store.deleteArchive(archive, rule);
        unknow(rule);
        archives.remove(archive.name());
    }

    Map<String, Replay> replays() {
        return replays;
    }

    Replay keep(Replay replay) {
        store.put(replay);
        replays.put(replay.name(), replay);
        return replay;
    }

    /** Does {@code change} to the bus or rule that {@code arn} names. */
    void tagged(String arn, Consumer<EventBus> onBus, Consumer<Rule> onRule) {
        String busPrefix = arns.bus("");
        String rulePrefix = scope().arn("events", "rule/");
        if (arn.startsWith(busPrefix)) {
            onBus.accept(bus(arn));
        } else if (arn.startsWith(rulePrefix)) {
            String path = arn.substring(rulePrefix.length());
            int slash = path.lastIndexOf('/');
            String bus = slash < 0 ? EventBus.DEFAULT : path.substring(0, slash);
            onRule.accept(rule(bus, path.substring(slash + 1)));
        } else {
            throw notTaggable(arn);
        }
    }

    private static FaultException notTaggable(String arn) {
        return EventsError.RESOURCE_NOT_FOUND.because("Resource " + arn + " does not exist.");
    }

    /** {@code present} and {@code added} together. */
    static Map<String, String> tags(Map<String, String> present, Map<String, String> added) {
        Map<String, String> all = new HashMap<>(present);
        all.putAll(added);
        if (all.size() > EventsLimits.TAGS) {
            throw EventsError.LIMIT_EXCEEDED.because("The number of tags exceeds the limit of " + EventsLimits.TAGS);
        }
        return all;
    }
}
