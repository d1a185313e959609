/** The API of REST APIs over {@link dev.hearth.neighbours.apigateway.ApiGateway}. */
@NullMarked
package dev.hearth.aws.apigateway;

import org.jspecify.annotations.NullMarked;
