package dev.hearth.neighbours.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The shell of {@link Rules}. */
final class RoomRules implements Rules {

    private final EventsMemory memory;
    private final RuleClock clock;

    RoomRules(EventsMemory memory, RuleClock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    public Rule put(Wish wish) {
        synchronized (memory.changing) {
            String bus = memory.bus(wish.bus()).name();
            EventRules.rule(wish, bus);
            String name = String.valueOf(wish.name());
            Rule before = memory.findRule(bus, name);
            if (before == null && memory.rules(bus).size() >= EventsLimits.RULES) {
                throw EventsError.LIMIT_EXCEEDED.because("The requested resource exceeds the maximum number allowed.");
            }
            if (before != null) {
                changeable(before, false);
            }
            Rule rule = memory.keep(made(wish, bus, name, before));
            clock.changed(rule);
            return rule;
        }
    }

    private Rule made(Wish wish, String bus, String name, @Nullable Rule before) {
        String schedule = orEmpty(wish.schedule());
        boolean goesOn =
                before != null && before.isEnabled() && before.schedule().equals(schedule);
        return new Rule(
                bus,
                name,
                orEmpty(wish.pattern()),
                schedule,
                Objects.requireNonNullElse(wish.state(), Rule.ENABLED),
                orEmpty(wish.description()),
                orEmpty(wish.roleArn()),
                "",
                before == null ? EventsMemory.tags(Map.of(), wish.tags()) : before.tags(),
                before == null ? List.of() : before.targets(),
                goesOn ? before.sinceMillis() : memory.now());
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static void changeable(Rule rule, boolean force) {
        if (rule.isManaged() && !force) {
            throw EventsError.MANAGED_RULE.because("Rule " + rule.name() + " is a managed rule of " + rule.managedBy()
                    + " and cannot be changed by others.");
        }
    }

    @Override
    public void delete(String name, @Nullable String bus, boolean force) {
        synchronized (memory.changing) {
            Rule rule = memory.findRule(memory.bus(bus).name(), name);
            if (rule == null) {
                return;
            }
            changeable(rule, force);
            if (!rule.targets().isEmpty()) {
                throw EventsError.VALIDATION.because("Rule can't be deleted since it has targets.");
            }
            memory.forget(rule);
            clock.forget(rule);
        }
    }

    @Override
    public Rule get(String name, @Nullable String bus) {
        return memory.rule(memory.bus(bus).name(), name);
    }

    @Override
    public String arn(Rule rule) {
        return memory.arns.rule(rule);
    }

    @Override
    public Page<Rule> list(@Nullable String prefix, @Nullable String bus, Page.Wish page) {
        List<Rule> all = memory.rules(memory.bus(bus).name()).values().stream()
                .filter(rule -> prefix == null || rule.name().startsWith(prefix))
                .toList();
        return Page.of(all, page);
    }

    @Override
    public Page<String> namesByTarget(String targetArn, @Nullable String bus, Page.Wish page) {
        List<String> all = memory.rules(memory.bus(bus).name()).values().stream()
                .filter(rule ->
                        rule.targets().stream().anyMatch(target -> target.arn().equals(targetArn)))
                .map(Rule::name)
                .toList();
        return Page.of(all, page);
    }

    @Override
    public void setState(String name, @Nullable String bus, String state) {
        synchronized (memory.changing) {
            Rule rule = get(name, bus);
            changeable(rule, false);
            clock.changed(memory.keep(rule.in(state, memory.now())));
        }
    }

    @Override
    public List<Failed> putTargets(String name, @Nullable String bus, List<Target> targets) {
        targets.forEach(TargetRules::check);
        synchronized (memory.changing) {
            Rule rule = get(name, bus);
            changeable(rule, false);
            List<Target> all = new ArrayList<>(rule.targets());
            for (Target target : targets) {
                int place = index(all, target.id());
                if (place < 0) {
                    all.add(target);
                } else {
                    all.set(place, target);
                }
            }
            if (all.size() > EventsLimits.TARGETS) {
                throw EventsError.LIMIT_EXCEEDED.because("The requested resource exceeds the maximum number allowed.");
            }
            memory.keep(rule.with(all));
            return List.of();
        }
    }

    private static int index(List<Target> targets, String id) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public List<Failed> removeTargets(String name, @Nullable String bus, List<String> ids, boolean force) {
        synchronized (memory.changing) {
            Rule rule = get(name, bus);
            changeable(rule, force);
            List<Target> rest = new ArrayList<>(rule.targets());
            List<Failed> failed = new ArrayList<>();
            for (String id : ids) {
                if (!rest.removeIf(target -> target.id().equals(id))) {
                    failed.add(new Failed(
                            id,
                            EventsError.RESOURCE_NOT_FOUND.awsName(),
                            "Rule '" + name + "' does not have a target with the Id '" + id + "'."));
                }
            }
            memory.keep(rule.with(rest));
            return failed;
        }
    }

    @Override
    public Page<Target> targets(String name, @Nullable String bus, Page.Wish page) {
        return Page.of(get(name, bus).targets(), page);
    }
}
