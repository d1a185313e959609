package dev.hearth.core;

import java.util.List;

/**
 * The container image of a function of the package type Image, and what the function's {@code ImageConfig} puts in the
 * place of the image's own.
 *
 * @param uri as the caller named it
 * @param resolvedUri the same image by its digest: {@code registry/repository@sha256:...}
 * @param entryPoint program and first arguments; empty: the image's own
 * @param command further arguments; empty: the image's own
 * @param workingDirectory absolute path inside; empty: the image's own
 */
public record FunctionImage(
        String uri, String resolvedUri, List<String> entryPoint, List<String> command, String workingDirectory) {

    public FunctionImage {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
    }

    /** The digest, with {@code sha256:} in front. */
    public String digest() {
        return resolvedUri.substring(resolvedUri.indexOf('@') + 1);
    }

    /** The same overrides for another image. */
    public FunctionImage withUri(String newUri, String newResolvedUri) {
        return new FunctionImage(newUri, newResolvedUri, entryPoint, command, workingDirectory);
    }
}
