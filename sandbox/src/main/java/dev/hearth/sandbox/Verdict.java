package dev.hearth.sandbox;

import java.util.List;

/**
 * Whether a driver works on this machine, and why.
 *
 * @param usable whether {@link SandboxDriver#start} can work at all
 * @param why one sentence for a person
 * @param findings each wall or limit that was tried, in the order tried
 */
public record Verdict(boolean usable, String why, List<Finding> findings) {

    /**
     * One thing that was tried.
     *
     * @param what the wall or limit, for example {@code memory limit}
     * @param enforced whether this machine and user can enforce it
     * @param detail how, or why not and what to do about it
     */
    public record Finding(String what, boolean enforced, String detail) {}
}
