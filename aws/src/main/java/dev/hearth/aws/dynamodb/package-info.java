/**
 * Amazon DynamoDB's API and that of its streams: AWS-JSON 1.0, read and written without the SDK's types, because these
 * would cost more than all the rest of a small request.
 */
@NullMarked
package dev.hearth.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
