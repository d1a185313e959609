package dev.hearth.services.worker;

import dev.hearth.sandbox.RuntimeApiSocket;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The Runtime API of one environment: a listening socket whose connections all live on one event loop, so that what
 * belongs to the environment's requests needs no lock.
 */
final class RuntimeApiServer {

    private static final HttpDecoderConfig DECODER = new HttpDecoderConfig()
            .setMaxInitialLineLength(Limits.REQUEST_LINE_BYTES)
            .setMaxHeaderSize(Limits.HEADER_BYTES)
            .setMaxChunkSize(Limits.CHUNK_BYTES)
            .setInitialBufferSize(256)
            .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false))
            .setTrailersFactory(DefaultHttpHeadersFactory.trailersFactory().withValidation(false));

    /**
     * How much is read at once: never so little that a usual message needs two reads. One object serves all
     * connections,
     * each of which has its own handle.
     */
    private static final RecvByteBufAllocator RECEIVE =
            new AdaptiveRecvByteBufAllocator(Limits.LEAST_READ_BYTES, Limits.LEAST_READ_BYTES, Limits.CHUNK_BYTES);

    private final EventLoop loop;
    private final RuntimeApiListener listener;
    private final List<Channel> connections = new ArrayList<>(2);
    private int bufferedBytes;
    private boolean closed;
    private final Channel server;

    private RuntimeApiServer(RuntimeApiSocket socket, EventLoop loop, RuntimeApiListener listener) {
        this.loop = loop;
        this.listener = listener;
        this.server = listen(socket);
    }

    /**
     * Serves at {@code socket} until closed. Blocks until it listens: not for event loops.
     *
     * @throws RuntimeException when the address cannot be bound
     */
    static RuntimeApiServer open(RuntimeApiSocket socket, EventLoop loop, RuntimeApiListener listener) {
        RuntimeApiServer api = new RuntimeApiServer(socket, loop, listener);
        if (socket instanceof RuntimeApiSocket.Tcp tcp) {
            tcp.bound().accept((InetSocketAddress) api.server.localAddress());
        }
        return api;
    }

    private Channel listen(RuntimeApiSocket socket) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop, loop)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, RECEIVE)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted(channel);
                    }
                });
        ChannelFuture listening = switch (socket) {
            case RuntimeApiSocket.ListeningDescriptor s ->
                bootstrap
                        .channelFactory(() -> new EpollServerSocketChannel(s.descriptor()))
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .register();
            case RuntimeApiSocket.UnixSocket s ->
                bootstrap
                        .channel(EpollServerDomainSocketChannel.class)
                        .bind(new DomainSocketAddress(s.path().toFile()));
            case RuntimeApiSocket.Tcp s ->
                bootstrap
                        .channel(EpollServerSocketChannel.class)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .bind(s.address());
        };
        return listening.syncUninterruptibly().channel();
    }

    private void accepted(Channel channel) {
        if (closed || connections.size() >= Limits.CONNECTIONS) {
            channel.close();
            return;
        }
        connections.add(channel);
        channel.closeFuture().addListener(_ -> connections.remove(channel));
        channel.pipeline()
                .addLast(new HttpRequestDecoder(DECODER))
                .addLast(new RuntimeApiConnection(this, listener, channel));
    }

    /** Takes {@code bytes} of the environment's room for bodies; false when there is not enough. */
    boolean reserve(int bytes) {
        if (bufferedBytes + bytes > Limits.BUFFERED_BYTES) {
            return false;
        }
        bufferedBytes += bytes;
        return true;
    }

    /** Gives room for bodies back. */
    void release(int bytes) {
        bufferedBytes -= bytes;
    }

    /** Stops listening and closes every connection. */
    void close() {
        server.close();
        loop.execute(() -> {
            closed = true;
            List.copyOf(connections).forEach(Channel::close);
        });
    }
}
