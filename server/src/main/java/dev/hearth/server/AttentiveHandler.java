package dev.hearth.server;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.function.LongSupplier;

/**
 * An event loop's handler of input and output that stays awake for a moment after it was busy.
 *
 * <p>An invocation makes its loop wait twice, for the runtime and for the caller, each time for some ten microseconds.
 * To put
 * the thread to sleep and to wake it costs more than that, above all on a virtual machine, where a sleeping processor
 * has to be woken through the hypervisor. So the loop looks again until {@link #ATTENTIVE_NANOS} have passed in which
 * nothing
 * happened, and only then sleeps. Between two looks it offers its processor to others; when somebody took it for
 * longer than {@link #CONTESTED_NANOS}, the processor is wanted, and the loop sleeps at once.
 */
final class AttentiveHandler implements IoHandler {

    /** For how long a loop looks again after something happened, nanoseconds. */
    static final long ATTENTIVE_NANOS = 50_000;
    /** A look and the offer of the processor together take under a microsecond where nobody else wants it. */
    static final long CONTESTED_NANOS = 25_000;

    private final IoHandler plain;
    private final LongSupplier nanos;
    private final Runnable offer;
    private final Glance glance = new Glance();
    private long attentiveUntil;

    /**
     * @param plain does the work, and the sleeping
     * @param nanos the clock
     * @param offer lets others run on this processor
     */
    AttentiveHandler(IoHandler plain, LongSupplier nanos, Runnable offer) {
        this.plain = plain;
        this.nanos = nanos;
        this.offer = offer;
    }

    @Override
    public void initialize() {
        plain.initialize();
        attentiveUntil = nanos.getAsLong();
    }

    @Override
    public int run(IoHandlerContext context) {
        glance.context = context;
        long looked = nanos.getAsLong();
        while (context.canBlock() && attentiveUntil - looked > 0) {
            int handled = plain.run(glance);
            if (handled > 0) {
                return busy(handled);
            }
            offer.run();
            long now = nanos.getAsLong();
            if (now - looked > CONTESTED_NANOS) {
                break;
            }
            looked = now;
        }
        return busy(plain.run(context));
    }

    private int busy(int handled) {
        if (handled > 0) {
            attentiveUntil = nanos.getAsLong() + ATTENTIVE_NANOS;
        }
        return handled;
    }

    @Override
    public void prepareToDestroy() {
        plain.prepareToDestroy();
    }

    @Override
    public void destroy() {
        plain.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return plain.register(handle);
    }

    @Override
    public void wakeup() {
        plain.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return plain.isCompatible(type);
    }

    /** The loop's context for a look that does not sleep. */
    private static final class Glance implements IoHandlerContext {

        private IoHandlerContext context;

        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return context.deadlineNanos();
        }

        @Override
        public void reportActiveIoTime(long activeNanos) {
            context.reportActiveIoTime(activeNanos);
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return context.shouldReportActiveIoTime();
        }
    }
}
