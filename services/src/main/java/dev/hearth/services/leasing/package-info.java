/**
 * Who owns what for now: grant, renew, expire, fencing token.
 *
 * <p>May import: nothing. Invariants: a resource has at most one lease that has not expired; a resource's tokens only
 * grow, also over releases and restarts; whoever holds an old token is refused by every store that is told the token.
 */
@NullMarked
package dev.hearth.services.leasing;

import org.jspecify.annotations.NullMarked;
