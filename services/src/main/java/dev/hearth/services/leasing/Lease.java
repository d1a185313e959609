package dev.hearth.services.leasing;

/**
 * A right to a resource that ends unless it is renewed.
 *
 * @param resource what is owned, a path such as {@code event-queue/7}
 * @param holder who owns it, different for every start of a process
 * @param token the fencing token: greater than that of every earlier lease on the resource. A store that is told it
 *     refuses writes under any other
 */
public record Lease(String resource, String holder, long token) {}
