package dev.hearth.neighbours.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.event.ruler.Machine;

/**
 * Which rules of one bus take an event: one machine for all their patterns, so that an event is read once however many
 * rules there are. Made anew when a rule changes; safe for many threads.
 */
final class BusMatcher {

    private final Machine machine = Machine.builder().build();
    private final Map<String, Rule> rules = new TreeMap<>();

    /** @param all the bus's rules, whose patterns are valid */
    BusMatcher(Collection<Rule> all) {
        for (Rule rule : all) {
            if (rule.isEnabled() && !rule.pattern().isEmpty()) {
                try {
                    machine.addRule(rule.name(), rule.pattern());
                } catch (java.io.IOException invalid) {
                    throw new IllegalStateException("a kept pattern is valid", invalid);
                }
                rules.put(rule.name(), rule);
            }
        }
    }

    /** @param event a valid JSON object */
    List<Rule> match(String event) {
        try {
            List<Rule> matched = new ArrayList<>();
            machine.rulesForJSONEvent(event).stream().distinct().forEach(name -> {
                Rule rule = rules.get(name);
                if (rule != null) {
                    matched.add(rule);
                }
            });
            return matched;
        } catch (Exception notJson) {
            throw new IllegalStateException("an event is JSON", notJson);
        }
    }
}
