package dev.hearth.services.registry;

/**
 * The limits of functions, as <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">AWS</a> sets them.
 */
public interface RegistryLimits {

    /** Longest function name, characters. */
    int NAME_LENGTH = 64;

    /** Longest description, characters. */
    int DESCRIPTION_LENGTH = 256;

    /** Longest handler, characters. */
    int HANDLER_LENGTH = 128;

    /** Longest timeout, seconds. */
    int TIMEOUT_SECONDS = 900;

    /** Least memory, MiB. */
    int MEMORY_MIN_MB = 128;

    /** Most memory, MiB. */
    int MEMORY_MAX_MB = 10_240;

    /** Least {@code /tmp}, MiB. */
    int EPHEMERAL_MIN_MB = 512;

    /** Most {@code /tmp}, MiB. */
    int EPHEMERAL_MAX_MB = 10_240;

    /** All environment variables as one JSON object, bytes. */
    int ENVIRONMENT_BYTES = 4 << 10;

    /** A package as sent, bytes. */
    int ZIPPED_BYTES = 50 << 20;

    /** A package unpacked, bytes. */
    int UNZIPPED_BYTES = 250 << 20;

    /** All packages of the account, zipped, bytes. */
    long CODE_STORAGE_BYTES = 75L << 30;

    /** Tags of one function. */
    int TAGS = 50;

    /** Longest tag key, characters. */
    int TAG_KEY_LENGTH = 128;

    /** Longest tag value, characters. */
    int TAG_VALUE_LENGTH = 256;

    /** Layers of one function. */
    int LAYERS = 5;

    /** Longest text on the licence of a layer, characters. */
    int LICENSE_LENGTH = 512;

    /** Most digits of a version's number. */
    int VERSION_DIGITS = 18;

    /** Functions of one page of a list. */
    int PAGE_SIZE = 50;
}
