/** The Amazon EC2 API, as far as {@link dev.hearth.neighbours.ec2} goes. */
@NullMarked
package dev.hearth.aws.ec2;

import org.jspecify.annotations.NullMarked;
