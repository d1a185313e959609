package dev.hearth.neighbours.events;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The shell of {@link Buses}. */
final class RoomBuses implements Buses {

    private final EventsMemory memory;

    RoomBuses(EventsMemory memory) {
        this.memory = memory;
    }

    @Override
    public EventBus create(Wish wish, Map<String, String> tags) {
        String name = EventRules.name(wish.name(), "name", EventsLimits.BUS_NAME);
        EventRules.description(wish.description());
        synchronized (memory.changing) {
            if (memory.findBus(name) != null) {
                throw EventsError.RESOURCE_ALREADY_EXISTS.because("Event bus " + name + " already exists.");
            }
            if (memory.buses().size() >= EventsLimits.BUSES) {
                throw EventsError.LIMIT_EXCEEDED.because("The requested resource exceeds the maximum number allowed.");
            }
            long now = memory.now();
            return memory.keep(new EventBus(
                    name,
                    orEmpty(wish.description()),
                    orEmpty(wish.kmsKey()),
                    orEmpty(wish.deadLetterArn()),
                    "",
                    EventsMemory.tags(Map.of(), tags),
                    now,
                    now));
        }
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    @Override
    public EventBus update(Wish wish) {
        EventRules.description(wish.description());
        synchronized (memory.changing) {
            EventBus bus = memory.bus(wish.name());
            return memory.keep(new EventBus(
                    bus.name(),
                    Objects.requireNonNullElse(wish.description(), bus.description()),
                    Objects.requireNonNullElse(wish.kmsKey(), bus.kmsKey()),
                    Objects.requireNonNullElse(wish.deadLetterArn(), bus.deadLetterArn()),
                    bus.policy(),
                    bus.tags(),
                    bus.createdMillis(),
                    memory.now()));
        }
    }

    @Override
    public void delete(String name) {
        if (name.equals(EventBus.DEFAULT)) {
            throw EventsError.VALIDATION.because("Cannot delete event bus default.");
        }
        synchronized (memory.changing) {
            if (!memory.rules(name).isEmpty()) {
                throw EventsError.VALIDATION.because("Event bus can't be deleted since it has rules.");
            }
            memory.forgetBus(name);
        }
    }

    @Override
    public EventBus get(@Nullable String bus) {
        return memory.bus(bus);
    }

    @Override
    public String arn(EventBus bus) {
        return memory.arns.bus(bus.name());
    }

    @Override
    public Page<EventBus> list(@Nullable String prefix, Page.Wish page) {
        List<EventBus> all = memory.buses().values().stream()
                .filter(bus -> prefix == null || bus.name().startsWith(prefix))
                .sorted(Comparator.comparing(EventBus::name))
                .toList();
        return Page.of(all, page);
    }

    @Override
    public void putPolicy(@Nullable String bus, String policy) {
        if (Json.object(policy) == null) {
            throw EventsError.VALIDATION.because("Parameter Policy is not valid. Reason: it is not a JSON object.");
        }
        synchronized (memory.changing) {
            keepPolicy(memory.bus(bus), policy);
        }
    }

    private void keepPolicy(EventBus bus, String policy) {
        if (policy.getBytes(StandardCharsets.UTF_8).length > EventsLimits.POLICY_BYTES) {
            throw EventsError.POLICY_LENGTH_EXCEEDED.because("The event bus policy is too long.");
        }
        memory.keep(bus.withPolicy(policy, memory.now()));
    }

    @Override
    public void putPermission(@Nullable String bus, Permission permission) {
        BusPolicy.check(permission);
        synchronized (memory.changing) {
            EventBus found = memory.bus(bus);
            keepPolicy(found, BusPolicy.with(found.policy(), arn(found), permission, memory.scope()));
        }
    }

    @Override
    public void removePermission(@Nullable String bus, @Nullable String statementId) {
        synchronized (memory.changing) {
            EventBus found = memory.bus(bus);
            if (found.policy().isEmpty() && statementId != null) {
                throw EventsError.RESOURCE_NOT_FOUND.because("EventBus does not have a policy.");
            }
            keepPolicy(found, statementId == null ? "" : BusPolicy.without(found.policy(), statementId));
        }
    }
}
