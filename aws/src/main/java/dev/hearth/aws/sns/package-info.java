/** The Amazon SNS API (2010-03-31), in the Query protocol. */
@NullMarked
package dev.hearth.aws.sns;

import org.jspecify.annotations.NullMarked;
