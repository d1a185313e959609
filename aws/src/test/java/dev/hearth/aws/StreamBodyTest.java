package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A large body comes whole and in order, holds its sender up, and leaves no slab behind. */
class StreamBodyTest {

    private static final class Noted implements StreamBody.Sender {

        private int held;
        private int gone;

        @Override
        public void hold() {
            held++;
        }

        @Override
        public void goOn() {
            gone++;
        }
    }

    private final Slabs slabs = new Slabs();
    private final Noted sender = new Noted();
    private final SplittableRandom random = new SplittableRandom(7);

    private byte[] some(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return made;
    }

    private static byte[] next(StreamBody body) throws IOException {
        ByteBuffer bytes = body.read();
        byte[] copy = new byte[bytes == null ? 0 : bytes.remaining()];
        if (bytes != null) {
            bytes.get(copy);
        }
        return copy;
    }

    @Test
    void chunksOfAnySizeComeWholeAndInOrder() throws IOException {
        for (int round = 0; round < 20; round++) {
            StreamBody body = new StreamBody(sender, round % 3 == 0 ? null : slabs);
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            int waiting = 0;
            for (int i = 0; i < 40; i++) {
                byte[] chunk = some(1 + random.nextInt(Limits.CHUNK_BYTES));
                sent.writeBytes(chunk);
                waiting += chunk.length;
                body.add(ByteBuffer.wrap(chunk));
                while (waiting > Slabs.BYTES + Limits.CHUNK_BYTES) {
                    byte[] read = next(body);
                    waiting -= read.length;
                    got.writeBytes(read);
                }
            }
            body.end();
            for (byte[] read = next(body); read.length > 0; read = next(body)) {
                got.writeBytes(read);
            }
            assertThat(got.toByteArray()).isEqualTo(sent.toByteArray());
            body.drop();
            assertThat(slabs.lent()).isZero();
        }
    }

    @Test
    void aReaderThatIsSlowHoldsTheSenderUp() throws IOException {
        StreamBody body = new StreamBody(sender, slabs);
        int chunks = 0;
        while (sender.held == 0) {
            body.add(ByteBuffer.wrap(some(Limits.CHUNK_BYTES)));
            chunks++;
        }
        assertThat(chunks * Limits.CHUNK_BYTES).isEqualTo(StreamBody.FULL_BYTES + Limits.CHUNK_BYTES);
        while (sender.gone == 0) {
            assertThat(next(body)).isNotEmpty();
        }
        body.add(ByteBuffer.wrap(some(1)));
        assertThat(sender.held).isEqualTo(1);
        body.drop();
    }

    @Test
    void whatNobodyReadsIsDropped() {
        StreamBody body = new StreamBody(sender, slabs);
        body.add(ByteBuffer.wrap(some(3 * Slabs.BYTES + 5)));
        assertThat(slabs.lent()).isEqualTo(4);
        body.drop();
        for (int i = 0; i < 100; i++) {
            body.add(ByteBuffer.wrap(some(Limits.CHUNK_BYTES)));
        }
        assertThat(slabs.lent()).isZero();
        assertThat(sender.held).isZero();
    }

    @Test
    void withoutSlabsChunksGoAsTheyCame() throws IOException {
        List<ByteBuffer> all = new ArrayList<>();
        for (ByteBuffer slab = slabs.take(); slab != null; slab = slabs.take()) {
            all.add(slab);
        }
        assertThat(all).hasSize(Slabs.MOST);
        StreamBody body = new StreamBody(sender, slabs);
        byte[] chunk = some(1_000);
        body.add(ByteBuffer.wrap(chunk));
        assertThat(next(body)).isEqualTo(chunk);
        all.forEach(slabs::give);
    }

    @Test
    void aBodyThatBreaksOffIsNotRead() {
        StreamBody body = new StreamBody(sender, slabs);
        body.add(ByteBuffer.wrap(some(10)));
        body.breakOff("gone");
        assertThatThrownBy(body::read).isInstanceOf(IOException.class).hasMessage("gone");
        body.drop();
        assertThat(slabs.lent()).isZero();
    }
}
