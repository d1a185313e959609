package dev.hearth.services.worker;

import dev.hearth.sandbox.InsideSocket;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.CharsetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/**
 * Posts batches of telemetry to a port inside the sandbox, one connection each. What cannot be delivered is lost, as
 * when an extension does not listen on Lambda.
 */
final class InsidePost implements Telemetry.Delivery {

    private final EventLoop loop;
    private final IntFunction<CompletionStage<InsideSocket>> connect;

    InsidePost(EventLoop loop, IntFunction<CompletionStage<InsideSocket>> connect) {
        this.loop = loop;
        this.connect = connect;
    }

    @Override
    public void post(int port, String path, String body, Runnable done) {
        connect.apply(port).whenComplete((socket, refused) -> {
            if (refused == null) {
                loop.execute(() -> open(socket, new Post(message(port, path, body), done)));
            } else {
                done.run();
            }
        });
    }

    private void open(InsideSocket socket, Post post) {
        switch (socket) {
            case InsideSocket.ConnectedDescriptor s -> {
                Channel channel = new EpollSocketChannel(s.descriptor());
                channel.pipeline().addLast(post);
                loop.register(channel).addListener(registered -> post.sendOn(channel));
            }
            case InsideSocket.Unix s ->
                connect(
                        EpollDomainSocketChannel.class,
                        new DomainSocketAddress(s.path().toFile()),
                        post);
            case InsideSocket.Tcp s -> connect(EpollSocketChannel.class, s.address(), post);
        }
    }

    private void connect(Class<? extends Channel> type, SocketAddress address, Post post) {
        new Bootstrap().group(loop).channel(type).handler(post).connect(address).addListener((ChannelFutureListener)
                connected -> {
                    if (connected.isSuccess()) {
                        post.sendOn(connected.channel());
                    } else {
                        post.over();
                    }
                });
    }

    private static ByteBuf message(int port, String path, String body) {
        ByteBuf bytes = Unpooled.copiedBuffer(body, CharsetUtil.UTF_8);
        ByteBuf head = Unpooled.copiedBuffer(
                "POST " + path + " HTTP/1.1\r\nHost: sandbox.localdomain:" + port
                        + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                        + bytes.readableBytes() + "\r\n\r\n",
                CharsetUtil.US_ASCII);
        return Unpooled.wrappedBuffer(head, bytes);
    }

    /** One batch on its way; the first byte of an answer, or the end of the connection, is its end. */
    private static final class Post extends ChannelInboundHandlerAdapter {

        private final ByteBuf message;
        private final Runnable done;
        private final AtomicBoolean over = new AtomicBoolean();

        Post(ByteBuf message, Runnable done) {
            this.message = message;
            this.done = done;
        }

        void sendOn(Channel channel) {
            channel.writeAndFlush(message);
        }

        void over() {
            if (over.compareAndSet(false, true)) {
                done.run();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object answer) {
            ReferenceCountUtil.release(answer);
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            over();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
            over();
        }
    }
}
