/**
 * The part of Amazon EC2 that functions meet: security groups, managed prefix lists, and the default network that they
 * belong to.
 *
 * <p>{@link dev.hearth.neighbours.ec2.Ec2} is what the AWS edge uses. What a function in a security group may reach is
 * {@link dev.hearth.neighbours.ec2.Ec2#egress}, which {@code server} brings to the worker's network.
 *
 * <p>May import: core. Invariants:
 *
 * <ul>
 *   <li>a rule counts against its group's limit as AWS counts it: IPv4 and IPv6, in and out, apart; a prefix list as
 *       its
 *       maximum of entries;
 *   <li>a version of a prefix list never changes; the newest is what rules mean;
 *   <li>what others refer to is not deleted.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.ec2;

import org.jspecify.annotations.NullMarked;
