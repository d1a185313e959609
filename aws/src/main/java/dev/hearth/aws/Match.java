package dev.hearth.aws;

import java.util.Map;

/**
 * The operation that a request names, and the labels of its path.
 *
 * @param operation which
 * @param labels decoded, by name
 */
record Match(OperationModel operation, Map<String, String> labels) {}
