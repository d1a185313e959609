/**
 * Amazon S3: buckets and their objects.
 *
 * <p>{@link dev.hearth.neighbours.s3.S3} is what the AWS edge uses; there is no HTTP in here. What is known of objects
 * is
 * in the {@link dev.hearth.neighbours.s3.S3Store}, small bytes with it; larger bytes are files ({@link
 * dev.hearth.neighbours.s3.ObjectBytes}), each written once and never changed. What happens to a key is decided on the
 * store's writer ({@link dev.hearth.neighbours.s3.VersionDecisions}), where nobody comes between.
 *
 * <p>May import: core, the outbox. Invariants:
 *
 * <ul>
 *   <li>an object is there with all of its bytes or not at all: its row is committed after its bytes are durable;
 *   <li>of any number of conditional writes of a key that cannot all be true, one wins;
 *   <li>a file is removed only after a commit says that nothing refers to it, and every such file is removed some day;
 *   <li>the name of a bucket is its account's for ever.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.s3;

import org.jspecify.annotations.NullMarked;
