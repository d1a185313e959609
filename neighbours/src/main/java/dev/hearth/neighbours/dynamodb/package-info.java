/**
 * Amazon DynamoDB: tables of items, their indexes and their streams.
 *
 * <p>{@link dev.hearth.neighbours.dynamodb.DynamoDb} is what the AWS edge uses; there is no HTTP and no JSON in here.
 * Values, keys, expressions and updates are pure; what is in a table is in the
 * {@link dev.hearth.neighbours.dynamodb.TableStore} alone, memory has the tables' settings. A write is a decision that
 * the store's writer runs over what is committed: it reads, refuses or gives back all changes at once.
 *
 * <p>May import: core. Invariants:
 *
 * <ul>
 *   <li>an item, its entries in indexes, its stream record and everything else of the same transaction are written in
 *       one unit of work or not at all;
 *   <li>a decision that refuses has changed nothing;
 *   <li>keys sort by their bytes as DynamoDB sorts their values, so that the store needs to know no types.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.dynamodb;

import org.jspecify.annotations.NullMarked;
