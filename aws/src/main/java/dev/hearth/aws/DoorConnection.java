package dev.hearth.aws;

import dev.hearth.core.Ports;
import dev.hearth.neighbours.iam.AccessRequest;
import dev.hearth.neighbours.iam.Signer;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.frontend.LentFrontend;
import dev.hearth.services.frontend.MemberDoor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/**
 * One user's connection at an {@link InvokeDoor}. Belongs to one thread, which waits for what comes.
 *
 * <pre>
 * between requests -- an Invoke that is lent here, signed, idle --> answered here -----------------> between requests
 * between requests -- another Invoke ----> handed on, its answer comes back; more of it is wanted -> between requests
 * between requests -- anything else -----> handed on with all that follows
 * </pre>
 */
final class DoorConnection {

    /** How long a busy environment is waited for at a time, while nobody decides. */
    private static final Duration LOOK = Duration.ofMillis(20);

    /** A connection to whoever decides may be about to be closed there when it was not used for this long. */
    private static final long KEPT_NANOS = Duration.ofSeconds(45).toNanos();

    private final DoorParts parts;
    private final LentFrontend frontend;
    private final Ports ports;
    private final InputStream in;
    private final OutputStream out;
    private final MemberDoor.Onward onward;
    private final DoorBuffer user = new DoorBuffer();
    private final JsonScan json = new JsonScan();
    private @Nullable SigV4 signatures;
    private MemberDoor.@Nullable Way way;
    private long usedNanos;

    DoorConnection(DoorParts parts, InputStream in, OutputStream out, MemberDoor.Onward onward) {
        this.parts = parts;
        this.frontend = parts.frontend();
        this.ports = parts.ports();
        this.in = in;
        this.out = out;
        this.onward = onward;
    }

    /** An invocation whose form is the usual one. */
    private record Asked(InvokeRequest target, RequestHead head, int headBytes, int bodyBytes) {

        String qualifier() {
            String named = target.qualifier();
            return named == null ? "" : named;
        }
    }

    MemberDoor.@Nullable Rest serve() throws IOException {
        boolean handed = false;
        try {
            while (true) {
                int head = user.head(in);
                if (head == 0 && user.available() == 0) {
                    return null;
                }
                Asked asked = head > 0 ? asked(head) : null;
                MemberDoor.Rest rest = asked == null ? rest() : one(asked);
                if (rest != null) {
                    handed = true;
                    return rest;
                }
            }
        } catch (Gone gone) {
            return null;
        } finally {
            MemberDoor.Way kept = way;
            if (kept != null && !handed) {
                kept.close();
            }
        }
    }

    /** One side is no more; nothing can be said about it to the other. */
    private static final class Gone extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private MemberDoor.Rest rest() {
        MemberDoor.Way kept = way;
        if (kept != null && !isGood(kept)) {
            kept.close();
            kept = null;
        }
        way = null;
        return new MemberDoor.Rest(user.rest(), kept);
    }

    private @Nullable Asked asked(int headBytes) {
        HttpHead read = HttpHead.read(user.array(), user.from(), user.from() + headBytes);
        RequestHead head = read == null ? null : read.request();
        if (read == null || head == null) {
            return null;
        }
        try {
            InvokeRequest target = InvokeTarget.invoke(head);
            int length = read.length();
            return target == null || length < 0 || length > Limits.INVOKE_BODY_BYTES
                    ? null
                    : new Asked(target, head, headBytes, length);
        } catch (Refusal unreadable) {
            return null;
        }
    }

    private MemberDoor.@Nullable Rest one(Asked asked) throws IOException {
        String function = asked.target.function();
        String qualifier;
        try {
            qualifier = asked.qualifier();
        } catch (Refusal unreadable) {
            return rest();
        }
        boolean synchronous = asked.target.type() == InvokeCommand.Type.REQUEST_RESPONSE;
        int kib = DoorParts.kib(asked.bodyBytes);
        if (synchronous
                && frontend.knows(function, qualifier)
                && parts.buffered().tryAcquire(kib)) {
            try {
                if (tryHere(asked, function, qualifier)) {
                    return null;
                }
            } finally {
                parts.buffered().release(kib);
            }
        }
        return handOn(asked, synchronous, function, qualifier);
    }

    /** Whether it was answered here, for which it waits while nobody decides. */
    private boolean tryHere(Asked asked, String function, String qualifier) throws IOException {
        long end = ports.time().nanos() + parts.options().bodyTimeout().toNanos();
        if (!user.fill(in, asked.headBytes + asked.bodyBytes, () -> ports.time().nanos() - end > 0)) {
            throw new Gone();
        }
        while (!here(asked)) {
            if (onward.leads() || !frontend.knows(function, qualifier)) {
                return false;
            }
            frontend.await(LOOK);
        }
        return true;
    }

    /** Whether it was answered here. */
    private boolean here(Asked asked) throws IOException {
        ByteBuffer body = ByteBuffer.wrap(user.array(), user.from() + asked.headBytes, asked.bodyBytes);
        long whole = ports.time().nanos();
        if (!isSigned(asked, body) || asked.target.refusal(json, body) != null) {
            return false;
        }
        String requestId = parts.requestId();
        InvokeCommand command = asked.target.command(requestId, body, null, whole);
        InvokeOutcome outcome =
                frontend.invoke(command).toCompletableFuture().join().orElse(null);
        if (outcome == null) {
            return false;
        }
        if (!(outcome instanceof InvokeOutcome.Answered answered)) {
            // It may have run: nobody else is to run it again.
            throw new Gone();
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
        put(head, "x-amzn-RequestId", requestId);
        put(head, "Date", Timestamps.write(ports.time().instant(), TimestampFormatTrait.Format.RFC_822));
        asked.target.headers(command.times(), answered, ports.time().nanos(), (name, value) -> put(head, name, value));
        ByteBuffer payload = answered.payload().duplicate();
        put(head, "content-length", Integer.toString(payload.remaining()));
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[bytes.length + payload.remaining()];
        System.arraycopy(bytes, 0, all, 0, bytes.length);
        payload.get(all, bytes.length, payload.remaining());
        user.use(asked.headBytes + asked.bodyBytes);
        out.write(all);
        out.flush();
        return true;
    }

    private static StringBuilder put(StringBuilder head, CharSequence name, CharSequence value) {
        return head.append(name).append(": ").append(value).append("\r\n");
    }

    /** Whether it is signed by whom this host knows, and may be done; whoever decides says what is wrong otherwise. */
    private boolean isSigned(Asked asked, ByteBuffer body) {
        SigV4 checker = signatures;
        if (checker == null) {
            checker = new SigV4(
                    parts.keys(),
                    ports.time(),
                    parts.options().clockSkew(),
                    parts.scope().region());
            signatures = checker;
        }
        try {
            Claim claim = ClaimReader.read(asked.head);
            if (!claim.service().equals("lambda")) {
                return false;
            }
            Signer signer = checker.admit(claim);
            boolean unsigned = SigV4.UNSIGNED_PAYLOAD.equals(asked.head.header("x-amz-content-sha256"));
            String hash = unsigned
                    ? SigV4.UNSIGNED_PAYLOAD
                    : checker.hash(body.array(), body.arrayOffset() + body.position(), body.remaining());
            checker.verify(asked.head, claim, signer, hash);
            return parts.decisions()
                    .allows(new AccessRequest(signer.caller(), "lambda", "InvokeFunction", asked.target.function()));
        } catch (Refusal refused) {
            return false;
        }
    }

    private boolean isGood(MemberDoor.Way kept) {
        return kept.leads() && ports.time().nanos() - usedNanos < KEPT_NANOS;
    }

    /** Lets whoever decides answer it; what is left when the answer's form is not the usual one. */
    private MemberDoor.@Nullable Rest handOn(Asked asked, boolean synchronous, String function, String qualifier)
            throws IOException {
        MemberDoor.Way to = way;
        if (to == null || !isGood(to)) {
            if (to != null) {
                to.close();
            }
            way = null;
            to = onward.way();
            way = to;
        }
        if (!user.copy(in, to.out(), asked.headBytes + asked.bodyBytes)) {
            throw new Gone();
        }
        to.out().flush();
        DoorBuffer answer = new DoorBuffer();
        int bytes = answer.head(to.in());
        if (bytes == 0) {
            throw new Gone();
        }
        HttpHead head = bytes < 0 ? null : HttpHead.read(answer.array(), answer.from(), answer.from() + bytes);
        int length = head == null || !head.isAnswer() ? -1 : head.length();
        if (length < 0) {
            out.write(answer.rest());
            out.flush();
            return rest(to);
        }
        usedNanos = ports.time().nanos();
        if (synchronous && answer.fill(to.in(), Math.min(bytes + length, Limits.CHUNK_BYTES), () -> false)) {
            frontend.want(function, qualifier);
        }
        if (!answer.copy(to.in(), out, bytes + length) || answer.available() > 0) {
            throw new Gone();
        }
        out.flush();
        return null;
    }

    /** The answer has begun on this way, and goes on there. */
    private MemberDoor.Rest rest(MemberDoor.Way answering) {
        way = null;
        return new MemberDoor.Rest(user.rest(), answering);
    }
}
