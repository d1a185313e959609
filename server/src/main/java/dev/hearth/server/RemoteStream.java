package dev.hearth.server;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;

/** An answer's bytes, whose connection is given up when it is closed before their end. */
final class RemoteStream extends InputStream {

    private final ResponseInputStream<?> bytes;
    private long left;

    RemoteStream(ResponseInputStream<?> bytes, long length) {
        this.bytes = bytes;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        int read = bytes.read();
        left -= read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = bytes.read(into, offset, length);
        left -= Math.max(read, 0);
        return read;
    }

    @Override
    public void close() throws IOException {
        if (left > 0) {
            bytes.abort();
        }
        bytes.close();
    }
}
