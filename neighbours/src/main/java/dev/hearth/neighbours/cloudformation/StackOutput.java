package dev.hearth.neighbours.cloudformation;

/**
 * An output of a stack.
 *
 * @param key its name in the template
 * @param value of it
 * @param description or empty
 * @param exportName the name under which other stacks import it, or empty
 */
public record StackOutput(String key, String value, String description, String exportName) {}
