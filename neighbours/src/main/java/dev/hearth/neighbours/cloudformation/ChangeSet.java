package dev.hearth.neighbours.cloudformation;

import java.util.List;

/**
 * A change of a stack that is prepared, and waits to be executed.
 *
 * @param id its ARN
 * @param name of it
 * @param stackId whose
 * @param creates whether it makes the stack
 * @param description or empty
 * @param createdMillis when
 * @param status in AWS's words
 * @param reason or empty
 * @param execution its execution status, in AWS's words
 * @param wanted what the stack would become
 * @param changes what would happen
 * @param onFailure what a failure leads to
 */
public record ChangeSet(
        String id,
        String name,
        String stackId,
        boolean creates,
        String description,
        long createdMillis,
        String status,
        String reason,
        String execution,
        StackSettings wanted,
        List<PlannedChange> changes,
        StackOperation.OnFailure onFailure) {

    ChangeSet executed(String now) {
        return new ChangeSet(
                id,
                name,
                stackId,
                creates,
                description,
                createdMillis,
                status,
                reason,
                now,
                wanted,
                changes,
                onFailure);
    }
}
