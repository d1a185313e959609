/**
 * AWS bytes in and out: signatures, the protocols, one package per AWS API. The only home of AWS HTTP, JSON and XML.
 *
 * <p>May import: core and the services' public interfaces. Invariants: every request gets one answer in AWS's shape
 * with a request id; nothing unsigned or wrongly signed reaches a handler; a handler never sees bytes and the codec
 * never sees a rule.
 */
@NullMarked
package dev.hearth.aws;

import org.jspecify.annotations.NullMarked;
