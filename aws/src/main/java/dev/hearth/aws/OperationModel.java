package dev.hearth.aws;

/**
 * One operation of AWS's model, built or not.
 *
 * @param name for example {@code GetFunction}
 * @param method HTTP method
 * @param template where it is; {@code /} for every protocol but the REST ones
 * @param status HTTP status of its success
 */
record OperationModel(String name, String method, UriTemplate template, int status) {}
