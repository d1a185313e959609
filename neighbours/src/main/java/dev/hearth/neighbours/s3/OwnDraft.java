package dev.hearth.neighbours.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A draft that cannot be written is this side's trouble, and not a body that broke off: its disk is full, for example.
 */
record OwnDraft(ObjectBytes.Draft bytes) implements ObjectBytes.Draft {

    private static final Logger LOG = LoggerFactory.getLogger(OwnDraft.class);

    @Override
    public void write(ByteBuffer more) {
        try {
            bytes.write(more);
        } catch (IOException e) {
            throw notKept(e);
        }
    }

    @Override
    public Piece keep() {
        try {
            return bytes.keep();
        } catch (IOException e) {
            throw notKept(e);
        }
    }

    private static RuntimeException notKept(IOException e) {
        LOG.warn("an object's bytes cannot be kept: {}", e.toString());
        return S3Error.BYTES_NOT_KEPT.thrown();
    }

    @Override
    public void close() {
        bytes.close();
    }
}
