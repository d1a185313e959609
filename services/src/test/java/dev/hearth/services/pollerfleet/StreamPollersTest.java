package dev.hearth.services.pollerfleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.registry.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Mappings on streams: where they begin, in what order they read, and what survives. */
class StreamPollersTest {

    private final StreamFixture world = new StreamFixture();

    private void seconds(int count) {
        world.ports.advance(Duration.ofSeconds(count));
    }

    @Test
    void parentsAreReadToTheirEndsBeforeTheirChildren() {
        world.stream.open("a");
        world.stream.put("a", "k", "1");
        world.stream.open("b", "a");
        world.stream.put("b", "k", "3");
        world.start(StreamFixture.mapping(StreamFixture.settings("TRIM_HORIZON"), 10, false));
        seconds(10);
        assertThat(world.invoked).containsExactly("1");

        world.stream.put("a", "k", "2");
        world.stream.close("a");
        seconds(3);
        assertThat(world.invoked).containsExactly("1", "2", "3");
        assertThat(world.checkpoints.checkpoints("m1").getFirst().isEnd()).isTrue();
    }

    @Test
    void aParentThatTheStreamForgotIsNotWaitedFor() {
        world.stream.open("b", "gone");
        world.stream.put("b", "k", "1");
        world.start(StreamFixture.mapping(StreamFixture.settings("TRIM_HORIZON"), 10, false));
        seconds(2);
        assertThat(world.invoked).containsExactly("1");

        world.stream.trim("b");
        seconds(10);
        assertThat(world.checkpoints.checkpoints("m1")).isEmpty();
    }

    @Test
    void latestMissesWhatWasThereAndNothingThatComes() {
        world.stream.open("a");
        world.stream.put("a", "k", "old");
        StreamPollers first = world.start(StreamFixture.mapping(StreamFixture.settings("LATEST"), 10, false));
        seconds(1);
        first.close();
        seconds(3);
        assertThat(first.ended().toCompletableFuture()).isDone();
        // What comes while nobody polls is behind the place that was noted when the mapping was made.
        world.stream.put("a", "k", "1");
        world.stream.close("a");
        world.stream.open("b", "a");
        world.stream.put("b", "k", "2");
        world.start(StreamFixture.mapping(StreamFixture.settings("LATEST"), 10, false));
        seconds(10);
        assertThat(world.invoked).containsExactly("1", "2");
    }

    @Test
    void aTimestampIsWhereReadingBegins() {
        world.stream.open("a");
        world.stream.put("a", "k", "old");
        seconds(60);
        world.stream.put("a", "k", "new");
        StreamSettings settings =
                new StreamSettings(1, "AT_TIMESTAMP", StreamFixture.START.plusSeconds(30), -1, -1, false, 0, "");
        world.start(StreamFixture.mapping(settings, 10, false));
        seconds(2);
        assertThat(world.invoked).containsExactly("new");
    }

    @Test
    void lanesRunAtTheSameTimeAndKeepTheOrderOfEachKey() {
        world.stream.open("a");
        for (int i = 0; i < 40; i++) {
            world.stream.put("a", "k" + i % 8, "k" + i % 8 + "-" + i);
        }
        world.answerLater = true;
        StreamSettings settings = new StreamSettings(4, "TRIM_HORIZON", null, -1, -1, false, 0, "");
        world.start(StreamFixture.mapping(settings, 1, false));
        seconds(1);
        assertThat(world.open).hasSizeBetween(2, 4);

        for (int i = 0; i < world.open.size(); i++) {
            // No key is in two invocations that run.
            assertThat(world.invoked.subList(i, world.invoked.size()).stream()
                            .map(data -> data.split("-")[0])
                            .toList())
                    .doesNotHaveDuplicates();
            world.open.get(i).complete(FleetFixture.success("null"));
            seconds(2);
        }
        assertThat(world.invoked).hasSize(40);
        for (int key = 0; key < 8; key++) {
            String prefix = "k" + key + "-";
            List<String> expected = IntStream.iterate(key, i -> i < 40, i -> i + 8)
                    .mapToObj(i -> prefix + i)
                    .toList();
            assertThat(world.invoked.stream().filter(data -> data.startsWith(prefix)))
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void anotherParallelizationGoesOnWithoutAGap() {
        world.stream.open("a");
        IntStream.range(0, 20).forEach(i -> world.stream.put("a", "k" + i, "" + i));
        StreamSettings two = new StreamSettings(2, "TRIM_HORIZON", null, -1, -1, false, 0, "");
        StreamPollers first = world.start(StreamFixture.mapping(two, 3, false));
        seconds(3);
        first.close();
        seconds(3);
        int before = world.invoked.size();
        IntStream.range(20, 40).forEach(i -> world.stream.put("a", "k" + i, "" + i));
        StreamSettings three = new StreamSettings(3, "TRIM_HORIZON", null, -1, -1, false, 0, "");
        world.start(StreamFixture.mapping(three, 3, false));
        seconds(10);
        assertThat(String.join(",", world.invoked.subList(before, world.invoked.size()))
                        .split(","))
                .contains(IntStream.range(20, 40).mapToObj(String::valueOf).toArray(String[]::new));
        assertThat(world.checkpoints.checkpoints("m1")).hasSize(3);
    }

    @Test
    void oneHolderOfAShardCounts() {
        world.stream.open("a");
        world.stream.put("a", "k", "1");
        world.answerLater = true;
        world.start(StreamFixture.mapping(StreamFixture.settings("TRIM_HORIZON"), 10, false), "process-1");
        seconds(1);
        assertThat(world.invoked).containsExactly("1");
        // The first process is thought dead: its leases end, and another takes the shard from the checkpoint.
        world.leases.endOthers("process-2");
        world.start(StreamFixture.mapping(StreamFixture.settings("TRIM_HORIZON"), 10, false), "process-2");
        seconds(3);
        assertThat(world.invoked).containsExactly("1", "1");
        // What the first then says does not count: the checkpoint is where the second puts it.
        world.open.get(0).complete(FleetFixture.success("null"));
        seconds(1);
        assertThat(world.checkpoints.checkpoints("m1").getFirst().position().text())
                .isEqualTo("oldest");
        world.open.get(1).complete(FleetFixture.success("null"));
        seconds(1);
        assertThat(world.checkpoints.checkpoints("m1").getFirst().position().text())
                .isEqualTo("after 100");
    }

    @Test
    void aFilterDropsWithoutAnInvocationAndDoesNotLoseWhatItLetsPass() {
        world.stream.open("a");
        world.stream.put("a", "k", "x");
        world.stream.put("a", "k", "y");
        world.stream.put("a", "k", "x");
        world.answerLater = true;
        StreamPollers pollers = world.start(
                StreamFixture.mapping(StreamFixture.settings("TRIM_HORIZON"), 10, false, "{\"data\":[\"y\"]}"));
        seconds(1);
        assertThat(world.invoked).containsExactly("y");
        // The records around the one that runs are done, but the checkpoint may not pass it.
        assertThat(world.checkpoints.checkpoints("m1").getFirst().position().text())
                .isEqualTo("after 100");
        world.open.getFirst().complete(FleetFixture.success("null"));
        seconds(1);
        assertThat(world.checkpoints.checkpoints("m1").getFirst().position().text())
                .isEqualTo("after 102");
        assertThat(pollers.lastResult()).isEqualTo("OK");
    }
}
