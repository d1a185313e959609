package dev.hearth.cluster;

import dev.hearth.cluster.Message.Answer;
import dev.hearth.cluster.Message.Ask;
import dev.hearth.cluster.Message.Beat;
import dev.hearth.cluster.Message.Begins;
import dev.hearth.cluster.Message.Certified;
import dev.hearth.cluster.Message.Certify;
import dev.hearth.cluster.Message.Chunk;
import dev.hearth.cluster.Message.Destroy;
import dev.hearth.cluster.Message.Fetch;
import dev.hearth.cluster.Message.FetchFile;
import dev.hearth.cluster.Message.Gone;
import dev.hearth.cluster.Message.Hello;
import dev.hearth.cluster.Message.Invoke;
import dev.hearth.cluster.Message.Keep;
import dev.hearth.cluster.Message.Kept;
import dev.hearth.cluster.Message.Log;
import dev.hearth.cluster.Message.Missing;
import dev.hearth.cluster.Message.Part;
import dev.hearth.cluster.Message.Promise;
import dev.hearth.cluster.Message.Question;
import dev.hearth.cluster.Message.Removed;
import dev.hearth.cluster.Message.Reply;
import dev.hearth.cluster.Message.Report;
import dev.hearth.cluster.Message.Resign;
import dev.hearth.cluster.Message.Result;
import dev.hearth.cluster.Message.Rule;
import dev.hearth.cluster.Message.Start;
import dev.hearth.cluster.Message.Started;
import dev.hearth.cluster.Message.Taken;
import dev.hearth.cluster.Message.Whole;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Messages as bytes: a kind, then the members in their order. A newer host may add members at the end, which an older
 * one does not read, and kinds, which an older one lets go by; a kind never changes its meaning.
 */
final class Codec {

    private static final int BEAT = 0;
    private static final int HELLO = 1;
    private static final int REPORT = 2;
    private static final int START = 3;
    private static final int STARTED = 4;
    private static final int INVOKE = 5;
    private static final int BEGINS = 6;
    private static final int CHUNK = 7;
    private static final int TAKEN = 8;
    private static final int RESULT = 9;
    private static final int DESTROY = 10;
    private static final int GONE = 11;
    private static final int LOG = 12;
    private static final int FETCH = 13;
    private static final int PART = 14;
    private static final int MISSING = 15;
    private static final int RULE = 16;
    private static final int PROMISE = 17;
    private static final int RESIGN = 18;
    private static final int REMOVED = 19;
    private static final int KEEP = 20;
    private static final int KEPT = 21;
    private static final int ASK = 22;
    private static final int ANSWER = 23;
    private static final int CERTIFY = 24;
    private static final int CERTIFIED = 25;
    private static final int FETCH_FILE = 26;
    private static final int WHOLE = 27;
    private static final int QUESTION = 28;
    private static final int REPLY = 29;
    private static final int WANT = 30;
    private static final int WANTED = 31;
    private static final int LEND = 32;
    private static final int RETURNED = 33;
    private static final int RECALL = 34;
    private static final int RECALLED = 35;
    private static final int SERVED = 36;

    private Codec() {}

    static byte[] encode(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(message, new Words.Out(new DataOutputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Message message, Words.Out out) throws IOException {
        switch (message) {
            case Beat() -> out.kind(BEAT);
            case Message.Unknown(int kind) -> out.kind(kind);
            case Hello(String host, String driver, String door, List<String> roles, int protocol) ->
                out.kind(HELLO)
                        .text(host)
                        .text(driver)
                        .text(door)
                        .texts(roles, roles.size())
                        .number(protocol);
            case Report report -> Records.report(report, out.kind(REPORT));
            case Start(long exchange, var spec) ->
                Records.spec(spec, out.kind(START).number(exchange));
            case Started(long exchange, var start) ->
                Records.start(start, out.kind(STARTED).number(exchange));
            case Invoke invoke -> invoke(invoke, out.kind(INVOKE));
            case Begins(long exchange, String version, String type) ->
                out.kind(BEGINS).number(exchange).text(version).text(type);
            case Chunk(long exchange, var bytes) ->
                out.kind(CHUNK).number(exchange).bytes(bytes);
            case Taken(long exchange, int count) ->
                out.kind(TAKEN).number(exchange).number(count);
            case Result(long exchange, var result) ->
                Records.result(result, out.kind(RESULT).number(exchange));
            case Destroy(String environment) -> out.kind(DESTROY).text(environment);
            case Gone(String environment) -> out.kind(GONE).text(environment);
            case Log(String group, String stream, long millis, var utf8) ->
                out.kind(LOG).text(group).text(stream).number(millis).bytes(utf8);
            case Fetch(long exchange, String digest) ->
                out.kind(FETCH).number(exchange).text(digest);
            case FetchFile(long exchange, String name) ->
                out.kind(FETCH_FILE).number(exchange).text(name);
            case Whole(long exchange, String digest) ->
                out.kind(WHOLE).number(exchange).text(digest);
            case Part(long exchange, var bytes) ->
                out.kind(PART).number(exchange).bytes(bytes);
            case Missing(long exchange) -> out.kind(MISSING).number(exchange);
            case Rule rule -> rule(rule, out.kind(RULE));
            case Promise(long at, boolean store, long said) ->
                out.kind(PROMISE).number(at).flag(store).number(said);
            case Ask(long exchange, String order) ->
                out.kind(ASK).number(exchange).text(order);
            case Answer(long exchange, String text) ->
                out.kind(ANSWER).number(exchange).text(text);
            case Question(long exchange) -> out.kind(QUESTION).number(exchange);
            case Reply(long exchange, String facts) ->
                out.kind(REPLY).number(exchange).text(facts);
            case Certify(var key) -> out.kind(CERTIFY).bytes(key);
            case Certified(var certificate) -> out.kind(CERTIFIED).bytes(certificate);
            case Resign() -> out.kind(RESIGN);
            case Removed() -> out.kind(REMOVED);
            case Keep(long exchange, String digest) ->
                out.kind(KEEP).number(exchange).text(digest);
            case Kept(long exchange, boolean kept) ->
                out.kind(KEPT).number(exchange).flag(kept);
            case Message.ByMember said -> byMember(said, out);
            case Message.ForMember told -> forMember(told, out);
        }
    }

    private static void rule(Rule rule, Words.Out out) throws IOException {
        out.number(rule.token())
                .number(rule.at())
                .texts(rule.doors(), rule.doors().size())
                .text(rule.status())
                .flag(rule.draining())
                .number(rule.protocol())
                .number(rule.heard());
    }

    private static void byMember(Message.ByMember message, Words.Out out) throws IOException {
        switch (message) {
            case Message.Want(long exchange, String function, String qualifier) ->
                out.kind(WANT).number(exchange).text(function).text(qualifier);
            case Message.Returned(String environment, boolean reusable) ->
                out.kind(RETURNED).text(environment).flag(reusable);
            case Message.Recalled(long exchange) -> out.kind(RECALLED).number(exchange);
            case Message.Served(var invocations) -> Records.served(invocations, out.kind(SERVED));
        }
    }

    private static void forMember(Message.ForMember message, Words.Out out) throws IOException {
        switch (message) {
            case Message.Wanted(long exchange) -> out.kind(WANTED).number(exchange);
            case Message.Lend(String environment, String function, String qualifier) ->
                out.kind(LEND).text(environment).text(function).text(qualifier);
            case Message.Recall(long exchange, String functionArn) ->
                out.kind(RECALL).number(exchange).text(functionArn);
        }
    }

    private static void invoke(Invoke invoke, Words.Out out) throws IOException {
        out.number(invoke.exchange())
                .text(invoke.environmentId())
                .text(invoke.requestId())
                .bytes(invoke.payload())
                .text(invoke.invokedFunctionArn())
                .maybe(invoke.clientContext())
                .maybe(invoke.traceHeader())
                .maybe(invoke.tenantId())
                .flag(invoke.tail())
                .flag(invoke.streaming());
    }

    /** @throws IOException when the bytes are no message of this or a later version */
    static Message decode(byte[] bytes) throws IOException {
        Words.In in = new Words.In(new DataInputStream(new ByteArrayInputStream(bytes)));
        int kind = in.kind();
        return switch (kind) {
            case BEAT -> new Beat();
            case HELLO ->
                new Hello(
                        in.text(),
                        in.text(),
                        in.more() ? in.text() : "",
                        in.more() ? in.texts() : List.of(),
                        in.more() ? (int) in.number() : 0);
            case REPORT -> Records.report(in);
            case START -> new Start(in.number(), Records.spec(in));
            case STARTED -> new Started(in.number(), Records.start(in));
            case INVOKE ->
                new Invoke(
                        in.number(),
                        in.text(),
                        in.text(),
                        in.bytes(),
                        in.text(),
                        in.maybe(),
                        in.maybe(),
                        in.maybe(),
                        in.flag(),
                        in.flag());
            case BEGINS -> new Begins(in.number(), in.text(), in.text());
            case CHUNK -> new Chunk(in.number(), in.bytes());
            case TAKEN -> new Taken(in.number(), (int) in.number());
            case RESULT -> new Result(in.number(), Records.result(in));
            case DESTROY -> new Destroy(in.text());
            case GONE -> new Gone(in.text());
            case LOG -> new Log(in.text(), in.text(), in.number(), in.bytes());
            case FETCH -> new Fetch(in.number(), in.text());
            case FETCH_FILE -> new FetchFile(in.number(), in.text());
            case WHOLE -> new Whole(in.number(), in.text());
            case PART -> new Part(in.number(), in.bytes());
            case MISSING -> new Missing(in.number());
            case RULE ->
                new Rule(
                        in.number(),
                        in.number(),
                        in.texts(),
                        in.text(),
                        in.flag(),
                        in.more() ? (int) in.number() : 0,
                        in.more() ? in.number() : Message.NEVER);
            case ASK -> new Ask(in.number(), in.text());
            case QUESTION -> new Question(in.number());
            case REPLY -> new Reply(in.number(), in.text());
            case ANSWER -> new Answer(in.number(), in.text());
            case CERTIFY -> new Certify(in.bytes());
            case CERTIFIED -> new Certified(in.bytes());
            case PROMISE -> new Promise(in.number(), in.flag(), in.more() ? in.number() : Message.NEVER);
            case RESIGN -> new Resign();
            case REMOVED -> new Removed();
            case KEEP -> new Keep(in.number(), in.text());
            case KEPT -> new Kept(in.number(), in.flag());
            case WANT -> new Message.Want(in.number(), in.text(), in.text());
            case WANTED -> new Message.Wanted(in.number());
            case LEND -> new Message.Lend(in.text(), in.text(), in.text());
            case RETURNED -> new Message.Returned(in.text(), in.flag());
            case RECALL -> new Message.Recall(in.number(), in.text());
            case RECALLED -> new Message.Recalled(in.number());
            case SERVED -> new Message.Served(Records.served(in));
            // Of a newer host, which does not need an answer to it from an older one.
            default -> new Message.Unknown(kind);
        };
    }
}
