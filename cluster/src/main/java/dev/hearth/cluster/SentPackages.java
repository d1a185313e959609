package dev.hearth.cluster;

import dev.hearth.core.FaultException;
import dev.hearth.services.registry.CodeStore;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a package to a host that asked for it. */
final class SentPackages {

    private static final Logger LOG = LoggerFactory.getLogger(SentPackages.class);

    private SentPackages() {}

    static void send(CodeStore code, String digest, long exchange, Channel channel) {
        byte[] zip;
        try {
            zip = code.zip(digest);
        } catch (FaultException missing) {
            LOG.warn("another host asks for the package {}, which is not here", digest);
            channel.send(new Message.Missing(exchange));
            return;
        }
        for (int from = 0; from < zip.length; from += ClusterLimits.PART_BYTES) {
            int count = Math.min(ClusterLimits.PART_BYTES, zip.length - from);
            channel.awaitRoom(ClusterLimits.LOG_BYTES);
            channel.send(new Message.Part(exchange, ByteBuffer.wrap(zip, from, count)));
        }
        channel.send(new Message.Part(exchange, ByteBuffer.allocate(0)));
    }
}
