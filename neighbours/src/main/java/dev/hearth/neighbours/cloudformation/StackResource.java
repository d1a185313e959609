package dev.hearth.neighbours.cloudformation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource of a stack, or one that was. A logical id has one that is current; those that it replaced stay until they
 * are deleted.
 *
 * @param stackId whose
 * @param logicalId its name in the template
 * @param generation how many of this logical id were there before
 * @param current whether it is the one that counts
 * @param type of it
 * @param physicalId what {@code Ref} gives; empty while nothing is made
 * @param status what is happening to it
 * @param reason of that, or empty
 * @param properties what it was last made to be
 * @param attempted what it is being made to be, or was meant to be when that failed; null when neither
 * @param attributes what {@code Fn::GetAtt} gives
 * @param tags the stack's, when it was last changed
 * @param earlier logical ids of what it needs
 * @param deletionPolicy or empty
 * @param replacePolicy or empty
 * @param metadata as declared
 * @param updatedMillis when this was last written
 * @param madeIn the operation that made it
 */
public record StackResource(
        String stackId,
        String logicalId,
        int generation,
        boolean current,
        String type,
        String physicalId,
        ResourceStatus status,
        String reason,
        Map<String, Object> properties,
        @Nullable Map<String, Object> attempted,
        Map<String, Object> attributes,
        Map<String, String> tags,
        List<String> earlier,
        String deletionPolicy,
        String replacePolicy,
        Map<String, Object> metadata,
        long updatedMillis,
        String madeIn) {

    StackResource now(ResourceStatus next, String why, long millis) {
        return new StackResource(
                stackId,
                logicalId,
                generation,
                current,
                type,
                physicalId,
                next,
                why,
                properties,
                attempted,
                attributes,
                tags,
                earlier,
                deletionPolicy,
                replacePolicy,
                metadata,
                millis,
                madeIn);
    }

    StackResource current(boolean counts) {
        return new StackResource(
                stackId,
                logicalId,
                generation,
                counts,
                type,
                physicalId,
                status,
                reason,
                properties,
                attempted,
                attributes,
                tags,
                earlier,
                deletionPolicy,
                replacePolicy,
                metadata,
                updatedMillis,
                madeIn);
    }

    StackResource made(String id, Map<String, Object> gave) {
        return new StackResource(
                stackId,
                logicalId,
                generation,
                current,
                type,
                id,
                status,
                reason,
                properties,
                attempted,
                gave,
                tags,
                earlier,
                deletionPolicy,
                replacePolicy,
                metadata,
                updatedMillis,
                madeIn);
    }

    StackResource being(Map<String, Object> is, @Nullable Map<String, Object> becomes, Map<String, String> tagged) {
        return new StackResource(
                stackId,
                logicalId,
                generation,
                current,
                type,
                physicalId,
                status,
                reason,
                is,
                becomes,
                attributes,
                tagged,
                earlier,
                deletionPolicy,
                replacePolicy,
                metadata,
                updatedMillis,
                madeIn);
    }

    StackResource declared(List<String> needs, String deletion, String replacement, Map<String, Object> more) {
        return new StackResource(
                stackId,
                logicalId,
                generation,
                current,
                type,
                physicalId,
                status,
                reason,
                properties,
                attempted,
                attributes,
                tags,
                needs,
                deletion,
                replacement,
                more,
                updatedMillis,
                madeIn);
    }
}
