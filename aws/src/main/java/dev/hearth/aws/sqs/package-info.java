/** The Amazon SQS API (2012-11-05), in AWS-JSON 1.0 and in the Query protocol of older clients. */
@NullMarked
package dev.hearth.aws.sqs;

import org.jspecify.annotations.NullMarked;
