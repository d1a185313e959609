package dev.hearth.cluster;

import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.services.worker.HostReport;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.ServedInvocation;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What two hosts say on a channel. An {@code exchange} joins an answer to its question; it is the asking side's to
 * choose.
 */
sealed interface Message {

    /**
     * What this version of Hearth says in {@link Hello} and {@link Rule} that it understands. It grows by one when a
     * kind of message is added; who sends one looks first whether the other side knows it, and does without otherwise.
     */
    int PROTOCOL = 5;

    /** From which on a host knows {@link FetchFile}. */
    int FILES = 2;

    /** From which on a host knows {@link Question}. */
    int QUESTIONS = 3;

    /** From which on a host knows {@link ByMember} and {@link ForMember}. */
    int DELEGATION = 4;

    /** From which on a host knows {@link Connection.Purpose#VIA}. */
    int VIA = 5;

    /** No moment. */
    long NEVER = Long.MIN_VALUE;

    /** What an endpoint says that serves what is lent to it. */
    sealed interface ByMember extends Message {}

    /** What it is told. */
    sealed interface ForMember extends Message {}

    /** Users at this host want a function version. */
    record Want(long exchange, String function, String qualifier) implements ByMember {}

    /** What there was of it has been lent before this. */
    record Wanted(long exchange) implements ForMember {}

    /** An environment of the host is lent to its endpoint. */
    record Lend(String environmentId, String function, String qualifier) implements ForMember {}

    /** It is lent no longer. */
    record Returned(String environmentId, boolean reusable) implements ByMember {}

    /** Nothing of a function, or of any where the ARN is empty, is to be begun at the host's endpoint any more. */
    record Recall(long exchange, String functionArn) implements ForMember {}

    /** So it is. */
    record Recalled(long exchange) implements ByMember {}

    /** What the endpoint served itself. */
    record Served(List<ServedInvocation> invocations) implements ByMember {}

    /** A sign of life. */
    record Beat() implements Message {}

    /** Something that only a newer host says; it goes by. */
    record Unknown(int kind) implements Message {}

    /**
     * The joined host's first words.
     *
     * @param driver the sandbox that it uses
     * @param door where others reach it, empty when they do not
     * @param roles what it does, by name
     * @param protocol what it understands, see {@link #PROTOCOL}; 0 before there were numbers
     */
    record Hello(String hostId, String driver, String door, List<String> roles, int protocol) implements Message {}

    /**
     * Whoever decides says so, and until when it may count on who hears it.
     *
     * @param token of its lease
     * @param at its own clock, which comes back in a {@link Promise}
     * @param doors where hosts that may decide are reached
     * @param status of the cluster, JSON, for people
     * @param draining whether the host that hears it is to take no more work
     * @param protocol what it understands, see {@link #PROTOCOL}
     * @param heard the other host's own clock in the last {@link Promise} that came, or {@link #NEVER}
     */
    record Rule(long token, long at, List<String> doors, String status, boolean draining, int protocol, long heard)
            implements Message {}

    /**
     * The answer to {@link Rule} of a host that may decide: it does not try to, for some time from then on.
     *
     * @param storeAnswers whether the store answers this host
     * @param said this host's own clock, which comes back in a {@link Rule}
     */
    record Promise(long at, boolean storeAnswers, long said) implements Message {}

    /** An order of somebody at this host for whoever decides. */
    record Ask(long exchange, String order) implements Message {}

    /** What came of it, for people; empty when all is well. */
    record Answer(long exchange, String text) implements Message {}

    /** Whoever decides asks a host how it is. */
    record Question(long exchange) implements Message {}

    /** What it says of itself, JSON. */
    record Reply(long exchange, String facts) implements Message {}

    /** Asks for a certificate for a new key, in the name that this channel's has. */
    record Certify(ByteBuffer publicKey) implements Message {}

    /** The certificate. */
    record Certified(ByteBuffer certificate) implements Message {}

    /** Whoever decided ends: who may follow need not wait. */
    record Resign() implements Message {}

    /** This host belongs to the cluster no more. */
    record Removed() implements Message {}

    /** Asks to keep a package, which is fetched for it. */
    record Keep(long exchange, String digest) implements Message {}

    /** Whether it is kept. */
    record Kept(long exchange, boolean kept) implements Message {}

    /**
     * What the host has and runs.
     *
     * @param remains what it still runs for whoever decided before; older hosts do not say
     */
    record Report(HostReport report, List<Remain> remains) implements Message {}

    /** An invocation that runs on after whoever asked for it decided no more. */
    record Remain(String environmentId, String functionArn) {}

    /** Asks for an environment. */
    record Start(long exchange, EnvironmentSpec spec) implements Message {}

    record Started(long exchange, EnvironmentStart start) implements Message {}

    /** Asks for an invocation; {@code streaming} when the response is wanted while it is written. */
    record Invoke(
            long exchange,
            String environmentId,
            String requestId,
            ByteBuffer payload,
            String invokedFunctionArn,
            @Nullable String clientContext,
            @Nullable String traceHeader,
            @Nullable String tenantId,
            boolean tail,
            boolean streaming)
            implements Message {}

    /** The response of an invocation begins to stream. */
    record Begins(long exchange, String executedVersion, String contentType) implements Message {}

    /** Bytes of a response. */
    record Chunk(long exchange, ByteBuffer bytes) implements Message {}

    /** So many bytes of a response found room. */
    record Taken(long exchange, int bytes) implements Message {}

    record Result(long exchange, InvocationResult result) implements Message {}

    record Destroy(String environmentId) implements Message {}

    /** An environment can serve no more. */
    record Gone(String environmentId) implements Message {}

    /** A function's output. */
    record Log(String group, String stream, long timestampMillis, ByteBuffer utf8) implements Message {}

    /** Asks for a package by its digest. */
    record Fetch(long exchange, String digest) implements Message {}

    /** Some of a package; the last has no bytes. */
    record Part(long exchange, ByteBuffer bytes) implements Message {}

    /** Asks for a file by its name; it comes in {@link Part}s, and {@link Whole} ends it. */
    record FetchFile(long exchange, String name) implements Message {}

    /** All of a file was sent; its SHA-256. */
    record Whole(long exchange, String digest) implements Message {}

    /** There is no such package or file. */
    record Missing(long exchange) implements Message {}
}
