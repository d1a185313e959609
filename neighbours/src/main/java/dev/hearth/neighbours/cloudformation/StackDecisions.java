package dev.hearth.neighbours.cloudformation;

import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.templates.Tree;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What comes next for a stack's resources. Pure. */
final class StackDecisions {

    /** What is to be done for a resource to be as wanted. */
    enum Step {
        /** Make it. */
        CREATE,
        /** Make it, or find what a lost attempt made. */
        CREATE_AGAIN,
        /** Change it. */
        UPDATE,
        /** Make another, and delete this one later. */
        REPLACE,
        /** It is as wanted. */
        NOTHING
    }

    private StackDecisions() {}

    static void requireDeletable(Stack stack) {
        if (stack.isProtected()) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack [" + stack.name() + "] cannot be deleted while TerminationProtection is enabled");
        }
        if (stack.status().isBusy()) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack:" + stack.id() + " is in " + stack.status() + " state and can not be deleted.");
        }
    }

    static Step step(
            @Nullable StackResource row, ResourceType type, Map<String, Object> wanted, Map<String, String> tags) {
        if (row == null || row.status().isGone()) {
            return Step.CREATE;
        }
        if (row.status() == ResourceStatus.CREATE_IN_PROGRESS) {
            return Step.CREATE_AGAIN;
        }
        if (row.physicalId().isEmpty()) {
            return Step.CREATE;
        }
        if (row.status() == ResourceStatus.CREATE_FAILED || !row.type().equals(type.name())) {
            return Step.REPLACE;
        }
        Set<String> changes = changes(row.properties(), wanted);
        if (!changes.isEmpty() && type.isReplacedBy(changes)) {
            return Step.REPLACE;
        }
        boolean same =
                changes.isEmpty() && row.attempted() == null && row.tags().equals(tags);
        return same ? Step.NOTHING : Step.UPDATE;
    }

    /**
     * What {@code row} may be, when nobody knows whether the last attempt to change it was done: of the two it is taken
     * to be the one that is not {@code wanted}, so that what is wanted is done.
     */
    static Map<String, Object> perhaps(StackResource row, Map<String, Object> wanted) {
        Map<String, Object> tried = row.attempted();
        if (tried == null) {
            return row.properties();
        }
        Map<String, Object> perhaps = new LinkedHashMap<>(row.properties());
        for (String name : changes(row.properties(), tried)) {
            Object attempted = tried.get(name);
            if (Tree.same(row.properties().get(name), wanted.get(name))) {
                perhaps.remove(name);
                if (attempted != null) {
                    perhaps.put(name, attempted);
                }
            }
        }
        return perhaps;
    }

    static Set<String> changes(Map<String, Object> before, Map<String, Object> now) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> Tree.same(before.get(name), now.get(name)));
        return names;
    }

    /** Those of {@code victims} that nothing else among them needs, and that are {@code free}. */
    static List<StackResource> deletable(Collection<StackResource> victims, Predicate<StackResource> free) {
        return victims.stream()
                .filter(free)
                .filter(victim -> victims.stream()
                        .noneMatch(other -> !other.logicalId().equals(victim.logicalId())
                                && other.earlier().contains(victim.logicalId())))
                .toList();
    }

    /** Whether a policy lets {@code row} stay when it would be deleted. */
    static boolean stays(StackResource row, StackOperation.Phase phase, Set<String> retained) {
        String policy = row.current() ? row.deletionPolicy() : row.replacePolicy();
        return switch (phase) {
            case ROLLBACK_CLEANUP -> false;
            case UNDO -> policy.equals("Retain");
            case DELETE ->
                policy.equals("Retain") || policy.equals("RetainExceptOnCreate") || retained.contains(row.logicalId());
            case CLEANUP, FORWARD, ROLLBACK -> policy.equals("Retain") || policy.equals("RetainExceptOnCreate");
        };
    }
}
