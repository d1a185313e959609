package dev.hearth.neighbours.sam;

import java.util.List;
import java.util.Map;

/** What became of a template. */
public sealed interface SamResult {

    /**
     * It was translated.
     *
     * @param template without {@code Transform}'s name, {@code Globals} and {@code AWS::Serverless::*} resources
     */
    record Translated(Map<String, Object> template) implements SamResult {}

    /**
     * It cannot be.
     *
     * @param problems one sentence or more for each, without repetitions
     */
    record Refused(List<String> problems) implements SamResult {

        public Refused {
            problems = List.copyOf(problems);
        }

        /** All of it in AWS's words. */
        public String message() {
            return "Invalid Serverless Application Specification document. Number of errors found: " + problems.size()
                    + ". " + String.join(" ", problems);
        }
    }
}
