package dev.hearth.neighbours.ec2;

/**
 * A rule that somebody asks for, or wants gone.
 *
 * @param description empty for none
 */
public record RuleWish(boolean egress, Traffic traffic, Peer peer, String description) {}
