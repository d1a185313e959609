package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.AwsScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stack.
 *
 * @param id its ARN
 * @param name of it; only one stack that is not deleted has it
 * @param status what it is doing
 * @param reason of that, or empty
 * @param createdMillis when
 * @param updatedMillis when it was last asked to change; 0 for never
 * @param deletedMillis when; 0 while it is there
 * @param settings what it was last made to be
 * @param operation what is under way, or was when it failed; null when nothing is
 * @param outputs of it
 * @param isProtected whether it refuses to be deleted
 * @param isRollbackDisabled whether a failure leaves it as it is
 * @param policy the stack policy, or empty; kept
 * @param parentId the stack whose resource it is, or empty
 * @param rootId the outermost of those, or empty
 * @param changeSetId what it was last changed by, or empty
 * @param lastEvent the number of its last event
 */
public record Stack(
        String id,
        String name,
        StackStatus status,
        String reason,
        long createdMillis,
        long updatedMillis,
        long deletedMillis,
        StackSettings settings,
        @Nullable StackOperation operation,
        List<StackOutput> outputs,
        boolean isProtected,
        boolean isRollbackDisabled,
        String policy,
        String parentId,
        String rootId,
        String changeSetId,
        long lastEvent) {

    static Stack of(String id, String name, long nowMillis) {
        return new Stack(
                id,
                name,
                StackStatus.REVIEW_IN_PROGRESS,
                "",
                nowMillis,
                0,
                0,
                StackSettings.NONE,
                null,
                List.of(),
                false,
                false,
                "",
                "",
                "",
                "",
                0);
    }

    static String id(AwsScope scope, String name, String uuid) {
        return scope.arn("cloudformation", "stack/" + name + "/" + uuid);
    }

    /** Whether it is there. */
    public boolean isLive() {
        return status != StackStatus.DELETE_COMPLETE;
    }

    Stack now(StackStatus next, String why) {
        return new Stack(
                id,
                name,
                next,
                why,
                createdMillis,
                updatedMillis,
                deletedMillis,
                settings,
                operation,
                outputs,
                isProtected,
                isRollbackDisabled,
                policy,
                parentId,
                rootId,
                changeSetId,
                lastEvent);
    }

    Stack at(long updated, long deleted, long event) {
        return new Stack(
                id,
                name,
                status,
                reason,
                createdMillis,
                updated,
                deleted,
                settings,
                operation,
                outputs,
                isProtected,
                isRollbackDisabled,
                policy,
                parentId,
                rootId,
                changeSetId,
                event);
    }

    Stack with(StackSettings made, @Nullable StackOperation under, List<StackOutput> given) {
        return new Stack(
                id,
                name,
                status,
                reason,
                createdMillis,
                updatedMillis,
                deletedMillis,
                made,
                under,
                given,
                isProtected,
                isRollbackDisabled,
                policy,
                parentId,
                rootId,
                changeSetId,
                lastEvent);
    }

    Stack kept(boolean safe, boolean noRollback, String rules) {
        return new Stack(
                id,
                name,
                status,
                reason,
                createdMillis,
                updatedMillis,
                deletedMillis,
                settings,
                operation,
                outputs,
                safe,
                noRollback,
                rules,
                parentId,
                rootId,
                changeSetId,
                lastEvent);
    }

    Stack within(String parent, String root, String changeSet) {
        return new Stack(
                id,
                name,
                status,
                reason,
                createdMillis,
                updatedMillis,
                deletedMillis,
                settings,
                operation,
                outputs,
                isProtected,
                isRollbackDisabled,
                policy,
                parent,
                root,
                changeSet,
                lastEvent);
    }
}
