package dev.hearth.cluster;

import dev.hearth.core.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a file to a host that asked for it, no faster than that one reads. */
final class SentFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SentFiles.class);

    private SentFiles() {}

    static void send(HostFiles files, String name, long exchange, Channel channel, Ports ports) {
        try {
            Optional<Path> file = find(files, name, new Coming(exchange, channel, ports));
            if (file.isPresent()) {
                send(file.get(), exchange, channel);
                return;
            }
        } catch (IOException e) {
            LOG.warn("the file {}, which another host asks for, cannot be read: {}", name, e.toString());
        }
        channel.send(new Message.Missing(exchange));
    }

    private static Optional<Path> find(HostFiles files, String name, Coming coming) throws IOException {
        try (coming) {
            coming.say();
            return files.find(name);
        }
    }

    private static void send(Path file, long exchange, Channel channel) throws IOException {
        MessageDigest digest = FetchedFile.sha256();
        byte[] bytes = new byte[ClusterLimits.PART_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(bytes); count > 0 && !channel.isBroken(); count = in.read(bytes)) {
                digest.update(bytes, 0, count);
                channel.awaitRoom(ClusterLimits.LOG_BYTES);
                channel.send(new Message.Part(exchange, ByteBuffer.wrap(Arrays.copyOf(bytes, count))));
            }
        }
        channel.send(new Message.Whole(exchange, HexFormat.of().formatHex(digest.digest())));
    }

    /** While a file is looked for, which another host may have to send first, whoever asked hears that it will come. */
    private static final class Coming implements AutoCloseable {

        private final Message.Part sign;
        private final Channel channel;
        private final Ports ports;
        private volatile boolean closed;

        private Coming(long exchange, Channel channel, Ports ports) {
            this.sign = new Message.Part(exchange, ByteBuffer.allocate(0));
            this.channel = channel;
            this.ports = ports;
        }

        private void say() {
            ports.timers().after(ClusterLimits.BEAT, () -> {
                if (!closed && !channel.isBroken()) {
                    channel.send(sign);
                    say();
                }
            });
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
