package dev.hearth.neighbours.templates;

/** What a template may hold at most (CloudFormation's quotas). */
public interface TemplateLimits {

    /** A template that stands in a request. */
    int INLINE_BYTES = 51_200;

    /** A template that a URL names. */
    int BODY_BYTES = 1 << 20;

    int RESOURCES = 500;
    int PARAMETERS = 200;
    int OUTPUTS = 200;
    int MAPPINGS = 200;

    /** How deep functions may stand in each other. */
    int FUNCTION_DEPTH = 64;

    /** Objects that a template may include; each of at most {@link #BODY_BYTES}. */
    int INCLUDES = 100;

    /** What a template becomes when its loops are unrolled. */
    int UNROLLED_RESOURCES = 2_000;
}
