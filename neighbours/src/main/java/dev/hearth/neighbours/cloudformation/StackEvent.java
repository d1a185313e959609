package dev.hearth.neighbours.cloudformation;

/**
 * Something that happened to a stack or to one of its resources.
 *
 * @param stackId whose
 * @param number of it; they only grow
 * @param id of it
 * @param logicalId the resource's, or the stack's name
 * @param physicalId the resource's, or the stack's id
 * @param type of the resource
 * @param status in AWS's words
 * @param reason or empty
 * @param token of the operation's caller, or empty
 * @param millis when
 */
public record StackEvent(
        String stackId,
        long number,
        String id,
        String logicalId,
        String physicalId,
        String type,
        String status,
        String reason,
        String token,
        long millis) {}
