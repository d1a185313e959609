/**
 * Amazon API Gateway: REST APIs, HTTP APIs and WebSocket APIs.
 *
 * <p>{@link dev.hearth.neighbours.apigateway.ApiGateway} is what the AWS edge uses; there is no HTTP server in here.
 * What
 * owners configure is kept as documents in the words of AWS's own API models ({@link
 * dev.hearth.neighbours.apigateway.Doc}); nothing reads them but the operations that change them and the compilers,
 * which
 * make a stage of them that answers requests without looking anything up.
 *
 * <p>May import: core. Invariants:
 *
 * <ul>
 *   <li>an operation's changes are kept in one unit of work, or not at all;
 *   <li>a request is answered by one state of its API: the deployment that its stage names, or, with auto-deploy, what
 *       is
 *       configured when the request comes;
 *   <li>a function is called only when its resource policy lets API Gateway call it for the route, or the integration
 *       names
 *       a role.
 * </ul>
 */
@NullMarked
package dev.hearth.neighbours.apigateway;

import org.jspecify.annotations.NullMarked;
