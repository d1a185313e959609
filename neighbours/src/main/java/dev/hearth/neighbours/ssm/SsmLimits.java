package dev.hearth.neighbours.ssm;

/** Parameter Store's quotas (AWS general reference, "AWS Systems Manager endpoints and quotas"). */
public interface SsmLimits {

    /** Parameters of the standard tier. */
    int PARAMETERS = 10_000;

    /** Characters of a value in the standard tier. */
    int STANDARD_CHARS = 4_096;

    /** Characters of a value in the advanced tier. */
    int ADVANCED_CHARS = 8_192;

    /** Versions that are kept of one parameter. */
    int VERSIONS = 100;

    int LABELS = 10;
    int LABEL_CHARS = 100;
    int NAME_CHARS = 1_011;
    int LEVELS = 15;
    int DESCRIPTION_CHARS = 1_024;
    int PATTERN_CHARS = 1_024;
    int TAGS = 50;

    /** Names in one GetParameters or DeleteParameters. */
    int NAMES = 10;

    /** Parameters in one answer of GetParametersByPath. */
    int PATH_PAGE = 10;

    /** Parameters or versions in one answer of other listings. */
    int PAGE = 50;
}
