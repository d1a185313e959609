package dev.hearth.aws.s3;

import dev.hearth.aws.StreamReply;
import java.io.IOException;

/** One operation of S3. */
@FunctionalInterface
interface Handler {

    StreamReply handle(S3Call call) throws IOException;
}
