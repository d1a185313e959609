package dev.hearth.services.worker;

import java.util.concurrent.CompletionStage;

/**
 * A host whose endpoint serves invocations itself, out of environments that are lent to it together with the units of
 * concurrency that they use. Whoever decides stands on this side; methods do not block.
 */
public interface Delegate {

    /** Told what the host's endpoint wants and gives back; on the host's channel, in order. */
    interface Listener {

        /**
         * Users at the host's endpoint invoke {@code function} and nothing is lent to it that is idle.
         *
         * @param qualifier a version, or empty for none
         */
        void wanted(String function, String qualifier);

        /** An environment was lent no longer; {@code reusable} when it takes another invocation. */
        void returned(String environmentId, boolean reusable);

        /** The endpoint served an invocation itself. */
        void served(ServedInvocation served);
    }

    /** Names who is told; what comes before is lost. */
    void listener(Listener listener);

    /** Lends an environment of the host, which is idle and which nobody else invokes until it is returned. */
    void lend(String environmentId, String function, String qualifier);

    /**
     * Takes back what is lent of a function, also what somebody lent who decided before. Completes when the host's
     * endpoint begins no invocation of it any more: with false when that was not heard, because the host is lost.
     *
     * @param functionArn unqualified; empty for all
     */
    CompletionStage<Boolean> recall(String functionArn);
}
