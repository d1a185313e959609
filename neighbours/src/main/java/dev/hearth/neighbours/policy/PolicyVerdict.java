package dev.hearth.neighbours.policy;

import java.util.List;

/**
 * What policies say of a request.
 *
 * @param effect the word on it
 * @param statements those that decided: of the denying kind if any denies, else those that allow
 */
public record PolicyVerdict(Effect effect, List<Matched> statements) {

    /** The three outcomes of IAM's policy evaluation logic, by the names of its simulator. */
    public enum Effect {
        ALLOWED("allowed"),
        EXPLICIT_DENY("explicitDeny"),
        IMPLICIT_DENY("implicitDeny");

        private final String word;

        Effect(String word) {
            this.word = word;
        }

        /** As IAM writes it. */
        public String word() {
            return word;
        }
    }

    /**
     * A statement that matched.
     *
     * @param document which document it is in, counted from 0
     * @param statement which of its statements, counted from 0
     */
    public record Matched(int document, int statement) {}

    public boolean allows() {
        return effect == Effect.ALLOWED;
    }
}
