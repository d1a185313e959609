package dev.hearth.server;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.transport.Transport;

/** Epoll whose loops stay awake for a moment after they were busy: see {@link AttentiveHandler}. */
final class AttentiveTransport implements Transport {

    @Override
    public String name() {
        return "attentive-epoll";
    }

    @Override
    public boolean available() {
        return Transport.EPOLL.available();
    }

    @Override
    public Throwable unavailabilityCause() {
        return Transport.EPOLL.unavailabilityCause();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return new Epoll();
    }

    private static final class Epoll extends EpollTransport {
        @Override
        public IoHandlerFactory ioHandlerFactory() {
            IoHandlerFactory plain = super.ioHandlerFactory();
            return new IoHandlerFactory() {
                @Override
                public IoHandler newHandler(ThreadAwareExecutor executor) {
                    return new AttentiveHandler(plain.newHandler(executor), System::nanoTime, Thread::yield);
                }

                @Override
                public boolean isChangingThreadSupported() {
                    return plain.isChangingThreadSupported();
                }
            };
        }
    }
}
