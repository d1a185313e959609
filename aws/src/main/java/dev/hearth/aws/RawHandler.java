package dev.hearth.aws;

import java.nio.ByteBuffer;

/**
 * Operations that read and write their own bytes, because the SDK's types would cost more than all the rest.
 *
 * <p>Runs on a task, may block, and answers its own refusals; every exception is a bug and answers as AWS's internal
 * error.
 */
@FunctionalInterface
public interface RawHandler {

    /** @param body backed by an array */
    Answer handle(Call call, String operation, ByteBuffer body);

    /**
     * @param status HTTP status
     * @param body in the API's protocol
     */
    record Answer(int status, byte[] body) {}
}
