package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentiveHandlerTest {

    private static final int LOOK_NANOS = 1_000;

    /** What happens at each look, in turn; nothing when there is no more. */
    private final ArrayDeque<Integer> news = new ArrayDeque<>();

    private final List<String> looks = new ArrayList<>();
    private long now;
    private long offerNanos;
    private final AttentiveHandler handler = new AttentiveHandler(new Scripted(), () -> now, () -> now += offerNanos);

    @Test
    void sleepsAtOnceWhenNothingHappened() {
        handler.initialize();

        assertThat(handler.run(new Loop(true))).isZero();
        assertThat(looks).containsExactly("sleep");
    }

    @Test
    void looksAgainForAMomentAfterItWasBusy() {
        handler.initialize();
        news.add(1);
        handler.run(new Loop(true));
        looks.clear();

        handler.run(new Loop(true));

        assertThat(looks).hasSize((int) (AttentiveHandler.ATTENTIVE_NANOS / LOOK_NANOS) + 1);
        assertThat(looks.getLast()).isEqualTo("sleep");
        assertThat(looks.subList(0, looks.size() - 1)).containsOnly("glance");
    }

    @Test
    void whatHappensMeanwhileIsServedWithoutSleeping() {
        handler.initialize();
        news.addAll(List.of(1, 0, 0, 3));
        handler.run(new Loop(true));
        looks.clear();

        assertThat(handler.run(new Loop(true))).isEqualTo(3);
        assertThat(looks).containsExactly("glance", "glance", "glance");
    }

    @Test
    void sleepsWhenSomebodyElseWantsTheProcessor() {
        handler.initialize();
        news.add(1);
        handler.run(new Loop(true));
        looks.clear();
        offerNanos = AttentiveHandler.CONTESTED_NANOS + 1;

        handler.run(new Loop(true));

        assertThat(looks).containsExactly("glance", "sleep");
    }

    @Test
    void tasksOfTheLoopDoNotWait() {
        handler.initialize();
        news.add(1);
        handler.run(new Loop(true));
        looks.clear();

        handler.run(new Loop(false));

        assertThat(looks).containsExactly("glance");
    }

    private final class Scripted implements IoHandler {
        @Override
        public int run(IoHandlerContext context) {
            now += LOOK_NANOS;
            looks.add(context.canBlock() ? "sleep" : "glance");
            return news.isEmpty() ? 0 : news.poll();
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return true;
        }
    }

    private record Loop(boolean canBlock) implements IoHandlerContext {
        @Override
        public long delayNanos(long currentTimeNanos) {
            return 1;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }
}
