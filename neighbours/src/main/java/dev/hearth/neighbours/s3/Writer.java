package dev.hearth.neighbours.s3;

import dev.hearth.neighbours.outbox.Outbox;
import dev.hearth.neighbours.outbox.Posting;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes keys, tells the outbox what was posted with a change, and has dead files removed. */
final class Writer {

    private final S3Store store;
    private final Outbox outbox;
    private final Undertaker undertaker;

    Writer(S3Store store, Outbox outbox, Undertaker undertaker) {
        this.store = store;
        this.outbox = outbox;
        this.undertaker = undertaker;
    }

    Change change(
            String bucket,
            String key,
            @Nullable String versionId,
            Function<KeyState, Change> decision,
            @Nullable Upload finished,
            Function<Change, List<Posting>> news,
            long nowMillis) {
        CompletableFuture<S3Store.Outcome> known = new CompletableFuture<>();
        CompletionStage<Void> posted = outbox.post(
                accepted -> store.change(new S3Store.Task(bucket, key, versionId, decision, finished, news, nowMillis))
                        .thenApply(outcome -> {
                            known.complete(outcome);
                            return outcome.posted();
                        }));
        try {
            posted.toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
        S3Store.Outcome outcome = known.join();
        undertaker.remove(outcome.dead());
        return outcome.change();
    }
}
