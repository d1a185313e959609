package dev.hearth.aws;

import java.util.Map;

/**
 * An answer in its protocol's bytes.
 *
 * @param status HTTP status
 * @param contentType of the body; empty when there is no body
 * @param headers what the operation adds
 * @param body may be empty
 */
record Reply(int status, String contentType, Map<String, String> headers, byte[] body) {}
