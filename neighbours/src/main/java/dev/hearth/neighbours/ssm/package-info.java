/**
 * SSM Parameter Store: named values with versions, labels and tags.
 *
 * <p>{@link dev.hearth.neighbours.ssm.Ssm} is what the AWS edge and other neighbours use; there is no HTTP in here.
 * Nothing is kept in memory: a {@link dev.hearth.neighbours.ssm.SsmStore} holds it all.
 *
 * <p>May import: core, seals. Invariants:
 *
 * <ul>
 *   <li>a version, once written, never changes, but for its labels;
 *   <li>a SecureString's value reaches the store sealed, and is opened only for who asks for decryption.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.ssm;

import org.jspecify.annotations.NullMarked;
