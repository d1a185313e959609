/** The API of HTTP and WebSocket APIs over {@link dev.hearth.neighbours.apigateway.ApiGateway}. */
@NullMarked
package dev.hearth.aws.apigatewayv2;

import org.jspecify.annotations.NullMarked;
