/**
 * The CloudWatch Logs API (2014-03-28): translates its requests for the logs room, and its answers back.
 *
 * <p>May import: core, the edge's own types, the logs room and the SDK's model of CloudWatch Logs. Invariant: it
 * knows no rule, only which members must be there.
 */
@NullMarked
package dev.hearth.aws.logs;

import org.jspecify.annotations.NullMarked;
