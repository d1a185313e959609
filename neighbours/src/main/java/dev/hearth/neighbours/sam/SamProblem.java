package dev.hearth.neighbours.sam;

/** Something in a template is not as it should be. Expected, so without a stack trace. */
final class SamProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private SamProblem(String message) {
        super(message, null, false, false);
    }

    static SamProblem ofTemplate(String message) {
        return new SamProblem("Structure of the SAM template is invalid. " + message);
    }

    static SamProblem ofResource(String id, String message) {
        return new SamProblem("Resource with id [" + id + "] is invalid. " + message);
    }

    /** A problem of one event, told as one of the function that has it. */
    static SamProblem ofEvent(String function, String event, String message) {
        return ofResource(function, "Event with id [" + event + "] is invalid. " + message);
    }

    static SamProblem taken(String from, String id, String type) {
        return new SamProblem("Transforming resource with id [" + from + "] attempts to create a new resource with id ["
                + id + "] and type \"" + type + "\". A resource with that id already exists within this template."
                + " Please use a different id for that resource.");
    }

    static SamProblem ofGlobals(String message) {
        return new SamProblem("'Globals' section is invalid. " + message);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
