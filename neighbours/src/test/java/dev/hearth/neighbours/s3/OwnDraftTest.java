package dev.hearth.neighbours.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OwnDraftTest {

    private boolean closed;

    private final ObjectBytes.Draft full = new ObjectBytes.Draft() {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public Piece keep() throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void close() {
            closed = true;
        }
    };

    @Test
    void whatCannotBeKeptIsNotTheClientsFault() {
        try (OwnDraft draft = new OwnDraft(full)) {
            assertThatThrownBy(() -> draft.write(ByteBuffer.allocate(1))).satisfies(OwnDraftTest::isUnavailable);
            assertThatThrownBy(draft::keep).satisfies(OwnDraftTest::isUnavailable);
        }
        assertThat(closed).isTrue();
    }

    private static void isUnavailable(Throwable thrown) {
        assertThat(thrown).isInstanceOf(FaultException.class);
        assertThat(((FaultException) thrown).fault().kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
    }
}
