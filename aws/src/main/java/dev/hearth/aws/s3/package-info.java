/**
 * The S3 API (2006-03-01): REST-XML, by hand. Its bodies are streams, its bytes have more exceptions than rules, and
 * every request is on somebody's hot path; so it does without the SDK's types ({@code docs/adr/0037-s3.md}).
 *
 * <p>May import: the neighbour s3, and the edge's own streams.
 */
@NullMarked
package dev.hearth.aws.s3;

import org.jspecify.annotations.NullMarked;
