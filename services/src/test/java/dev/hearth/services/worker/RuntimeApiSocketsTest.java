package dev.hearth.services.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.RuntimeApiSocket;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three ways in which a driver can say where the Runtime API is to be served. */
class RuntimeApiSocketsTest {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aPassedListeningDescriptor() throws IOException {
        Socket listening = Socket.newSocketStream();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listening.listen(8);
        int port = listening.localAddress().getPort();
        try (SocketChannel early = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            RuntimeApiServer server = RuntimeApiServer.open(
                    new RuntimeApiSocket.ListeningDescriptor(listening.intValue()), loops.next(), new NotFound());
            assertThat(ask(early)).startsWith("HTTP/1.1 404 ");
            server.close();
            assertThat(early.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void aUnixSocket(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("api.sock");
        RuntimeApiServer server =
                RuntimeApiServer.open(new RuntimeApiSocket.UnixSocket(path), loops.next(), new NotFound());
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(path));
            assertThat(ask(client)).startsWith("HTTP/1.1 404 ");
            server.close();
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    private static String ask(SocketChannel client) throws IOException {
        client.write(ByteBuffer.wrap("GET /ask HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        ByteBuffer answer = ByteBuffer.allocate(1024);
        int count = client.read(answer);
        return new String(answer.array(), 0, count, StandardCharsets.UTF_8);
    }

    private static final class NotFound implements RuntimeApiListener {
        @Override
        public void credentials(Exchange exchange, String guard) {}

        @Override
        public void extension(Exchange exchange, ExtensionRequest request) {}

        @Override
        public String newExtensionId() {
            return "";
        }

        @Override
        public void next(Exchange exchange) {
            exchange.refuse(RuntimeApiError.NOT_FOUND);
        }

        @Override
        public void responded(Exchange exchange, String requestId, ByteBuffer payload) {
            exchange.refuse(RuntimeApiError.NOT_FOUND);
        }

        @Override
        public void erred(Exchange exchange, String requestId, String errorType, ByteBuffer payload) {
            exchange.refuse(RuntimeApiError.NOT_FOUND);
        }

        @Override
        public void streams(Exchange exchange, String requestId, String contentType) {}

        @Override
        public void truncated(Exchange exchange, String requestId) {}

        @Override
        public void oversized(Exchange exchange, String requestId, long size) {
            exchange.refuse(RuntimeApiError.TOO_LARGE);
        }

        @Override
        public void initErred(Exchange exchange, String errorType, ByteBuffer payload) {
            exchange.refuse(RuntimeApiError.NOT_FOUND);
        }

        @Override
        public void restoreNext(Exchange exchange) {
            exchange.refuse(RuntimeApiError.NOT_FOUND);
        }

        @Override
        public void restoreErred(Exchange exchange, String errorType, ByteBuffer payload) {
            exchange.refuse(RuntimeApiError.NOT_FOUND);
        }

        @Override
        public void disconnected(Exchange exchange) {
            exchange.close();
        }
    }
}
