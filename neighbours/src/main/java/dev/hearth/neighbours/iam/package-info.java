/**
 * IAM: users, groups, roles, managed policies, instance profiles and access keys of the one account, and STS's
 * sessions.
 *
 * <p>{@link dev.hearth.neighbours.iam.Iam} is what the AWS edge and other neighbours use; there is no HTTP in here.
 * {@link dev.hearth.neighbours.iam.Sessions} makes temporary credentials that carry all that there is to know of them,
 * {@link dev.hearth.neighbours.iam.KeyRing} knows who signs with a key, and
 * {@link dev.hearth.neighbours.iam.DecisionPoint} is asked about every request. What is there is in memory once IAM is
 * used, and in the {@link dev.hearth.neighbours.iam.IamStore}.
 *
 * <p>May import: core, the policy language. Invariants:
 *
 * <ul>
 *   <li>a change is answered when it is durable;
 *   <li>a deleted or inactive key is refused from then on, a session after its expiry;
 *   <li>no secret leaves but in the answer that makes it, and none is kept in the open.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.iam;

import org.jspecify.annotations.NullMarked;
