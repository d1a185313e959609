package dev.hearth.services.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of one environment's sandbox.
 *
 * <pre>
 * Registered  event/next              -> Waiting
 * Waiting     an event it asked for   -> Running
 * Waiting     the connection closed   -> Registered
 * Running     event/next              -> Waiting
 * </pre>
 *
 * @param external names of those that are started with the sandbox; null until they are known
 * @param registered those that registered, by identifier
 */
record Extensions(@Nullable List<String> external, Map<String, Extension> registered) {

    /** What a sandbox begins with. */
    static final Extensions UNKNOWN = new Extensions(null, Map.of());

    /** Where an extension stands. */
    enum Phase {
        REGISTERED,
        WAITING,
        RUNNING
    }

    /**
     * One extension.
     *
     * @param external whether it is a process of its own
     * @param next its waiting request, in {@link Phase#WAITING}
     * @param told whether it knows of the shutdown
     */
    record Extension(
            String id,
            String name,
            boolean external,
            Set<String> events,
            Phase phase,
            @Nullable Exchange next,
            boolean told) {

        Extension waiting(Exchange exchange) {
            return new Extension(id, name, external, events, Phase.WAITING, exchange, told);
        }

        Extension in(Phase phase) {
            return new Extension(id, name, external, events, phase, null, told);
        }

        Extension toldOfShutdown() {
            return new Extension(id, name, external, events, Phase.RUNNING, null, true);
        }

        /** Whether it waits for an event of this kind. */
        boolean hears(String event) {
            return next != null && events.contains(event);
        }
    }

    Extensions found(List<String> names) {
        return new Extensions(List.copyOf(names), registered);
    }

    Extensions with(Extension extension) {
        Map<String, Extension> changed = new LinkedHashMap<>(registered);
        changed.put(extension.id(), extension);
        return new Extensions(external, changed);
    }

    boolean none() {
        return registered.isEmpty();
    }

    boolean hasExternal(String name) {
        return external != null && external.contains(name);
    }

    boolean isRegistered(String name) {
        return registered.values().stream()
                .anyMatch(extension -> extension.name().equals(name));
    }

    /** Whether all that must register did, and every one waits for its next event. */
    boolean ready() {
        if (external == null) {
            return false;
        }
        if (external.isEmpty() && registered.isEmpty()) {
            return true;
        }
        return external.stream().allMatch(this::isRegistered)
                && registered.values().stream().allMatch(extension -> extension.phase() == Phase.WAITING);
    }

    /** Whose waiting request this is, or null. */
    @Nullable
    Extension waitingWith(Exchange exchange) {
        for (Extension extension : registered.values()) {
            if (extension.next() == exchange) {
                return extension;
            }
        }
        return null;
    }

    /** The external ones that will end by themselves once they are told of the shutdown. */
    Set<String> endingByThemselves() {
        return registered.values().stream()
                .filter(extension -> extension.external() && extension.events().contains("SHUTDOWN"))
                .map(Extension::name)
                .collect(Collectors.toSet());
    }
}
